package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter knows under which key the answer to a URI lies, whoever said what the key is. */
class KeyOfUriTest {

  abstract static class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(getClass().getSimpleName());
    }
  }

  @Cached(ttl = "30s", params = "country")
  static final class Exact extends Answering {
    private static final long serialVersionUID = 1L;
  }

  @Cached(ttl = "30s", key = "{country}")
  static final class Prefix extends Answering {
    private static final long serialVersionUID = 1L;
  }

  @Cached(ttl = "30s", version = "2", cache = "suffixes")
  static final class Suffix extends Answering {
    private static final long serialVersionUID = 1L;
  }

  @Cached(
      ttl = "30s",
      params = {})
  static final class Default extends Answering {
    private static final long serialVersionUID = 1L;
  }

  private final Larder larder = Larder.open("memory:");
  private final CacheFilter filter =
      CacheFilter.builder(larder).rules("/api/ruled/* ignoreParams=utm_* headers=X-Lang").build();

  private Container start(Container.Kind kind) throws Exception {
    return kind.start(
        new App()
            .filter("/*", filter)
            .servlet("/exact", new Exact())
            .servlet("/api/*", new Prefix())
            .servlet("*.json", new Suffix())
            .servlet("/", new Default()));
  }

  @AfterEach
  void close() {
    larder.close();
  }

  @ParameterizedTest
  @EnumSource
  void isTheOneThatTheRequestHas(Container.Kind kind) throws Exception {
    try (Container container = start(kind)) {
      for (String target :
          new String[] {
            "/exact?country=X&y=1",
            "/%65xact?y=2&country=Y",
            "/api?country=X&y=1",
            "/api/a.json?country=Y&y=1",
            "/api/ruled/a%20b?b=1&a=2&utm_source=x",
            "/a.json?b=1&a=2",
            "/a.b/c?y=1",
            "/exact/c?y=1",
          }) {
        URI uri = URI.create("http://127.0.0.1" + target);
        RawResponse first = get(container, target);
        assertThat(first.first("Cache-Status")).as(target).contains("fwd=uri-miss; stored");
        assertThat(filter.find(uri)).as(target).isInstanceOf(CacheEntry.class);
        assertThat(get(container, target).first("Cache-Status")).startsWith("larder; hit");

        assertThat(filter.evict(uri)).isEqualTo(Answer.APPLIED);
        assertThat(filter.find(uri)).as(target).isInstanceOf(Miss.class);
        RawResponse again = get(container, target);
        assertThat(again.first("Cache-Status")).contains("fwd=uri-miss; stored");
        assertThat(again.text()).isEqualTo(first.text());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsFromWhereTheApplicationIs(Container.Kind kind) throws Exception {
    App app = new App().at("/shop").filter("/*", filter).servlet("/exact", new Exact());
    try (Container container = kind.start(app)) {
      String stored = get(container, "/shop/exact?country=X&y=1").first("Cache-Status");
      assertThat(stored).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(filter.find(URI.create("http://127.0.0.1/shop/exact?country=X")))
          .isInstanceOf(CacheEntry.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> filter.key(URI.create("http://127.0.0.1/exact?country=X")))
          .withMessageContaining("outside of this application, which begins at /shop");
    }
  }

  @Test
  void takesHeadersWhereTheKeyHasSome() throws Exception {
    try (Container container = start(Container.Kind.JETTY)) {
      get(container, "/api/ruled/a", "X-Lang: de");
      URI uri = URI.create("http://127.0.0.1/api/ruled/a");

      String key = filter.key(uri, Map.of("x-lang", "de"));
      assertThat(filter.find(key)).isInstanceOf(CacheEntry.class);
      assertThat(filter.find(uri)).isInstanceOf(Miss.class);
    }
  }

  @Test
  void aNameIsShownInCacheStatus() throws Exception {
    try (Container container = start(Container.Kind.JETTY)) {
      assertThat(get(container, "/a.json").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored; rule=suffixes");
      assertThat(get(container, "/a.json").first("Cache-Status"))
          .matches("larder; hit; ttl=\\d+; rule=suffixes");
      assertThat(get(container, "/a.json", "Authorization: x").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=authorization; rule=suffixes");
      assertThat(get(container, "/exact").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  @Test
  void aUriWithoutKeyIsRefusedWithTheReason() throws Exception {
    try (Container container = start(Container.Kind.JETTY)) {
      assertThat(container.base()).isNotNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> filter.key(URI.create("ftp://127.0.0.1/exact")))
          .withMessageContaining("http");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> filter.key(URI.create("/exact?country=X")))
          .withMessageContaining("http");
    }
  }

  @Test
  void aFilterThatDoesNotRunSaysSo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> filter.key(URI.create("http://127.0.0.1/exact")))
        .withMessageContaining("not running");
  }

  private static RawResponse get(Container container, String target, String... fields)
      throws IOException {
    return RawClient.exchange(container.base(), "GET", target, fields);
  }
}
