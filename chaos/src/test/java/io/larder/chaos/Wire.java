package io.larder.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way to the applications, over HTTP: what is under way, and what has gone wrong. All of the
 * waiting is done by one client, so that many requests under way need few threads. Thread-safe.
 */
final class Wire implements AutoCloseable {

  /** Longer than anything may take, so that what is slow is seen as slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_COMPLAINTS = 5;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(2, work -> Pace.daemon(work, "chaos-answers"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final ConcurrentSkipListMap<Long, Long> underWay = new ConcurrentSkipListMap<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * Asks for something. It is under way until its answer has been taken.
   *
   * @param moment that nobody else has
   * @param taker takes the answer, or null and why there is none
   */
  <T> CompletableFuture<T> send(
      URI uri, long moment, BiFunction<@Nullable HttpResponse<String>, Throwable, T> taker) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    underWay.put(moment, System.nanoTime());
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .handle(taker)
        .whenComplete((taken, failure) -> underWay.remove(moment));
  }

  /** Whether all that was asked before then, by the clock of this JVM, has been answered. */
  boolean hasAnsweredAllBefore(long nanos) {
    Map.Entry<Long, Long> oldest = underWay.firstEntry();
    return oldest == null || oldest.getValue() - nanos >= 0;
  }

  /** Counts that what was asked for has failed. */
  void complain(URI uri, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    failures.incrementAndGet();
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(
          uri
              + ": "
              + (response == null ? failure : response.statusCode() + " " + response.body()));
    }
  }

  /** How much has failed. */
  int failures() {
    return failures.get();
  }

  /** The first few of what has failed. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The few threads that take answers. */
  Executor threads() {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
