package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are stale, and those that a client does not want as they are, are validated. */
class ValidatedPagesTest {

  private final AtomicLong now = new AtomicLong();
  private final Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
  private final List<String> conditions = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<Site.Handler> handler = new AtomicReference<>(this::tagged);
  private Site site;

  private Site start(Container.Kind kind, String rules) throws Exception {
    site =
        Site.of(
                (request, response) -> {
                  conditions.add(
                      request.getHeader("If-None-Match")
                          + " "
                          + request.getHeader("If-Modified-Since"));
                  handler.get().handle(request, response);
                })
            .on(kind)
            .over(larder)
            .rules(rules)
            .start();
    return site;
  }

  @AfterEach
  void stop() {
    if (site != null) {
      site.close();
    }
    larder.close();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void tagged(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws java.io.IOException {
    response.setHeader("ETag", "\"v1\"");
    response.setHeader("X-Run", "" + site.runs());
    if ("\"v1\"".equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
    } else {
      response.getWriter().print("the page");
    }
  }

  private static String status(RawResponse response) {
    return response.first("Cache-Status");
  }

  @Nested
  class Stale {

    @ParameterizedTest
    @EnumSource
    void isServedAgainWhenTheHandlerHasConfirmedIt(Container.Kind kind) throws Exception {
      start(kind, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));

      RawResponse confirmed = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(conditions).containsExactly("null null", "\"v1\" null");
      assertThat(confirmed.status()).isEqualTo(200);
      assertThat(confirmed.text()).isEqualTo("the page");
      assertThat(confirmed.all("X-Run")).containsExactly("2");
      assertThat(status(confirmed)).isEqualTo("larder; fwd=stale; fwd-status=304; stored");
      assertThat(status(hit)).isEqualTo("larder; hit; ttl=30");
      assertThat(hit.text()).isEqualTo("the page");
      assertThat(hit.first("X-Run")).isEqualTo("2");
    }

    /** RFC 9110 8.6: it may say the length of the page that it confirms. */
    @ParameterizedTest
    @EnumSource
    void isConfirmedByA304ThatSaysALength(Container.Kind kind) throws Exception {
      handler.set(
          (request, response) -> {
            if (request.getHeader("If-None-Match") != null) {
              response.setContentLength("the page".length());
            }
            tagged(request, response);
          });
      start(kind, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));

      RawResponse confirmed = site.get("/a");

      assertThat(confirmed.status()).isEqualTo(200);
      assertThat(confirmed.text()).isEqualTo("the page");
      assertThat(status(confirmed)).isEqualTo("larder; fwd=stale; fwd-status=304; stored");
    }

    @ParameterizedTest
    @EnumSource
    void isConfirmedByAnErrorThatIsNoneAndByAnAsynchronousHandler(Container.Kind kind)
        throws Exception {
      start(kind, "/* ttl=30s keep=10m");
      site.get("/a");
      for (Site.Handler each :
          List.<Site.Handler>of(
              (request, response) -> response.sendError(304),
              (request, response) -> {
                var context = request.startAsync();
                context.start(
                    () -> {
                      response.setStatus(304);
                      context.complete();
                    });
              })) {
        pass(Duration.ofSeconds(31));
        handler.set(each);
        RawResponse confirmed = site.get("/a");

        assertThat(confirmed.text()).isEqualTo("the page");
        assertThat(status(confirmed)).isEqualTo("larder; fwd=stale; fwd-status=304; stored");
        assertThat(status(site.get("/a"))).isEqualTo("larder; hit; ttl=30");
      }
    }

    @Test
    void isReplacedByAnotherPage() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set(
          (request, response) -> {
            response.setHeader("ETag", "\"v2\"");
            response.getWriter().print("another");
          });

      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=stale; stored");
      assertThat(site.get("/a").text()).isEqualTo("another");
    }

