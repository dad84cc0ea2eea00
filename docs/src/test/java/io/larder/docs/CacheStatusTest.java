package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.key.NoKey;
import io.larder.http.CacheStatus;
import io.larder.http.Refusal;
import io.larder.http.RequestVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/http-caching.md explains each detail that Cache-Status can have, and no other. */
class CacheStatusTest {

  private static final Pattern TOKEN = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");

  @Test
  void everyDetailIsExplained() throws ClassNotFoundException {
    List<String> documented =
        DocPage.of("docs/http-caching.md").rows("detail").stream().map(row -> row.name(0)).toList();

    Set<String> known = new TreeSet<>();
    Stream.of(NoKey.values()).map(NoKey::token).forEach(known::add);
    Stream.of(Refusal.values()).map(Refusal::token).forEach(known::add);
    Stream.of(RequestVerdict.values())
        .map(RequestVerdict::cacheStatus)
        .filter(Objects::nonNull)
        .map(CacheStatus::value)
        .filter(value -> value.contains("detail="))
        .map(value -> value.replaceFirst(".*detail=", ""))
        .forEach(known::add);
    // What the capture knows, by the names of its constants.
    Stream.of(Class.forName("io.larder.servlet.Reason").getEnumConstants())
        .map(each -> each.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
        .forEach(known::add);
    known.addAll(saidByTheFilter());
    known.add("shadow:…");
    known.add("read:…"); // with what was read, see Reading

    assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(known);
  }

  /** The tokens in the source of the filter, where a detail is set. */
  private static Set<String> saidByTheFilter() {
    Set<String> said =
        Repository.files("cache-servlet/src/main/java/io/larder/servlet", ".java").stream()
            .flatMap(
                file ->
                    Repository.read(file)
                        .lines()
                        .filter(
                            line ->
                                file.endsWith("FillJudge.java")
                                    || file.endsWith("Kept.java")
                                    || file.endsWith("Shelf.java")
                                    || line.contains("detail(")
                                    || line.contains("bypass(")))
            .flatMap(line -> TOKEN.matcher(line).results())
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(said).contains("do-not-store", "bypass-when", "not-shared");
    return said;
  }
}
