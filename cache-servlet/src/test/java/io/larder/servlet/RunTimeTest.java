package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the handler says while it runs. */
class RunTimeTest {

  @Test
  void aHandlersTtlBeatsTheRulesAndItsOwnMaxAge() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=1");
                  FillContext.of(request).ttl(Duration.ofMinutes(10));
                  response.getWriter().print("x");
                })
            .start()) {
      site.get("/a");
      assertThat(site.get("/a").first("Cache-Status")).matches("larder; hit; ttl=(599|600)");
      assertThat(site.get("/a").first("Cache-Control")).isEqualTo("max-age=1");
    }
  }

  @Test
  void aHandlersTagsAreAddedToTheRules() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  FillContext.of(request).tags("own", "more");
                  response.getWriter().print("x");
                })
            .rules("/* ttl=30s tags=rule")
            .start()) {
      for (String tag : new String[] {"own", "more", "rule"}) {
        site.get("/a");
        int runs = site.runs();
        site.larder.invalidate(tag);
        site.get("/a");
        assertThat(site.runs()).isEqualTo(runs + 1);
      }
    }
  }

  @Test
  void aTagThatIsNoneKeepsTheResponseFromBeingStored() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  FillContext.of(request).tags("x".repeat(300));
                  response.getWriter().print("x");
                })
            .start()) {
      site.get("/a");
      assertThat(site.get("/a").status()).isEqualTo(200);
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Test
  void aLateDoNotStoreStillCounts() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.getWriter().print("x");
                  response.flushBuffer();
                  FillContext.of(request).doNotStore();
                })
            .start()) {
      site.get("/a");
      site.get("/a");
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSaidOfAResponseThatHasEndedStillCounts() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.getOutputStream().print("x");
                  response.getOutputStream().close();
                  FillContext.of(request).doNotStore();
                })
            .start()) {
      site.get("/a");
      org.awaitility.Awaitility.await()
          .until(() -> !(site.filter.find(site.key("/a")) instanceof io.larder.cache.CacheEntry));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCachesOwnHeaderDecidesAndIsNeverSent(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("larder-cache-control", "max-age=600");
                  response.getWriter().print("x");
                })
            .on(kind)
            .rules("/* ttl=30s override")
            .start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");
      RawResponse passed = site.get("/a", "Authorization: Basic eDp5");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=(599|600)");
      for (RawResponse each : new RawResponse[] {miss, hit, passed}) {
        assertThat(each.all("Larder-Cache-Control")).isEmpty();
      }
    }
  }

  @Test
  void withoutARuleTheFirstUseTeachesTheFilterThatTheServletDecides() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getRequestURI().equals("/cached")) {
                    FillContext.of(request).ttl(Duration.ofMinutes(1));
                  }
                  response.setHeader("Cache-Control", "max-age=60");
                  response.getWriter().print("x");
                })
            .rules("")
            .start()) {
      assertThat(site.get("/other").all("Cache-Status")).isEmpty();
      assertThat(site.get("/cached").all("Cache-Status")).isEmpty();
      assertThat(site.get("/cached").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(site.get("/cached").first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.get("/other").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=not-asked");
      assertThat(site.get("/other").first("Cache-Status")).doesNotContain("hit");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutARuleTheCachesOwnHeaderTeachesTheFilterToo(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Larder-Cache-Control", "max-age=60");
                  response.getWriter().print("x");
                })
            .on(kind)
            .rules("")
            .start()) {
      RawResponse first = site.get("/a");
      RawResponse second = site.get("/a");
      RawResponse third = site.get("/a");
      assertThat(second.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(third.first("Cache-Status")).startsWith("larder; hit");
      for (RawResponse each : List.of(first, second, third)) {
        assertThat(each.all("Larder-Cache-Control")).isEmpty();
      }
    }
  }

  @Test
  void withoutTheFilterNothingHappens() throws Exception {
    try (Container container =
        Container.Kind.JETTY.start(
            new io.larder.servlet.testing.App()
                .servlet(
                    "/*",
                    new Site.Counting(
                        (request, response) -> {
                          FillContext.of(request).ttl(Duration.ofSeconds(1)).tags("x").doNotStore();
                          response.getWriter().print("x");
                        })))) {
      assertThat(io.larder.servlet.testing.RawClient.exchange(container.base(), "GET", "/a").text())
          .isEqualTo("x");
    }
  }

  @Test
  void aTtlThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FillContext().ttl(Duration.ZERO))
        .withMessageContaining("ttl is PT0S");
  }
}
