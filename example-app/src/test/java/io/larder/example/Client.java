package io.larder.example;

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

  Client(String server) {
    this.server = server;
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
      return reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
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
