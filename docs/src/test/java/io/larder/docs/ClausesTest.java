package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/http-caching.md has a row for each clause, and names classes and tests that there are. */
class ClausesTest {

  private static final List<String> SECTIONS =
      List.of(
          "3", "3.1", "3.2", "3.3", "3.4", "3.5", "4", "4.1", "4.2", "4.3", "4.4", "5.1", "5.2",
          "5.2.1", "5.2.3", "5.3", "5.4", "5.5");

  @Test
  void everyClauseHasItsRow() {
    Stream<String> deeper =
        Stream.of(
                numbered("4.2.", 4),
                numbered("4.3.", 5),
                numbered("5.2.1.", 7),
                numbered("5.2.2.", 10))
            .flatMap(each -> each);

    assertThat(rows().stream().map(row -> row.cells().get(0).split(" ")[0]))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(SECTIONS.stream(), deeper).toList());
  }

  @Test
  void everyClassAndTestIsThere() {
    for (DocPage.Row row : rows()) {
      Stream.concat(row.code(2).stream(), row.code(3).stream())
          .map(name -> "io.larder.http." + name.replace('.', '$'))
          .forEach(name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
    }
  }

  private static Stream<String> numbered(String prefix, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(each -> prefix + each);
  }

  private static List<DocPage.Row> rows() {
    return DocPage.of("docs/http-caching.md").rows("clause");
  }
}
