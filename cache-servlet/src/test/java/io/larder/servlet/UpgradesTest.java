package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.ServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that change their protocol. */
class UpgradesTest {

  private final AtomicBoolean wrapped = new AtomicBoolean();

  /** Upgrades where it is asked to, and answers with a page otherwise. */
  private final Site.Handler handler =
      (request, response) -> {
        if ("echo".equals(request.getHeader("Upgrade"))) {
          wrapped.set(request instanceof ServletRequestWrapper);
          response.setStatus(101);
          response.setHeader("Upgrade", "echo");
          response.setHeader("Connection", "Upgrade");
          request.upgrade(EchoUpgrade.class);
        } else {
          response.getWriter().print("the page");
        }
      };

  /** Jetty 12.0 answers a servlet that upgrades with an error of its own. */
  private static boolean upgrades(Container.Kind kind) {
    return kind != Container.Kind.JETTY || !JettyTypes.V12_0;
  }

  @ParameterizedTest
  @EnumSource
  void reachTheHandlerWithTheContainersRequest(Container.Kind kind) throws Exception {
    for (String rules : new String[] {"/* ttl=30s", "/elsewhere ttl=30s"}) {
      try (Site site = Site.of(handler).on(kind).rules(rules).start()) {
        assertThat(site.get("/a").text()).isEqualTo("the page"); // which does not stand in the way
        try (RawClient client = new RawClient(site.container.base())) {
          client.send("GET", "/a", "Connection: Upgrade", "Upgrade: echo");
          assertThat(client.read("GET").status()).isEqualTo(upgrades(kind) ? 101 : 500);
          assertThat(wrapped).isFalse();
          if (kind != Container.Kind.JETTY) { // whose input stays at its end, without a cache too
            client.sendRaw("echo");
            assertThat(new String(client.readBytes(4), StandardCharsets.US_ASCII))
                .isEqualTo("echo");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatAreOffersOnlyAreAnsweredFromTheCache(Container.Kind kind) throws Exception {
    String[] offer = {
      "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAA"
    };
    try (Site site = Site.of(handler).on(kind).start()) {
      for (String status : new String[] {"larder; fwd=uri-miss; stored", "larder; hit; ttl="}) {
        RawResponse answer = site.get("/a", offer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("the page");
        assertThat(answer.first("Cache-Status")).startsWith(status);
      }
      assertThat(site.runs()).isOne();
    }
  }
}
