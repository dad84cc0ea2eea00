package io.larder.http;

import static io.larder.http.RequestVerdict.INVALIDATE;
import static io.larder.http.RequestVerdict.LOOK_UP;
import static io.larder.http.RequestVerdict.PASS_AUTHORIZATION;
import static io.larder.http.RequestVerdict.PASS_CONDITIONS;
import static io.larder.http.RequestVerdict.PASS_METHOD;
import static io.larder.http.RequestVerdict.PASS_PRINCIPAL;
import static io.larder.http.RequestVerdict.PASS_REQUEST_BODY;
import static io.larder.http.RequestVerdict.PASS_REQUEST_DIRECTIVE;
import static io.larder.http.RequestVerdict.PASS_SESSION;
import static io.larder.http.RequestVerdict.PASS_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

  @Nested
  class Methods {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void getAndHeadAreLookedUp(String method) {
      assertThat(judge(method)).isEqualTo(LOOK_UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT", "PROPFIND", "QUERY"})
    void otherSafeOnesPass(String method) {
      assertThat(judge(method)).isEqualTo(PASS_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "MERGE", "get", "FROBNICATE", ""})
    void unsafeAndUnknownOnesInvalidate(String method) {
      assertThat(judge(method)).isEqualTo(INVALIDATE);
    }

    @Test
    void anUnsafeOneInvalidatesWhoeverSendsIt() {
      RequestHead request =
          new RequestHead("POST", HttpFields.of("Authorization", "x"), true, true);
      assertThat(RequestRules.judge(request, RequestOptions.DEFAULT)).isEqualTo(INVALIDATE);
    }
  }

  @Nested
  class MethodsOfARule {
    private RequestVerdict judge(String method, Set<String> methods, String... fields) {
      return RequestRules.judge(
          RequestHead.anonymous(method, HttpFields.of(fields)),
          RequestOptions.DEFAULT.withMethods(methods));
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUERY", "POST"})
    void areLookedUpWithTheirContent(String method) {
      assertThat(judge(method, CachedMethods.ALL, "Content-Length", "3")).isEqualTo(LOOK_UP);
      assertThat(judge(method, CachedMethods.ALL, "Authorization", "x"))
          .isEqualTo(PASS_AUTHORIZATION);
    }

    @Test
    void areThoseAlone() {
      assertThat(judge("GET", Set.of("QUERY"))).isEqualTo(PASS_METHOD);
      assertThat(judge("HEAD", Set.of("QUERY"))).isEqualTo(PASS_METHOD);
      assertThat(judge("QUERY", Set.of("POST"))).isEqualTo(PASS_METHOD);
      assertThat(judge("POST", Set.of("QUERY"))).isEqualTo(INVALIDATE);
      assertThat(judge("query", CachedMethods.ALL)).isEqualTo(INVALIDATE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "Range"
        })
    void doNotJudgeTheConditionsOfAPost(String field) {
      assertThat(judge("POST", CachedMethods.ALL, field, "x")).isEqualTo(PASS_CONDITIONS);
      assertThat(judge("QUERY", CachedMethods.ALL, field, "x")).isEqualTo(LOOK_UP);
    }

    @Test
    void areNoneWhoseAnswersAreNeverStored() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RequestOptions.DEFAULT.withMethods(Set.of("PUT")))
          .withMessage("The answer to PUT is never stored: name GET, QUERY or POST");
    }
  }

  @Nested
  class Users {
    @Test
    void authorizationPasses() {
      assertThat(judge("GET", "authorization", "Basic eA==")).isEqualTo(PASS_AUTHORIZATION);
    }

    @Test
    void anEmptyAuthorizationPassesToo() {
      assertThat(judge("GET", "Authorization", "")).isEqualTo(PASS_AUTHORIZATION);
    }

    @Test
    void aPrincipalPasses() {
      RequestHead request = new RequestHead("GET", HttpFields.empty(), true, false);
      assertThat(RequestRules.judge(request, RequestOptions.DEFAULT)).isEqualTo(PASS_PRINCIPAL);
    }

    @Test
    void aSessionPasses() {
      RequestHead request = new RequestHead("HEAD", HttpFields.empty(), false, true);
      assertThat(RequestRules.judge(request, RequestOptions.DEFAULT)).isEqualTo(PASS_SESSION);
    }

    @ParameterizedTest
    @EnumSource(
        value = AuthenticatedUse.class,
        names = {"IF_RESPONSE_ALLOWS", "SHARE"})
    void aRuleCanHaveThemLookedUp(AuthenticatedUse use) {
      RequestHead request = new RequestHead("GET", HttpFields.of("Authorization", "x"), true, true);
      assertThat(RequestRules.judge(request, RequestOptions.DEFAULT.withAuthenticated(use)))
          .isEqualTo(LOOK_UP);
    }

    @Test
    void aCookieAloneIsNoUser() {
      assertThat(judge("GET", "Cookie", "theme=dark")).isEqualTo(LOOK_UP);
    }
  }

  @Nested
  class ContentAndProtocols {
    @ParameterizedTest
    @CsvSource({
      "Content-Length, 0, LOOK_UP",
      "Content-Length, 1, PASS_REQUEST_BODY",
      "Content-Length, x, PASS_REQUEST_BODY",
      "Transfer-Encoding, chunked, PASS_REQUEST_BODY",
      "Upgrade, websocket, PASS_UPGRADE",
      "Upgrade, 'h2c, websocket', PASS_UPGRADE",
      "Upgrade, h2c, LOOK_UP",
      "Upgrade, H2C, LOOK_UP",
      "Range, bytes=0-1, LOOK_UP",
      "If-None-Match, *, LOOK_UP",
      "Cookie, a=b, LOOK_UP"
    })
    void oneField(String name, String value, RequestVerdict verdict) {
      assertThat(judge("GET", name, value)).isEqualTo(verdict);
    }
  }

  @Nested
  class Rfc9111Section5_2_1 {
    private static final RequestOptions HONOUR =
        RequestOptions.DEFAULT.withHonourRequestDirectives(true);

    @ParameterizedTest
    @CsvSource({
      "Cache-Control, no-store, PASS_REQUEST_DIRECTIVE",
      "Cache-Control, 'max-age=60, NO-STORE', PASS_REQUEST_DIRECTIVE",
      "Cache-Control, 'no-store, only-if-cached', LOOK_UP",
      "Cache-Control, no-cache, LOOK_UP",
      "Cache-Control, only-if-cached, LOOK_UP",
      "Cache-Control, max-age=60, LOOK_UP",
      "Pragma, no-cache, LOOK_UP",
      "Pragma, no-store, LOOK_UP"
    })
    void directivesAreHonouredOnlyIfAskedFor(String name, String value, RequestVerdict verdict) {
      assertThat(judge("GET", name, value)).isEqualTo(LOOK_UP);
      RequestHead request = RequestHead.anonymous("GET", HttpFields.of(name, value));
      assertThat(RequestRules.judge(request, HONOUR)).isEqualTo(verdict);
    }
  }

  @Nested
  class Reasons {
    @ParameterizedTest
    @CsvSource({
      "PASS_METHOD, larder; fwd=method",
      "INVALIDATE, larder; fwd=method",
      "PASS_AUTHORIZATION, larder; fwd=bypass; detail=authorization",
      "PASS_PRINCIPAL, larder; fwd=bypass; detail=principal",
      "PASS_SESSION, larder; fwd=bypass; detail=session",
      "PASS_UPGRADE, larder; fwd=bypass; detail=upgrade",
      "PASS_REQUEST_BODY, larder; fwd=bypass; detail=request-body",
      "PASS_REQUEST_DIRECTIVE, larder; fwd=request"
    })
    void everyVerdictButALookUpSaysWhy(RequestVerdict verdict, String cacheStatus) {
      assertThat(verdict.cacheStatus()).hasToString(cacheStatus);
      assertThat(verdict.action().name()).isEqualTo(verdict.name().replaceAll("_.*", ""));
    }

    @Test
    void ofALookUpNothingIsKnownYet() {
      assertThat(LOOK_UP.cacheStatus()).isNull();
      assertThat(LOOK_UP.action()).isEqualTo(RequestVerdict.Action.LOOK_UP);
    }

    @Test
    void allPassesAreCovered() {
      assertThat(RequestVerdict.values())
          .containsExactlyInAnyOrder(
              LOOK_UP,
              INVALIDATE,
              PASS_METHOD,
              PASS_UPGRADE,
              PASS_REQUEST_BODY,
              PASS_CONDITIONS,
              PASS_AUTHORIZATION,
              PASS_PRINCIPAL,
              PASS_SESSION,
              PASS_REQUEST_DIRECTIVE);
    }
  }

  @Nested
  class FieldsToCopy {
    @Test
    void theNamedFieldsAloneGiveTheSameVerdict() {
      List<HttpFields> requests =
          List.of(
              HttpFields.of("Authorization", "x", "Accept", "y"),
              HttpFields.of("Accept", "y", "Upgrade", "websocket"),
              HttpFields.of("Transfer-Encoding", "chunked", "Host", "h"),
              HttpFields.of("content-length", "3", "Host", "h"),
              HttpFields.of("cache-control", "no-store", "Host", "h"));
      RequestOptions options = RequestOptions.DEFAULT.withHonourRequestDirectives(true);
      for (HttpFields all : requests) {
        HttpFields named =
            all.retain(name -> RequestRules.FIELDS.stream().anyMatch(name::equalsIgnoreCase));
        assertThat(named.size()).isEqualTo(1);
        assertThat(RequestRules.judge(RequestHead.anonymous("GET", named), options))
            .isEqualTo(RequestRules.judge(RequestHead.anonymous("GET", all), options))
            .isNotEqualTo(LOOK_UP);
      }
    }
  }

  private static RequestVerdict judge(String method, String... fields) {
    return RequestRules.judge(
        RequestHead.anonymous(method, HttpFields.of(fields)), RequestOptions.DEFAULT);
  }
}