    @Test
    void isGoneWhenItIsKeptNoLonger() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(30).plusMinutes(10));

      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(conditions).containsExactly("null null", "null null");
    }

    @Test
    void isNotAskedForWithATagThatTheHandlerDoesNotKnow() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s staleIfError=10m");
      handler.set((request, response) -> response.getWriter().print("untagged"));
      assertThat(site.get("/a").first("ETag")).isNotNull();
      pass(Duration.ofSeconds(31));

      site.get("/a");
      assertThat(conditions).containsExactly("null null", "null null");
    }

    @Test
    void withoutAValidatorIsNotKept() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      handler.set((request, response) -> response.getWriter().print("untagged"));
      site.get("/a");
      pass(Duration.ofSeconds(31));

      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=uri-miss; stored");
    }

    @Test
    void answersTheClientsOwnConditionWhenItIsConfirmed() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));

      RawResponse none = site.get("/a", "If-None-Match: \"v1\"");
      assertThat(none.status()).isEqualTo(304);
      assertThat(none.text()).isEmpty();
      pass(Duration.ofSeconds(31));
      RawResponse other = site.get("/a", "If-None-Match: \"other\"");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.text()).isEqualTo("the page");
      assertThat(conditions).containsExactly("null null", "\"v1\" null", "\"v1\" null");
    }

    @Test
    void isServedInPlaceOfAFailureOnlyIfThatIsAllowed() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set((request, response) -> response.setStatus(503));
      assertThat(site.get("/a").status()).isEqualTo(503);

      handler.set(ValidatedPagesTest.this::tagged);
      assertThat(status(site.get("/a"))).as("what is kept is still there").contains("304");
    }

    @Test
    void hasEndedWhenA304SaysThatItMustNotBeStored() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set(
          (request, response) -> {
            response.setHeader("ETag", "\"v1\"");
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(304);
          });

      RawResponse last = site.get("/a");
      assertThat(last.text()).isEqualTo("the page");
      assertThat(status(last)).isEqualTo("larder; fwd=stale; fwd-status=304; detail=no-store");
      handler.set(ValidatedPagesTest.this::tagged);
      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=uri-miss; stored");
    }

    @Test
    void isNotUpdatedByA304AboutSomethingElse() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set(
          (request, response) -> {
            response.setHeader("ETag", "\"v2\"");
            response.setStatus(304);
          });

      assertThat(status(site.get("/a"))).contains("detail=not-selected");
      handler.set(ValidatedPagesTest.this::tagged);
      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=uri-miss; stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "max-age=0", "s-maxage=0, max-age=50"})
    void fromTheStartIsKeptAndValidatedEachTime(String control) throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s keep=10m");
      handler.set(
          (request, response) -> {
            response.setHeader("Cache-Control", control);
            tagged(request, response);
          });
      assertThat(status(site.get("/a"))).isEqualTo("larder; fwd=uri-miss; stored");

      for (int i = 0; i < 2; i++) {
        RawResponse again = site.get("/a");
        assertThat(again.text()).isEqualTo("the page");
        assertThat(status(again)).isEqualTo("larder; fwd=stale; fwd-status=304; stored");
      }
    }
  }

  @Nested
  class Heads {

    @ParameterizedTest
    @EnumSource
    void thatSayTheSameMakeAPageFresh(Container.Kind kind) throws Exception {
      start(kind, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));

      RawResponse head = site.send("HEAD", "/a");
      assertThat(head.first("ETag")).isEqualTo("\"v1\"");
      assertThat(status(head)).startsWith("larder; fwd=stale");
      RawResponse hit = site.get("/a");
      assertThat(status(hit)).isEqualTo("larder; hit; ttl=30");
      assertThat(hit.first("X-Run")).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void thatSaySomethingElseEndIt(Container.Kind kind) throws Exception {
      start(kind, "/* ttl=30s keep=10m");
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set((request, response) -> response.setHeader("ETag", "\"v2\""));

      site.send("HEAD", "/a");
      site.get("/a");
      assertThat(conditions.get(2)).isEqualTo("null null");
    }
  }

  @Nested
  class Clients {

    private static final String RULE = "/* ttl=30s keep=10m clientDirectives";

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "10 | no-cache       | larder; fwd=request; fwd-status=304; stored",
          "10 | max-age=5      | larder; fwd=request; fwd-status=304; stored",
          "10 | max-age=15     | larder; hit; ttl=20",
          "10 | min-fresh=25   | larder; fwd=request; fwd-status=304; stored",
          "10 | min-fresh=15   | larder; hit; ttl=20",
          "10 | only-if-cached | larder; hit; ttl=20",
          "10 | no-store       | larder; fwd=request",
          "40 | max-stale=5    | larder; fwd=stale; fwd-status=304; stored",
          "40 | max-stale=15   | larder; hit; ttl=-10; detail=max-stale",
          "40 | max-stale      | larder; hit; ttl=-10; detail=max-stale",
          "40 | only-if-cached | larder; detail=only-if-cached",
        })
    void decideAboutAPageOfThatAge(long seconds, String control, String expected) throws Exception {
      start(Container.Kind.JETTY, RULE);
      site.get("/a");
      pass(Duration.ofSeconds(seconds));

      assertThat(status(site.get("/a", "Cache-Control: " + control))).isEqualTo(expected);
    }

    @Test
    void thatWantWhatIsStoredOrNothingGetNothingWhereNothingIs() throws Exception {
      start(Container.Kind.JETTY, RULE);
      RawResponse none = site.get("/a", "Cache-Control: only-if-cached");

      assertThat(none.status()).isEqualTo(504);
      assertThat(site.runs()).isZero();
    }

    @Test
    void neverGetAStalePageThatForbidsIt() throws Exception {
      start(Container.Kind.JETTY, RULE);
      handler.set(
          (request, response) -> {
            response.setHeader("Cache-Control", "max-age=30, must-revalidate");
            tagged(request, response);
          });
      site.get("/a");
      pass(Duration.ofSeconds(40));

      assertThat(status(site.get("/a", "Cache-Control: max-stale"))).contains("fwd=stale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "no-store", "max-age=0", "min-fresh=1000"})
    void makeNoHandlerRunUnlessTheyMay(String control) throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s");
      site.get("/a");

      assertThat(status(site.get("/a", "Cache-Control: " + control))).contains("hit");
      assertThat(status(site.get("/a", "Pragma: no-cache"))).contains("hit");
      assertThat(site.runs()).isEqualTo(1);
    }
  }
}
