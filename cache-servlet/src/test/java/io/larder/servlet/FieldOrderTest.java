package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9110 5.3: the order of lines counts among those of one name. */
class FieldOrderTest {

  private static Site.Builder answering(String... lines) {
    return Site.of(
        (request, response) -> {
          for (String line : lines) {
            response.addHeader(line.split(": ")[0], line.split(": ")[1]);
          }
          response.getWriter().print("the page");
        });
  }

  private static List<String> own(RawResponse response) {
    return response.fields().stream().filter(line -> line.startsWith("X-")).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aHitHasTheLinesOfAFieldInTheirOrder(Container.Kind kind) throws Exception {
    try (Site site =
        answering("X-B: 9", "X-A: 1", "X-B: 2", "X-A: 3", "X-A: 2", "X-B: 1, 0").on(kind).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
      assertThat(hit.all("X-A")).isEqualTo(miss.all("X-A")).containsExactly("1", "3", "2");
      assertThat(hit.all("X-B")).isEqualTo(miss.all("X-B")).containsExactly("9", "2", "1, 0");
      assertThat(own(hit)).containsExactlyInAnyOrderElementsOf(own(miss));
    }
  }

  /** Tomcat shows nobody that it has a line twice. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TOMCAT")
  void aHitHasALineAsOftenAsItWasWritten(Container.Kind kind) throws Exception {
    try (Site site = answering("X-A: 1", "X-A: 3", "X-B: 2", "X-A: 1", "X-B: 2").on(kind).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
      assertThat(hit.all("X-A")).isEqualTo(miss.all("X-A")).containsExactly("1", "3", "1");
      assertThat(hit.all("X-B")).isEqualTo(miss.all("X-B")).containsExactly("2", "2");
    }
  }
}
