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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scheme, host and port in the key are those that the container has made out. */
class ForwardedFieldsTest {

  private static final String[] CLAIMS = {
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Port: 444",
    "X-Forwarded-Scheme: https",
    "X-Forwarded-Server: evil.example",
    "X-Forwarded-Prefix: /evil",
    "X-Forwarded-For: 203.0.113.1",
    "X-Forwarded-Ssl: on",
    "X-Forwarded-Path: /evil",
    "X-Host: evil.example",
    "X-HTTP-Host-Override: evil.example",
    "X-Original-Host: evil.example",
    "X-Original-URL: /evil",
    "X-Rewrite-URL: /evil",
    "X-Real-IP: 203.0.113.1",
    "Front-End-Https: on",
    "Forwarded: for=203.0.113.1;host=evil.example;proto=https",
    "True-Client-IP: 203.0.113.1",
    "Via: 1.1 evil.example"
  };

  private static final class Named extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(request.getRequestURL());
    }
  }

  private static Container start(Container.Kind kind, Larder larder, boolean behindProxy)
      throws Exception {
    App app = behindProxy ? new App().behindProxy() : new App();
    return kind.start(
        app.filter("/*", CacheFilter.builder(larder).rules("/* ttl=1m statusKey").build())
            .servlet("/*", new Named()));
  }

  private static String key(RawResponse response) {
    return response.first("Cache-Status").replaceFirst(".*key=\"(.*)\".*", "$1");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void whatAClientClaimsIsInNoKeyAndInNoPage(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container = start(kind, larder, false)) {
      for (int i = 0; i < CLAIMS.length; i++) {
        String uri = "http://127.0.0.1/" + i;
        RawResponse poisoned = RawClient.exchange(container.base(), "GET", "/" + i, CLAIMS[i]);
        RawResponse next = RawClient.exchange(container.base(), "GET", "/" + i);

        assertThat(key(poisoned)).as(CLAIMS[i]).isEqualTo(key(next)).isEqualTo(uri);
        assertThat(next.first("Cache-Status")).startsWith("larder; hit");
        assertThat(next.text()).as(CLAIMS[i]).isEqualTo(uri);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.Kind.class,
      names = {"JETTY", "TOMCAT"})
  void whatAProxySaysThatTheContainerTrustsIs(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container = start(kind, larder, true)) {
      String[] fields = {
        "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.1"
      };
      RawResponse miss = RawClient.exchange(container.base(), "GET", "/a", fields);
      RawResponse hit = RawClient.exchange(container.base(), "GET", "/a", fields);
      RawResponse plain = RawClient.exchange(container.base(), "GET", "/a");

      assertThat(key(miss)).isEqualTo("https://shop.example/a");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.text()).isEqualTo("https://shop.example/a");
      assertThat(key(plain)).isEqualTo("http://127.0.0.1/a");
      assertThat(plain.text()).isEqualTo("http://127.0.0.1/a");
    }
  }
}
