package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"quotes", "a", "A-b_c.9", "httpx", "POSTS", "pages", "-", "sha256"})
  void acceptsNames(String name) {
    assertThat(ViewNames.check(name)).isEqualTo(name);
    assertThat(ViewNames.check("x".repeat(64))).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a/b", "{a}", "ô", "a\n", "~", "a%41"})
  void refusesOtherCharacters(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ViewNames.check(name))
        .withMessage(
            "'%s' is no name for a view: use 1 to 64 letters, digits, dots, underscores and"
                + " hyphens",
            name);
    assertThatIllegalArgumentException().isThrownBy(() -> ViewNames.check("x".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "HTTP", "GET", "post", "Delete", "QUERY", "CONNECT"})
  void refusesWhatAPageKeyBeginsWith(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ViewNames.check(name))
        .withMessageContaining("the keys of pages begin with it");
  }

  @Test
  void noPageKeyBeginsAsAViewDoes() {
    Pattern asAView = Pattern.compile("([A-Za-z0-9._-]{1,64}):.*");
    for (String method :
        List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "QUERY",
            "quotes",
            "http",
            "PROPFIND")) {
      for (PageKeys keys :
          List.of(
              PageKeys.effectiveUri(),
              PageKeys.builder().anyHost().build(),
              PageKeys.builder().key(r -> "quotes:ACME").build())) {
        String key = keys.key(FakeRequest.get("/quotes:ACME").method(method)).orNull();
        Matcher matcher = asAView.matcher(key == null ? "" : key);
        if (matcher.matches()) {
          assertThatIllegalArgumentException().isThrownBy(() -> ViewNames.check(matcher.group(1)));
        }
      }
    }
  }

  @Test
  void aTextOfAViewIsEncodedSoFarThatNoTwoAreTheSame() {
    assertThat(ViewNames.key("quotes", "ACME")).isEqualTo("quotes:ACME");
    assertThat(ViewNames.key("quotes", "a {b}\u0000%20ô:c/d"))
        .isEqualTo("quotes:a%20%7Bb%7D%00%2520%C3%B4:c/d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quotes:ACME          | quotes
          quotes:              | quotes
          a.b_c-1:http://h/    | a.b_c-1
          v:2!http://h/        | v
          http://h/x           |
          https://h/x          |
          HTTP://h/x           |
          POST:http://h/x      |
          query:http://h/x     |
          /x:y                 |
          v=2!http://h/x       |
          ~today:x             |
          v=2!~today           |
          nothing              |
          :x                   |
          """)
  void aKeyTellsItsViewOrIsAPages(String key, String view) {
    assertThat(ViewNames.of(key)).isEqualTo(view);
  }
}
