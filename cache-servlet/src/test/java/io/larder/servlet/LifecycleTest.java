package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  private final AtomicReference<Object> published = new AtomicReference<>();

  private final Site.Counting servlet =
      new Site.Counting(
          (request, response) -> {
            published.set(request.getServletContext().getAttribute(Larder.class.getName()));
            response.getWriter().print("x");
          });

  @ParameterizedTest
  @EnumSource
  void aFilterThatOpensItsLarderPublishesItAndClosesIt(Container.Kind kind) throws Exception {
    CacheFilter first = new CacheFilter();
    CacheFilter second = new CacheFilter();
    Larder larder;
    try (Container container =
        kind.start(
            new App()
                .filter("/a", first, Map.of("rules", "/a ttl=30s", "store", "memory:?maxBytes=1MB"))
                .filter(
                    "/b", second, Map.of("rules", "/b ttl=30s", "store", "memory:?maxBytes=1MB"))
                .servlet("/*", servlet))) {
      RawClient.exchange(container.base(), "GET", "/a");
      RawClient.exchange(container.base(), "GET", "/b");
      larder = (Larder) published.get();

      for (String key : new String[] {"http://127.0.0.1/a", "http://127.0.0.1/b"}) {
        assertThat(larder.pages().find(key)).isInstanceOf(CacheEntry.class);
        assertThat(first.find(key)).isInstanceOf(CacheEntry.class);
        assertThat(second.find(key)).isInstanceOf(CacheEntry.class);
      }
      first.evict("http://127.0.0.1/a");
      assertThat(second.find("http://127.0.0.1/a")).isInstanceOf(Miss.class);
    }
    assertThatIllegalStateException().isThrownBy(() -> larder.pages().find("x"));
  }

  @Test
  void aLarderThatTheApplicationOpenedStaysOpen() throws Exception {
    try (Larder larder = Larder.open("memory:")) {
      CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=30s").build();
      for (int i = 0; i < 2; i++) {
        try (Container container =
            Container.Kind.JETTY.start(new App().filter("/*", filter).servlet("/*", servlet))) {
          RawClient.exchange(container.base(), "GET", "/a");
        }
      }

      assertThat(servlet.runs.get()).isOne();
      assertThat(filter.find("http://127.0.0.1/a")).isInstanceOf(CacheEntry.class);
    }
  }

  @Test
  void aStoreThatIsNoneIsRefusedAtStart() {
    assertThatThrownBy(
            () ->
                Container.Kind.JETTY.start(
                    new App()
                        .filter("/*", new CacheFilter(), Map.of("store", "memori:"))
                        .servlet("/*", servlet)))
        .hasStackTraceContaining("memori");
  }

  @Test
  void aStoreThatCannotBeOpenedIsRefusedAtStartToo() {
    App app = new App().filter("/*", new CacheFilter(), Map.of("store", "troubled:"));
    assertThatThrownBy(() -> Container.Kind.JETTY.start(app))
        .hasStackTraceContaining("cannot start: the client is too old: raise its version");
  }

  @Test
  void theEnvironmentSaysWhatIsOpenedWhereTheSettingsDoNot() {
    Map<String, Object> attributes = new ConcurrentHashMap<>();
    ServletContext context = context(attributes);

    OpenedLarder none = OpenedLarder.find(context, null, Map.of("CACHE_TYPE", "null"));
    assertThat(none.larder()).hasToString("Larder[no store]");
    none.close();
    assertThat(attributes).isEmpty();

    try (OpenedLarder memory = OpenedLarder.find(context, null, Map.of())) {
      assertThat(memory.larder().toString()).contains("memory");
      OpenedLarder shared = OpenedLarder.find(context, null, Map.of("CACHE_TYPE", "null"));
      assertThat(shared.larder()).isSameAs(memory.larder());
      shared.close();
      assertThat(memory.larder().health().reachable()).isTrue();
    }
    assertThat(attributes).isEmpty();
  }

  @Test
  void theRestOfTheEnvironmentCountsWithoutAType() {
    Map<String, String> environment = Map.of("CACHE_DEFAULT_TIMEOUT", "77");
    try (OpenedLarder memory =
        OpenedLarder.find(context(new ConcurrentHashMap<>()), null, environment)) {
      assertThat(memory.larder().toString()).contains("memory");
      assertThat(memory.larder().defaultTtl()).hasSeconds(77);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OpenedLarder.find(
                    context(new ConcurrentHashMap<>()),
                    null,
                    Map.of("CACHE_REDIS_URL", "redis://redis:6379/0")))
        .withMessageContaining("CACHE_TYPE");
  }

  @Test
  void aStoreThatIsNotThePublishedOneIsRefused() {
    ServletContext context = context(new ConcurrentHashMap<>());
    String uri = "fake://:secret@127.0.0.1:1/0";
    try (OpenedLarder opened = OpenedLarder.find(context, uri, Map.of())) {
      assertThat(OpenedLarder.find(context, uri, Map.of()).larder()).isSameAs(opened.larder());
      assertThat(OpenedLarder.find(context, null, Map.of()).larder()).isSameAs(opened.larder());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OpenedLarder.find(context, "memory:", Map.of()))
          .withMessageContaining("init-param store")
          .withMessageNotContaining("secret");
    }
    // Once it is closed, another one may take its place.
    OpenedLarder.find(context, "memory:", Map.of()).close();

    context.setAttribute(Larder.class.getName(), Larder.open("none:"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenedLarder.find(context, "none:", Map.of()))
        .withMessageContaining("init-param store");
  }

  @Test
  void aWrongEnvironmentIsRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OpenedLarder.find(
                    context(new ConcurrentHashMap<>()), null, Map.of("CACHE_TYPE", "memcached")))
        .withMessageContaining("CACHE_TYPE");
  }

  @Test
  void aFilterThatDoesNotRunSaysSo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new CacheFilter().find("x"))
        .withMessageContaining("init was not called");
  }

  /** A context that has attributes and nothing else. */
  private static ServletContext context(Map<String, Object> attributes) {
    return (ServletContext)
        Proxy.newProxyInstance(
            LifecycleTest.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAttribute" -> attributes.get((String) arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  case "removeAttribute" -> attributes.remove((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
