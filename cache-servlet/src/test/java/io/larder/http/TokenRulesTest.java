package io.larder.http;

import static io.larder.http.Refusal.CSRF_TOKEN;
import static io.larder.http.Refusal.NONCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is good for one use alone. */
class TokenRulesTest {

  private static final HttpFields HTML = HttpFields.of("Content-Type", "text/html;charset=utf-8");

  private static @Nullable Refusal inBody(HttpFields fields, String body) {
    return TokenRules.ofBody(fields, () -> body.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Refusal inHtml(String body) {
    return inBody(HTML, "<!doctype html><p>page</p>" + body + "<p>end</p>");
  }

  @Nested
  class InFields {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "script-src 'nonce-abc'",
          "default-src 'self'; script-src 'self' 'NONCE-abc='",
          "script-src 'strict-dynamic' 'nonce-r4nd0m' https:"
        })
    void aNonceIsFound(String policy) {
      assertThat(TokenRules.ofHead(HttpFields.of("Content-Security-Policy", policy)))
          .isEqualTo(NONCE);
      assertThat(TokenRules.ofHead(HttpFields.of("content-security-policy-report-only", policy)))
          .isEqualTo(NONCE);
      assertThat(
              TokenRules.ofHead(
                  HttpFields.of(
                      "Content-Security-Policy",
                      "default-src 'self'",
                      "Content-Security-Policy",
                      policy)))
          .isEqualTo(NONCE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "default-src 'self'",
          "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
          "script-src https://nonce-cdn.example",
          "script-src 'self'; report-uri /csp?nonce-less"
        })
    void aPolicyThatIsTheSameForAllIsNot(String policy) {
      assertThat(TokenRules.ofHead(HttpFields.of("Content-Security-Policy", policy))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "X-CSRF-Token",
          "X-CSRF-TOKEN",
          "x-xsrf-token",
          "XSRF-TOKEN",
          "X-CSRFToken",
          "CSRF-Token",
          "RequestVerificationToken"
        })
    void aTokenIsFound(String name) {
      assertThat(TokenRules.ofHead(HttpFields.of(name, "abc"))).isEqualTo(CSRF_TOKEN);
      assertThat(TokenRules.ofHead(HttpFields.of(name, " "))).isNull();
    }

    @Test
    void otherFieldsAreNot() {
      assertThat(TokenRules.ofHead(HttpFields.of("ETag", "\"'nonce-a'\"", "X-Token", "a")))
          .isNull();
    }
  }

  @Nested
  class InBodies {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<input type=\"hidden\" name=\"_csrf\" value=\"abc\">",
          "<input type='hidden' value='abc' name='_csrf'/>",
          "<INPUT NAME=_CSRF VALUE=abc>",
          "<input\n  name = \"csrfmiddlewaretoken\"\n  value = \"abc\" >",
          "<input name=\"authenticity_token\" value=\"a\">",
          "<input name=\"__RequestVerificationToken\" value=\"a\">",
          "<input name=\"javax.faces.ViewState\" id=\"j_id1\" value=\"-12:34\">",
          "<input name=\"jakarta.faces.ViewState\" value=\"-12:34\">",
          "<input name=\"org.apache.struts.taglib.html.TOKEN\" value=\"a\">",
          "<input name=\"OWASP_CSRFTOKEN\" value=\"a\">",
          "<meta name=\"csrf-token\" content=\"abc\">",
          "<meta content='abc' name='_csrf'>",
          "<script>var form = '<input name=\"_csrf\" value=\"abc\">';</script>",
          "<!-- <input name=\"_csrf\" value=\"abc\"> -->",
          "<input name=\"<input name=\"_csrf\" value=\"abc\">",
          "<a title=\"<\"><input name=\"_csrf\" value=\"abc\""
        })
    void aTokenIsFound(String html) {
      assertThat(inHtml(html)).isEqualTo(CSRF_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<script nonce=\"abc\">1</script>",
          "<script src='/a.js' nonce='abc'></script>",
          "<style nonce=abc>",
          "<link rel=preload nonce=\"abc\" href=\"/a\">",
          "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'nonce-abc'\">"
        })
    void aNonceIsFound(String html) {
      assertThat(inHtml(html)).isEqualTo(NONCE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<input name=\"_csrf\" value=\"\">",
          "<input name=\"_csrf\">",
          "<meta name=\"csrf-token\" content=\"\">",
          "<meta name=\"description\" content=\"what a csrf-token is\">",
          "<meta name=\"csrf-param\" content=\"authenticity_token\">",
          "<input name=\"jakarta.faces.ViewState\" value=\"stateless\">",
          "<input name=\"q\" value=\"_csrf\">",
          "<inputs name=\"_csrf\" value=\"a\">",
          "<script nonce>1</script>",
          "<script nonce=\"\">1</script>",
          "<p nonce=\"abc\">a paragraph has none</p>",
          "&lt;input name=\"_csrf\" value=\"abc\"&gt;",
          "<p>The source 'nonce-abc' allows one script.</p>",
          "<",
          "<input",
          "<input name=",
          "<input name=\"",
          "<input =\"_csrf\" =a>",
          "<meta/"
        })
    void whatIsTheSameForAllIsNot(String html) {
      assertThat(inHtml(html)).isNull();
      assertThat(inBody(HTML, html)).isNull();
    }

    @Test
    void onlyPagesAreRead() {
      String token = "<input name=\"_csrf\" value=\"abc\">";
      for (String type : new String[] {"TEXT/HTML", "application/xhtml+xml", "text/html ; a=b"}) {
        assertThat(inBody(HttpFields.of("Content-Type", type), token)).isEqualTo(CSRF_TOKEN);
      }
      for (String type : new String[] {"text/plain", "application/json", "text/css", ""}) {
        assertThat(inBody(HttpFields.of("Content-Type", type), token)).isNull();
      }
      // Browsers look for themselves what that is.
      assertThat(inBody(HttpFields.empty(), token)).isEqualTo(CSRF_TOKEN);
    }

    @Test
    void aValueThatGoesOnForLongIsThere() {
      String state = "<input name=\"javax.faces.ViewState\" value=\"" + "a".repeat(100_000) + "\">";
      assertThat(inHtml(state)).isEqualTo(CSRF_TOKEN);
    }

    @Test
    void anyBytesAreReadInTime() {
      Random random = new Random(5);
      String alphabet = "<>\"'= /nameinputmetascriptvalue_csrf";
      for (int i = 0; i < 2_000; i++) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(200); length > 0; length--) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        inHtml(text.toString());
      }
    }

    @Test
    void tagsWithinTagsCostNoMoreThanAPage() {
      // Each would be read for 2 KB: 350 MB for a page of 1 MB. Nobody knows what it has.
      assertThat(inBody(HTML, "<input \"".repeat(1 << 17))).isEqualTo(CSRF_TOKEN);
      // And what has many, as large forms have, is read through.
      assertThat(inBody(HTML, "<input name=\"a\" value=\"b\">\n".repeat(1 << 15))).isNull();
    }
  }
}
