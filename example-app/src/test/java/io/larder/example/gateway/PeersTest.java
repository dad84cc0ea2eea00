package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's own server behind the gateway and its own client before it, HTTP/1.1 and HTTP/2. */
class PeersTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<String> lengths = new ConcurrentLinkedQueue<>();
  private final CountDownLatch brokenOff = new CountDownLatch(1);
  private HttpServer origin;
  private Fixture gateway;

  @BeforeEach
  void start() throws Exception {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    origin.setExecutor(threads);
    origin.createContext("/echo", this::echo);
    origin.createContext("/flood", this::flood);
    origin.start();
    gateway = new Fixture(URI.create("http://127.0.0.1:" + origin.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stop() {
    gateway.close();
    origin.stop(0);
    threads.shutdownNow();
  }

  private void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      var fields = exchange.getRequestHeaders();
      lengths.add(fields.getFirst("Content-length") + " " + fields.getFirst("Transfer-encoding"));
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
      exchange.getResponseHeaders().add("X-Via", fields.getFirst("Via"));
      exchange.getResponseHeaders().add("X-Target", exchange.getRequestURI().toString());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", "12345");
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(
            200, body.length == 0 ? -1 : body.length % 2 == 0 ? 0 : body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write(new byte[8192]);
      }
    } catch (IOException e) {
      brokenOff.countDown();
      throw e;
    }
  }

  private static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).build();
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(gateway.url() + target));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void bodiesGoThereAndBack(HttpClient.Version version) throws Exception {
    HttpClient client = client(version);
    assertThat(client.send(request("/echo").build(), BodyHandlers.discarding()).version())
        .isEqualTo(version);
    for (int length : new int[] {1, 2, 16_383, 16_384, 70_000, 1_000_001, 3_000_000}) {
      byte[] body = new byte[length];
      new Random(length).nextBytes(body);

      HttpResponse<byte[]> response =
          client.send(
              request("/echo?n=" + length + "%2F").POST(BodyPublishers.ofByteArray(body)).build(),
              BodyHandlers.ofByteArray());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.headers().firstValue("X-Target")).contains("/echo?n=" + length + "%2F");
      assertThat(response.body()).isEqualTo(body);
    }
    await().until(() -> gateway.active() == 0);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void whatHasNoBodyHasNoneAtTheOrigin(HttpClient.Version version) throws Exception {
    HttpClient client = client(version);
    client.send(request("/echo").build(), BodyHandlers.discarding());
    HttpResponse<String> get = client.send(request("/echo").build(), BodyHandlers.ofString());
    HttpResponse<String> head =
        client.send(
            request("/echo").method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(get.body()).isEmpty();
    assertThat(get.headers().firstValue("X-Via").orElse(""))
        .startsWith(version == HttpClient.Version.HTTP_2 ? "2.0 larder (" : "1.1 larder (");
    assertThat(head.headers().firstValue("Content-Length")).contains("12345");
    assertThat(lengths).hasSize(3).containsOnly("null null");
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aBodyOfUnknownLengthGoes(HttpClient.Version version) throws Exception {
    HttpClient client = client(version);
    client.send(request("/echo").build(), BodyHandlers.discarding());
    List<byte[]> pieces =
        IntStream.range(0, 500).mapToObj(i -> ("piece " + i + "\n").getBytes(UTF_8)).toList();

    HttpResponse<String> response =
        client.send(
            request("/echo").POST(BodyPublishers.ofByteArrays(pieces)).build(),
            BodyHandlers.ofString());

    assertThat(response.body().lines()).hasSize(500).endsWith("piece 499");
    assertThat(lengths).contains("null chunked");
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aClientThatHasEnoughEndsTheExchange(HttpClient.Version version) throws Exception {
    HttpClient client = client(version);
    client.send(request("/echo").build(), BodyHandlers.discarding());
    HttpResponse<InputStream> response =
        client.send(request("/flood").build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertThat(body.readNBytes(100_000)).hasSize(100_000);
      assertThat(gateway.active()).isEqualTo(1);
    }

    assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
    await().until(() -> gateway.active() == 0);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void manyAtOnceAreKeptApart(HttpClient.Version version) throws Exception {
    HttpClient client = client(version);
    client.send(request("/echo").build(), BodyHandlers.discarding());
    List<CompletableFuture<HttpResponse<String>>> responses =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    client.sendAsync(
                        request("/echo?" + i)
                            .POST(BodyPublishers.ofString(("x" + i).repeat(i)))
                            .build(),
                        BodyHandlers.ofString()))
            .toList();
    for (int i = 0; i < responses.size(); i++) {
      HttpResponse<String> response = responses.get(i).get(30, TimeUnit.SECONDS);

      assertThat(response.headers().firstValue("X-Target")).contains("/echo?" + i);
      assertThat(response.body()).isEqualTo(("x" + i).repeat(i));
    }
    await().until(() -> gateway.active() == 0);
  }
}
