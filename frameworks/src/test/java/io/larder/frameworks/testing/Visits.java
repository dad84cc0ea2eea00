package io.larder.frameworks.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Sends visitors to a page; thread-safe. */
public final class Visits {
  private final HttpClient plain =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpClient upgrading = HttpClient.newHttpClient();

  /** Asks for a page and waits for the answer. */
  public Answer get(URI uri, Visitor visitor) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    List<String> fields = visitor.fields();
    for (int i = 0; i < fields.size(); i += 2) {
      request.setHeader(fields.get(i), fields.get(i + 1));
    }
    HttpClient client = visitor.upgrades() ? upgrading : plain;
    return Answer.of(client.send(request.build(), BodyHandlers.ofString()));
  }
}
