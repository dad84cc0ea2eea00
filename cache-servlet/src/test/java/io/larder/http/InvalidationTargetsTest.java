package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, 4.4. */
class InvalidationTargetsTest {
  private static final String TARGET = "http://Example.com/a/b?q=1";

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "post", "get", "X"})
  void unsafeAndUnknownMethodsInvalidateTheTarget(String method) {
    assertThat(InvalidationTargets.of(method, TARGET, 200, HttpFields.empty()))
        .containsExactly(TARGET);
  }

  @Test
  void aTargetIsMeantWithoutItsDotSegmentsToo() {
    String target = "http://Example.com/x/../p?q=../r";
    assertThat(InvalidationTargets.of("POST", target, 200, HttpFields.empty()))
        .containsExactly(target, "http://Example.com/p?q=../r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY"})
  void safeMethodsInvalidateNothing(String method) {
    assertThat(InvalidationTargets.of(method, TARGET, 200, HttpFields.of("Location", "/x")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200,1", "204,1", "299,1", "303,1", "399,1", "100,0", "400,0", "404,0", "500,0"})
  void onlyWhatIsNoErrorInvalidates(int status, int count) {
    assertThat(InvalidationTargets.of("POST", TARGET, status, HttpFields.empty())).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/x | http://Example.com/x",
        "/x?y=%2F#z | http://Example.com/x?y=%2F",
        "c | http://Example.com/a/c",
        "./c | http://Example.com/a/c",
        "../c | http://Example.com/c",
        "../../../c | http://Example.com/c",
        "/x/./y/../z | http://Example.com/x/z",
        "/x/.. | http://Example.com/",
        "/x/y/. | http://Example.com/x/y/",
        "/x/.y/..z | http://Example.com/x/.y/..z",
        "?r=2 | http://Example.com/a/b?r=2",
        "` /x ` | http://Example.com/x",
        "//example.com/x | http://Example.com/x",
        "http://example.com/x | http://Example.com/x",
        "HTTP://EXAMPLE.COM:80/x | http://Example.com/x",
        "http://example.com:/x | http://Example.com/x",
        "http://example.com:0080/x | http://Example.com/x",
        "http://example.com | http://Example.com/",
        "http://example.com?x | http://Example.com/?x",
        "/x:y | http://Example.com/x:y",
        "x/y:z | http://Example.com/a/x/y:z"
      })
  void locationAndContentLocationOfTheSameOriginToo(String reference, String uri) {
    for (String name : List.of("Location", "content-location")) {
      assertThat(InvalidationTargets.of("POST", TARGET, 201, HttpFields.of(name, reference)))
          .containsExactly(TARGET, uri);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/x",
        "http://example.com:8080/x",
        "http://example.com:81/x",
        "http://other.example.com/x",
        "http://example.com.evil/x",
        "//evil/x",
        "http://user@example.com/x",
        "http://example.com@evil/x",
        "http://evil\\@example.com/x",
        "http://example.com:80:80/x",
        "http://example.com:080000/x",
        "http://example.com:x/x",
        "http://example.com:6D/x",
        "http:///x",
        "http:x",
        "http:/x",
        "ftp://example.com/x",
        "javascript:alert(1)",
        "1http://example.com/x",
        ":x",
        "/a b",
        "/a\r\nb",
        "/\u00e9",
        "/<x>",
        "",
        "#f",
        "b?q=1"
      })
  void whatIsOfAnotherOriginOrNoUriOrTheTargetItselfAddsNothing(String reference) {
    assertThat(InvalidationTargets.of("POST", TARGET, 200, HttpFields.of("Location", reference)))
        .containsExactly(TARGET);
  }

  @Test
  void aFragmentOfTheTargetIsDropped() {
    assertThat(InvalidationTargets.of("POST", "http://h/#x", 200, HttpFields.empty()))
        .containsExactly("http://h/");
  }

  @Test
  void aTargetThatIsNoUriIsStillInvalidated() {
    assertThat(InvalidationTargets.of("PUT", "/x", 200, HttpFields.of("Location", "/y")))
        .containsExactly("/x");
    assertThat(InvalidationTargets.of("PUT", "\u00e9", 200, HttpFields.of("Location", "/y")))
        .containsExactly("\u00e9");
  }

  @Test
  void aTargetThatNamesAUserHasNoOriginToCompareWith() {
    HttpFields fields = HttpFields.of("Location", "http://user@h/x", "Content-Location", "/y");
    assertThat(InvalidationTargets.of("POST", "http://user@h/", 200, fields))
        .containsExactly("http://user@h/");
  }

  @Test
  void portsAndAddressesAreCompared() {
    HttpFields fields =
        HttpFields.of("Location", "http://[::1]:8080/x", "Content-Location", "http://[::1]/x");
    assertThat(InvalidationTargets.of("POST", "http://[::1]:8080/", 200, fields))
        .containsExactly("http://[::1]:8080/", "http://[::1]:8080/x");
    assertThat(
            InvalidationTargets.of(
                "POST", "https://h:443/", 200, HttpFields.of("Location", "https://H/x")))
        .containsExactly("https://h:443/", "https://h:443/x");
  }

  @Test
  void noAnswerInvalidatesMoreThanAFew() {
    HttpFields.Builder fields = HttpFields.builder();
    for (int i = 0; i < 100; i++) {
      fields.add("Location", "/" + i).add("Location", "/" + i);
    }
    assertThat(InvalidationTargets.of("POST", TARGET, 200, fields.build()))
        .hasSize(InvalidationTargets.MAX)
        .doesNotHaveDuplicates();
    HttpFields longOne = HttpFields.of("Location", "/" + "x".repeat(10_000));
    assertThat(InvalidationTargets.of("POST", TARGET, 200, longOne)).containsExactly(TARGET);
  }

  @Property(tries = 3000)
  void noReferenceMakesItThrowOrLeavesTheOrigin(
      @ForAll("references") String reference, @ForAll("references") String target) {
    assertThat(InvalidationTargets.of("POST", TARGET, 200, HttpFields.of("Location", reference)))
        .allMatch(it -> it.startsWith("http://Example.com/"));
    InvalidationTargets.of("POST", target, 200, HttpFields.of("Location", reference));
  }

  @Provide
  Arbitrary<String> references() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "http:",
            "https:",
            "//",
            "/",
            "..",
            ".",
            "example.com",
            ":80",
            ":",
            "@",
            "?",
            "#",
            "[",
            "]",
            "%2e",
            "\\",
            "x",
            " ",
            "\u0000");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(10).map(it -> String.join("", it)),
        Arbitraries.strings().ofMaxLength(30));
  }

  @Test
  void aUriIsWrittenAsItWasRead() {
    for (String uri : List.of("a:b", "//h", "", "?q", "p", "s://h/p?q")) {
      assertThat(UriText.parse(uri).orElseThrow().text()).isEqualTo(uri);
    }
  }
}
