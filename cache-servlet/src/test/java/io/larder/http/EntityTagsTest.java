package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 9110, 8.8.3. */
class EntityTagsTest {

  @Test
  void aMadeTagIsStrongAndSpelledSafely() {
    assertThat(tag("body", "text/plain", null)).matches("\"[A-Za-z0-9_-]{32}\"");
  }

  @Test
  void equalInputHasEqualTagsOnEveryMachine() {
    // Any change of this value makes every client fetch again what it has: not without need.
    assertThat(tag("body", "text/plain", null)).isEqualTo("\"qTyegN2HeWH-MH0uy9haivfIwpMEu64b\"");
    assertThat(tag("body", "text/plain", null)).isEqualTo(tag("body", "text/plain", null));
  }

  @Test
  void everyInputCountsAndNoneRunsIntoAnother() {
    Set<String> tags = new HashSet<>();
    String[][] inputs = {
      {"b", "ab", null},
      {"ab", "b", null},
      {"b", "a", "b"},
      {"b", null, "ab"},
      {"bab", null, null},
      {"b", "", "ab"},
      {"b", "ab", ""},
      {"", "bab", null},
      {"", null, null},
      {"", "", ""},
      {"", "", null},
      {"", null, ""},
      {"abb", null, null}
    };
    for (String[] input : inputs) {
      tags.add(tag(input[0], input[1], input[2]));
    }
    assertThat(tags).hasSize(inputs.length);
  }

  private static String tag(String body, String contentType, String contentEncoding) {
    return EntityTags.of(body.getBytes(UTF_8), contentType, contentEncoding);
  }
}
