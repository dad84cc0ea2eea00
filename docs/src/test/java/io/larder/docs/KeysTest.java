package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.key.NoKey;
import io.larder.servlet.CacheRule;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The keys in docs/keys.md are those that the code makes. */
class KeysTest {

  private static final DocPage PAGE = DocPage.of("docs/keys.md");

  @TestFactory
  Stream<DynamicTest> theCanonicalForm() {
    return PAGE.rows("request").stream()
        .map(row -> test("/*", row.code(0), row.cells().get(1), row.name(1)));
  }

  @TestFactory
  Stream<DynamicTest> whatARuleCanChange() {
    return PAGE.rows("rule").stream()
        .map(row -> test(row.name(0), row.code(1), row.cells().get(2), row.name(2)));
  }

  @Test
  void aLongKeyIsAsThePageSays() {
    String key = key("/*", List.of("http://localhost/u?q=" + "a".repeat(400)));

    assertThat(key).hasSize(200).matches("http://localhost/u\\?q=a+#sha256=[0-9a-f]{64}");
  }

  private static DynamicTest test(String rule, List<String> request, String cell, String expected) {
    return DynamicTest.dynamicTest(
        rule + " " + request,
        () ->
            assertThat(key(rule, request))
                .isEqualTo(cell.startsWith("no key") ? refusal(expected) : expected));
  }

  private static String key(String rule, List<String> request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request.stream()
        .skip(1)
        .map(header -> header.split(": ", 2))
        .forEach(header -> headers.put(header[0], header[1]));
    try {
      return CacheRule.parse(rule).key(URI.create(request.get(0)), headers);
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** The sentence that belongs to a token. */
  private static String refusal(String token) {
    NoKey reason =
        Arrays.stream(NoKey.values())
            .filter(each -> each.token().equals(token))
            .findFirst()
            .orElseThrow();
    try {
      return reason.orElseThrow();
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
