package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9875, and the two fields of surrogates. */
class CacheGroupsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"a\"` | a",
        "`\"a\", \"b\"` | a/b",
        "`\"a\";x=1;y , \"b\"` | a/b",
        "`\"a\", \"A\", \"a\"` | a/A",
        "`\"a\\\"b\\\\\"` | a\"b\\",
        "`\"\"` | ``",
        "`  \"a b\"\t` | a b",
        // one error, and the field says nothing
        "a | none",
        "`\"a\", b` | none",
        "`\"a\", 1` | none",
        "`\"a\", (\"b\")` | none",
        "`\"a\",` | none",
        "`,\"a\"` | none",
        "`\"a\" \"b\"` | none",
        "`\"a` | none",
        "`\"a\\x\"` | none",
        "`\"\u00e9\"` | none",
        "`\"a\";X` | none",
        "`` | none"
      })
  void groups(String value, String groups) {
    List<String> expected = groups.equals("none") ? List.of() : List.of(groups.split("/", -1));
    assertThat(CacheGroups.of(HttpFields.of("Cache-Groups", value))).isEqualTo(expected);
    HttpFields invalidation = HttpFields.of("Cache-Group-Invalidation", value);
    assertThat(CacheGroups.invalidated("POST", invalidation)).isEqualTo(expected);
    assertThat(CacheGroups.of(invalidation)).isEmpty();
  }

  @Test
  void severalLinesAreOneList() {
    HttpFields fields = HttpFields.of("Cache-Groups", "\"a\"", "cache-groups", "\"b\"");
    assertThat(CacheGroups.of(fields)).containsExactly("a", "b");
    assertThat(CacheGroups.of(HttpFields.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void aSafeMethodInvalidatesNoGroup(String method) {
    assertThat(CacheGroups.invalidated(method, HttpFields.of("Cache-Group-Invalidation", "\"a\"")))
        .isEmpty();
  }

  @Test
  void moreThanTheMostAreNotInvalidated() {
    String value =
        IntStream.range(0, 1000).mapToObj(i -> "\"g" + i + "\"").collect(Collectors.joining(","));
    assertThat(CacheGroups.invalidated("POST", HttpFields.of("Cache-Group-Invalidation", value)))
        .hasSize(CacheGroups.MAX)
        .startsWith("g0");
    assertThat(CacheGroups.of(HttpFields.of("Cache-Groups", value))).hasSize(1000);
  }

  @Test
  void aTagIsOneOfItsOriginAndBounded() {
    assertThat(CacheGroups.tag("http://H/x?y", "g")).contains("group:http://h:80 g");
    assertThat(CacheGroups.tag("http://h:80", "g")).isEqualTo(CacheGroups.tag("http://h/", "g"));
    assertThat(CacheGroups.tag("https://h/", "g")).isNotEqualTo(CacheGroups.tag("http://h/", "g"));
    assertThat(CacheGroups.tag("http://h:8/", "0 g"))
        .isNotEqualTo(CacheGroups.tag("http://h:8/", "g"));
    assertThat(CacheGroups.tag("h", "g")).isEmpty();
    assertThat(CacheGroups.tag("http:///x", "g")).isEmpty();
    String longer = "g".repeat(5_000);
    assertThat(CacheGroups.tag("http://h/", longer).orElseThrow())
        .hasSizeLessThan(256)
        .isNotEqualTo(CacheGroups.tag("http://h/", longer + "g").orElseThrow());
  }

  @Property(tries = 2000)
  void noValueMakesItThrow(@ForAll String value, @ForAll String other) {
    CacheGroups.of(HttpFields.of("Cache-Groups", value, "Cache-Groups", other));
    CacheGroups.of(HttpFields.of("Cache-Groups", '"' + value + '"'));
    CacheGroups.tag(value, other);
    SurrogateKeys keys =
        SurrogateKeys.of(HttpFields.of("Surrogate-Key", value, "Cache-Tag", other));
    assertThat(keys.tags())
        .hasSizeLessThanOrEqualTo(SurrogateKeys.MAX)
        .allMatch(it -> it.matches("[!-~]{1,256}"));
  }

  @Nested
  class Surrogates {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Surrogate-Key | `a  b\tc ` | a/b/c | true",
          "Surrogate-Key | b a b | b/a | true",
          "Surrogate-Key | ` ` | `` | true",
          "Surrogate-Key | `a \u00e9 b` | a/b | false",
          "Surrogate-Key | `a,b c` | c | false",
          "Cache-Tag | `a, b ,,c` | a/b/c | true",
          "Cache-Tag | `a b,c` | c | false",
          "Cache-Tag | `a\u0000,c` | c | false",
          "X-Other | a | `` | true"
        })
    void theirTags(String name, String value, String tags, boolean complete) {
      SurrogateKeys keys = SurrogateKeys.of(HttpFields.of(name, value));
      assertThat(String.join("/", keys.tags())).isEqualTo(tags);
      assertThat(keys.complete()).isEqualTo(complete);
    }

    @Test
    void bothFieldsCountAndAllTheirLines() {
      HttpFields fields =
          HttpFields.of("cache-tag", "a,b", "Surrogate-Key", "c a", "Surrogate-Key", "d");
      assertThat(SurrogateKeys.of(fields).tags()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void whatIsTooLongOrTooManyIsKnownToBeMissing() {
      String tag = "t".repeat(SurrogateKeys.MAX_TAG_LENGTH);
      assertThat(SurrogateKeys.of(HttpFields.of("Surrogate-Key", tag)).complete()).isTrue();
      assertThat(SurrogateKeys.of(HttpFields.of("Surrogate-Key", tag + "t")).complete()).isFalse();
      String all = IntStream.range(0, 32).mapToObj(i -> "t" + i).collect(Collectors.joining(" "));
      assertThat(SurrogateKeys.of(HttpFields.of("Surrogate-Key", all)).complete()).isTrue();
      SurrogateKeys more = SurrogateKeys.of(HttpFields.of("Surrogate-Key", all + " x"));
      assertThat(more.complete()).isFalse();
      assertThat(more.tags()).hasSize(SurrogateKeys.MAX);
    }
  }
}
