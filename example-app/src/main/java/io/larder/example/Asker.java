package io.larder.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Asks a server over HTTP and keeps the time. */
final class Asker {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;

  Asker(String server) {
    this.server = server;
  }

  /** Asks one question so many times, one after the other. */
  Answers ask(String pathAndQuery, int times) throws IOException, InterruptedException {
    return ask(pathAndQuery, times, answer -> true);
  }

  /** Asks one question so many times, or until an answer is no hit. */
  Answers askForHits(String pathAndQuery, int times) throws IOException, InterruptedException {
    return ask(pathAndQuery, times, Answers.Answer::hit);
  }

  private Answers ask(String pathAndQuery, int times, Predicate<Answers.Answer> goOn)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + pathAndQuery)).timeout(PATIENCE).build();
    List<Answers.Answer> answers = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      long nanos = System.nanoTime() - start;
      String status = response.headers().firstValue("Cache-Status").orElse("");
      answers.add(new Answers.Answer(nanos, response.statusCode(), status, response.body()));
      if (!goOn.test(answers.get(i))) {
        break;
      }
    }
    return new Answers(answers);
  }
}
