package io.larder.example;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Asks a server. */
final class Client {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;
  private final Runnable settling;

  Client(String server) {
    this(server, () -> {});
  }

  /** One that has an answer only once what there is to store of it is stored. */
  Client(ExampleServer server) {
    this(
        server.url(),
        () ->
            await().pollDelay(ZERO).pollInterval(ofMillis(2)).until(() -> server.requests() == 0));
  }

  private Client(String server, Runnable settling) {
    this.server = server;
    this.settling = settling;
  }

  /** An answer. */
  record Reply(int status, String cacheStatus, String body, HttpResponse<String> whole) {
    boolean hit() {
      return cacheStatus.startsWith("larder; hit; ttl=");
    }

    boolean stored() {
      return cacheStatus.equals("larder; fwd=uri-miss; stored");
    }

    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }
  }

  Reply get(String pathAndQuery) {
    return send(request(pathAndQuery));
  }

  /** Posts nothing. */
  Reply post(String pathAndQuery) {
    return send(
        HttpRequest.newBuilder(URI.create(server + pathAndQuery))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private Reply send(HttpRequest request) {
    try {
      Reply reply = reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
      settling.run();
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Reply> getLater(String pathAndQuery) {
    return http.sendAsync(request(pathAndQuery), HttpResponse.BodyHandlers.ofString())
        .thenApply(Client::reply);
  }

  private HttpRequest request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(server + pathAndQuery)).build();
  }

  private static Reply reply(HttpResponse<String> response) {
    return new Reply(
        response.statusCode(),
        response.headers().firstValue("Cache-Status").orElse(""),
        response.body(),
        response);
  }
}
