package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetch, 3.2.5: CORS protocol and HTTP caches. */
class CorsRulesTest {

  private static final String ACAO = "Access-Control-Allow-Origin";
  private static final List<String> FROM_A = List.of("https://a.example");

  private static List<String> vary(List<String> origins, String... fields) {
    return CorsRules.varied(origins, HttpFields.of(fields)).all("Vary");
  }

  @ParameterizedTest
  @ValueSource(strings = {ACAO, "access-control-allow-origin", "Timing-Allow-Origin"})
  void aResponseThatNamesTheOriginOfItsRequestVariesOnIt(String field) {
    assertThat(vary(FROM_A, field, "https://a.example")).containsExactly("Origin");
    assertThat(vary(FROM_A, field, " HTTPS://A.example ")).containsExactly("Origin");
    assertThat(vary(List.of("null"), field, "null")).containsExactly("Origin");
  }

  @Test
  void oneOfSeveralIsEnough() {
    assertThat(vary(List.of("https://b.example", "https://a.example"), ACAO, "https://a.example"))
        .containsExactly("Origin");
    assertThat(vary(FROM_A, ACAO, "*", ACAO, "https://a.example")).containsExactly("Origin");
  }

  @Test
  void whatElseItVariesOnStays() {
    assertThat(vary(FROM_A, "Vary", "Accept", ACAO, "https://a.example"))
        .containsExactly("Accept", "Origin");
  }

  @Test
  void whatSaysItAlreadyIsNotTouched() {
    for (String said : List.of("Origin", "accept, origin", "*")) {
      HttpFields fields = HttpFields.of("Vary", said, ACAO, "https://a.example");
      assertThat(CorsRules.varied(FROM_A, fields)).isSameAs(fields);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "https://b.example", "null", ""})
  void whatNamesAnotherOrEverybodyIsTheSameForAll(String allowed) {
    assertThat(vary(FROM_A, ACAO, allowed)).isEmpty();
  }

  @Test
  void aRequestWithoutOriginHasNoneToName() {
    assertThat(vary(List.of(), ACAO, "https://a.example")).isEmpty();
    assertThat(vary(FROM_A, "Content-Type", "text/html")).isEmpty();
  }
}
