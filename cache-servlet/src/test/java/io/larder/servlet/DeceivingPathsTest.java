package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths of one page that end as those of others, on servlets that take what follows as theirs. */
class DeceivingPathsTest {

  private static final String RULES =
      "*.css ttl=1m\n*.js ttl=1m\n*.png ttl=1m\n*.json ttl=1m\n*.do ttl=1m\n"
          + "/static/* ttl=1m\n/robots.txt ttl=1m\n*.odd ttl=1m";

  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String type;

    Page(String type) {
      this.type = type;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType(type);
      if (request.getParameter("says") != null) {
        response.setHeader("Cache-Control", "max-age=60");
      }
      response.getWriter().print("answer " + MADE.incrementAndGet());
    }
  }

  private static Container start(Container.Kind kind, Larder larder) throws Exception {
    return kind.start(
        new App()
            .filter("/*", CacheFilter.builder(larder).rules(RULES).build())
            .servlet("/account/*", new Page("text/html"))
            .servlet("/api/*", new Page("application/json"))
            .servlet("/files/*", new Page("text/css"))
            .servlet("/one.css", new Page("text/html"))
            .servlet("*.do", new Page("text/html"))
            .servlet("/static/*", new Page("text/css"))
            .servlet("/robots.txt", new Page("text/plain")));
  }

  private static boolean isShared(Container container, String target) throws IOException {
    RawResponse first = RawClient.exchange(container.base(), "GET", target);
    RawResponse second = RawClient.exchange(container.base(), "GET", target);
    boolean shared = second.status() == 200 && second.text().equals(first.text());
    String status = second.first("Cache-Status");
    assertThat(status != null && status.startsWith("larder; hit")).as(target).isEqualTo(shared);
    return shared;
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void aRuleByTheEndOfThePathStoresOnlyWhatIsOfThatKind(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container = start(kind, larder)) {
      for (String target :
          new String[] {
            "/account/x.css",
            "/account/a/b/x.js",
            "/account/x.png",
            "/account/x.json",
            "/api/me.css",
            "/api/me.odd",
            "/files/x.js",
            "/account/.css",
            "/account/x.CSS",
          }) {
        assertThat(isShared(container, target)).as(target).isFalse();
      }
      for (String target :
          new String[] {
            "/files/x.css", // it is a style sheet
            "/api/all.json",
            "/one.css", // just this path is this servlet's
            "/a/b/x.do", // nothing else could answer it
            "/account/x.css?says", // the page itself says that it can be stored
            "/static/anything",
            "/robots.txt",
          }) {
        assertThat(isShared(container, target)).as(target).isTrue();
      }
      assertThat(
              RawClient.exchange(container.base(), "GET", "/account/y.css").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=extension");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void noPathThatReadsInTwoWaysIsStored(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container = start(kind, larder)) {
      for (String target :
          new String[] {
            "/account;x.css",
            "/account/;x.css",
            "/account/a;b/x.css",
            "/static/a;jsessionid=1",
            "/static;x",
            "/static/..;/account/",
            "/account%2Fx.css",
            "/account/%2Fx.css",
            "/static%2F..%2Faccount",
            "/static/..%2Faccount",
            "/static/..%5Caccount",
            "/static/%2e%2e/account",
            "/static/.%2e/account",
            "/static/../account",
            "/static/./a",
            "/account/../static/a",
            "/account/%2e%2e%2fstatic/a",
            "/account/%252e%252e/static",
            "/static/%252e%252e%252faccount",
            "/account%252Fx.css",
            "/account/%3Bx.css",
            "/account/%3Fx.css",
            "/account/%23x.css",
            "/account/%00x.css",
            "/account/x%00.css",
            "/account/%0Ax.css",
            "/account/%0d%0ax.css",
            "/static/%C0%AE%C0%AE/account",
            "/static/%c0%afaccount",
            "/static//account",
            "//static/a",
            "/static/a//",
            "/static/a\\b",
            "/static\\..\\account",
            "/robots.txt;a",
            "/robots.txt%00",
            "/robots.txt%3F",
            "/account/..%2frobots.txt",
            "/robots.txt/../account",
          }) {
        assertThat(isShared(container, target)).as(target).isFalse();
      }
      for (String target :
          new String[] {
            "/static/a",
            "/static/a.",
            "/static/a%20",
            "/static/caf%C3%A9",
            "/static/a:b@c",
            "/static/%7Euser",
            "/static/a%2Ecss",
            "/static/..a/b",
            "/static/a?;b"
          }) {
        assertThat(isShared(container, target)).as(target).isTrue();
      }
    }
  }
}
