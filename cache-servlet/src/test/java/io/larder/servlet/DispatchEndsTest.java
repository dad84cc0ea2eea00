package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a request ends whose handler leaves it to a servlet that it dispatches to. */
class DispatchEndsTest {

  /** What the servlet answers that is dispatched to. */
  private static Site site(Container.Kind kind, Site.Handler target) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            target.handle(request, response);
          } else {
            request.startAsync().dispatch();
          }
        };
    return Site.of(handler).on(kind).start();
  }

  private static void awaitEnd(Site site) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10)) // less than after what time nobody waits any more
        .untilAsserted(() -> assertThat(site.filter.loading()).isZero());
  }

  private static boolean isStored(Site site) {
    return site.filter.find(site.key("/a")) instanceof CacheEntry;
  }

  @ParameterizedTest
  @EnumSource
  void itEndsWhereTheTargetWritesLessThanItAnnounced(Container.Kind kind) throws Exception {
    Site.Handler target =
        (request, response) -> {
          response.setContentLength(20_000);
          response.getOutputStream().write(new byte[19_999]);
        };
    try (Site site = site(kind, target)) {
      site.get("/a", "Connection: close");
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itEndsWhereTheTargetThrowsAfterAPartHasLeft(Container.Kind kind) throws Exception {
    Site.Handler target =
        (request, response) -> {
          response.getOutputStream().write(new byte[20_000]);
          response.flushBuffer();
          throw new IllegalStateException("as told");
        };
    try (Site site = site(kind, target)) {
      try (RawClient client = new RawClient(site.container.base())) {
        client.send("GET", "/a", "Connection: close");
        assertThat(client.readBytes(1_000)).hasSize(1_000);
      }
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHalfThatATargetClosesBeforeItThrowsIsNotStored(Container.Kind kind) throws Exception {
    Site.Handler target =
        (request, response) -> {
          response.getOutputStream().print("half");
          response.getOutputStream().close();
          throw new IllegalStateException("as told");
        };
    try (Site site = site(kind, target)) {
      site.get("/a", "Connection: close");
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itEndsWhereTheTargetThrowsAtOnce(Container.Kind kind) throws Exception {
    Site.Handler target =
        (request, response) -> {
          throw new IllegalStateException("as told");
        };
    try (Site site = site(kind, target)) {
      assertThat(site.get("/a", "Connection: close").status()).isEqualTo(500);
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerIsStored(Container.Kind kind) throws Exception {
    try (Site site = site(kind, (request, response) -> response.setHeader("Said", "nothing"))) {
      site.get("/a", "Connection: close");
      awaitEnd(site);
      assertThat(isStored(site)).isTrue();

      RawResponse hit = site.get("/a");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.first("Said")).isEqualTo("nothing");
      assertThat(hit.all("Connection")).doesNotContain("close");
      assertThat(hit.all("Date")).hasSize(1);
      assertThat(hit.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerThatMayNotBeStoredIsNot(Container.Kind kind) throws Exception {
    Site.Handler target = (request, response) -> response.setHeader("Cache-Control", "no-store");
    try (Site site = site(kind, target)) {
      assertThat(site.get("/a", "Connection: close").body()).isEmpty();
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerOfWhichABodyWasAnnouncedIsNotStored(Container.Kind kind) throws Exception {
    try (Site site = site(kind, (request, response) -> response.setContentLength(5))) {
      try (RawClient client = new RawClient(site.container.base())) {
        client.send("GET", "/a", "Connection: close");
      }
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  /** Whoever takes the wrappers off writes what is never seen here. */
  @ParameterizedTest
  @EnumSource
  void whatWentPastIsNoEmptyAnswer(Container.Kind kind) throws Exception {
    Site.Handler target =
        (request, response) -> containers(response).getOutputStream().print("past");
    try (Site site = site(kind, target)) {
      assertThat(site.get("/a", "Connection: close").text()).isEqualTo("past");
      awaitEnd(site);
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWentPastWithoutADispatchIsNoneEither(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> containers(response).getOutputStream().print("past");
    try (Site site = Site.of(handler).on(kind).start()) {
      assertThat(site.get("/a", "Connection: close").text()).isEqualTo("past");
      assertThat(site.get("/a", "Connection: close").text()).isEqualTo("past");
      assertThat(isStored(site)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerWithoutADispatchIsStored(Container.Kind kind) throws Exception {
    try (Site site = Site.of((request, response) -> {}).on(kind).start()) {
      assertThat(site.get("/a").body()).isEmpty();
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  private static HttpServletResponse containers(HttpServletResponse response) {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      inner = wrapper.getResponse();
    }
    return (HttpServletResponse) inner;
  }
}
