package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin that is asked by TLS. */
class TlsOriginTest {
  private static final String GET = "GET /x HTTP/1.1\nHost: me\nConnection: close\n\n";
  private static TestKey key;
  private static TestKey stranger;

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Queue<List<SNIServerName>> names = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger(OriginTls.class.getName());
  private final Handler lines =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private HttpsServer server;

  @BeforeAll
  static void makeKeys(@TempDir Path one, @TempDir Path other) throws Exception {
    key = TestKey.of(one, "dns:localhost");
    stranger = TestKey.of(other, "dns:elsewhere.invalid");
  }

  @BeforeEach
  void listen() {
    logger.addHandler(lines);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(lines);
    logger.setUseParentHandlers(true);
    if (server != null) {
      server.stop(0);
    }
  }

  private URI start(TestKey with) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(with.server()));
    server.createContext("/", this::answer);
    server.start();
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      names.add(
          ((ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession())
              .getRequestedServerNames());
      exchange.getResponseHeaders().add("Cache-Control", "max-age=60");
      byte[] body = "by TLS ".repeat(100_000).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String ask(Fixture gateway) throws IOException {
    try (Wire client = gateway.connect()) {
      return client.say(GET).rest();
    }
  }

  @Test
  void isAskedByItsNameIfItsCertificateIsTrusted() throws Exception {
    try (Fixture gateway = new Fixture(start(key), key.authorities())) {
      assertThat(ask(gateway))
          .startsWith("HTTP/1.1 200 OK\n")
          .contains("; stored\n")
          .endsWith("\n\n" + "by TLS ".repeat(100_000));
      gateway.settle();
      assertThat(ask(gateway)).contains("larder; hit");
      assertThat(names).hasSize(1);
      assertThat(names.remove())
          .extracting(name -> new String(name.getEncoded(), UTF_8))
          .containsExactly("localhost");
      assertThat(logged).isEmpty();
    }
  }

  @Test
  void isABadGatewayAndOneLineIfNobodyTrustsItsCertificate() throws Exception {
    URI origin = start(key);
    try (Fixture gateway = new Fixture(origin)) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(gateway))
            .startsWith("HTTP/1.1 502 Bad Gateway\n")
            .contains("the origin's certificate is not trusted")
            .contains("Cache-Control: no-store");
      }
      assertThat(logged)
          .singleElement()
          .asString()
          .startsWith("WARNING the certificate of " + origin + " is not accepted")
          .contains("certification path", "--origin-ca")
          .doesNotContain("\n");
      assertThat(names).as("the origin has seen no request").isEmpty();
    }
  }

  @Test
  void isABadGatewayIfItsCertificateIsForAnotherName() throws Exception {
    try (Fixture gateway = new Fixture(start(stranger), stranger.authorities())) {
      assertThat(ask(gateway)).startsWith("HTTP/1.1 502 Bad Gateway\n").contains("not trusted");
      assertThat(logged).singleElement().asString().contains("localhost");
      assertThat(names).isEmpty();
    }
  }

  @Test
  void isABadGatewayIfItIsAnAddressThatItsCertificateDoesNotName() throws Exception {
    URI byAddress = URI.create(start(key).toString().replace("localhost", "127.0.0.1"));
    try (Fixture gateway = new Fixture(byAddress, key.authorities())) {
      assertThat(ask(gateway)).startsWith("HTTP/1.1 502 Bad Gateway\n").contains("not trusted");
    }
  }

  @Test
  void isABadGatewayIfItSpeaksNoTls() throws Exception {
    try (RawOrigin plain = RawOrigin.playing(wire -> wire.say("HTTP/1.1 400 No\n\n"));
        Fixture gateway = new Fixture(URI.create("https://localhost:" + plain.port() + "/"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(gateway)).startsWith("HTTP/1.1 502 Bad Gateway\n");
      }
      assertThat(logged).singleElement().asString().contains("there is no TLS with https://local");
    }
  }

  /** RFC 9112 9.8: without a closing alert, what has no length is not whole. */
  @Test
  void isCutOffIfItEndsWithoutSayingSo() throws Exception {
    // What has come is sent before the end is known, if that takes longer.
    assertThat(answerWithoutLength(true))
        .containsPattern("Content-Length: 5\n(.+\n)*\nwhole$|chunked\n(.+\n)*\n5\nwhole\n0\n\n$");
    assertThat(answerWithoutLength(false))
        .matches("(?s)HTTP/1.1 (502 Bad Gateway\n.*|200 OK\n.*[Cc]hunked\n.*)")
        .doesNotContain("\n0\n", "\n\nwhole");
  }

  private static String answerWithoutLength(boolean said) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread origin =
          new Thread(
              () -> {
                try (Socket plain = listening.accept();
                    SSLSocket tls =
                        (SSLSocket)
                            key.server()
                                .getSocketFactory()
                                .createSocket(plain, "localhost", plain.getPort(), false)) {
                  tls.setUseClientMode(false);
                  String unused = new Wire(tls).head();
                  tls.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nwhole".getBytes(ISO_8859_1));
                  tls.getOutputStream().flush();
                  if (!said) {
                    plain.shutdownOutput();
                  }
                } catch (Exception e) {
                  // The client sees the end of the connection.
                }
              });
      origin.setDaemon(true);
      origin.start();
      URI uri = URI.create("https://localhost:" + listening.getLocalPort() + "/");
      try (Fixture gateway = new Fixture(uri, key.authorities())) {
        return ask(gateway);
      }
    }
  }
}
