package io.larder.chaos;

import io.larder.cache.Answer;
import io.larder.chaos.Sample.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * The applications of a run, how they are asked over HTTP, and what came of it. Thread-safe.
 *
 * <p>All of its waiting is done by one client, so many requests under way need few threads.
 */
final class Fleet implements AutoCloseable {

  /** Longer than anything may take, so that what is slow is seen as slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_COMPLAINTS = 5;

  private final Board board;
  private final History history;
  private final List<ApplicationProcess> applications;
  private final ApplicationProcess control;
  private final ExecutorService threads;
  private final HttpClient client;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final ConcurrentSkipListMap<Long, Long> underWay = new ConcurrentSkipListMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong lastUnavailable = new AtomicLong(System.nanoTime());
  private final AtomicLongArray lastFromStore;

  private Fleet(
      Board board, History history, List<ApplicationProcess> all, ExecutorService threads) {
    this.board = board;
    this.history = history;
    this.applications = List.copyOf(all.subList(0, all.size() - 1));
    this.control = all.get(all.size() - 1);
    this.threads = threads;
    this.lastFromStore = new AtomicLongArray(applications.size());
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  }

  /**
   * Starts so many applications over a store, and one without any, for comparison.
   *
   * @param folder for their board and logs, of this run alone
   * @param flawed whether their store can be given a {@link Flaw}
   * @param bound what {@link History} may let pass
   */
  static Fleet start(int number, Path folder, String store, boolean flawed, Duration bound) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(ApplicationProcess.board(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Board board = Board.open(ApplicationProcess.board(folder));
    List<String> stores = new ArrayList<>(Collections.nCopies(number, store));
    stores.add("none:");
    List<ApplicationProcess> all = ApplicationProcess.start(stores, folder, flawed);
    return new Fleet(
        board,
        new History(bound),
        all,
        Executors.newFixedThreadPool(2, it -> daemon(it, "chaos-answers")));
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The few threads that take answers. */
  Executor threads() {
    return threads;
  }

  int size() {
    return applications.size();
  }

  ApplicationProcess application(int node) {
    return applications.get(node);
  }

  History history() {
    return history;
  }

  long originCalls() {
    return board.originCalls(size());
  }

  /** What has been answered, in the order of the answers. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Whether all that was asked before then, by the clock of this JVM, has been answered. */
  boolean hasAnsweredAllBefore(long nanos) {
    Map.Entry<Long, Long> oldest = underWay.firstEntry();
    return oldest == null || oldest.getValue() - nanos >= 0;
  }

  /** When a node was last without its store, by the clock of this JVM. */
  long lastUnavailable() {
    return lastUnavailable.get();
  }

  /** Whether each node has answered something from its store that it was asked after then. */
  boolean haveAllServedSince(long nanos) {
    return IntStream.range(0, size()).allMatch(node -> lastFromStore.get(node) - nanos > 0);
  }

  /** How many requests and endings have failed since it was started. */
  int failures() {
    return failures.get();
  }

  /** The first few of what went wrong. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Asks for an item, and records what comes of it; the future never fails. */
  CompletableFuture<Sample> ask(int node, Lane lane, int item, long due) {
    return ask(applications.get(node), node, lane, item, due);
  }

  /** Asks the application without a cache; the future never fails. */
  CompletableFuture<Sample> askControl(int item, long due) {
    return ask(control, size(), Lane.CONTROL, item, due);
  }

  private CompletableFuture<Sample> ask(
      ApplicationProcess application, int node, Lane lane, int item, long due) {
    String uri = Items.uri(item);
    long asked = board.moment();
    long nanos = System.nanoTime();
    return send(application, uri, asked)
        .handle(
            (response, failure) -> {
              long now = System.nanoTime();
              long answered = board.moment();
              String body = response == null ? "" : response.body();
              boolean failed = !body.matches(item + "@[0-9]+");
              Source source = Source.ORIGIN;
              if (failed) {
                complain(uri, response, failure);
              } else if (lane != Lane.CONTROL) {
                source = source(response);
                long id = Long.parseLong(body.substring(body.indexOf('@') + 1));
                history.add(new History.Read(item, node, asked, answered, nanos, id, source));
                note(node, source, nanos, now);
              }
              Sample sample = new Sample(node, lane, due, now - due, source, failed);
              samples.add(sample);
              return sample;
            });
  }

  private void note(int node, Source source, long asked, long answered) {
    if (source == Source.UNAVAILABLE) {
      lastUnavailable.accumulateAndGet(answered, Math::max);
    } else if (source == Source.STORE) {
      lastFromStore.accumulateAndGet(node, asked, Math::max);
    }
  }

  private static Source source(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Source")
        .map(Source::valueOf)
        .orElseGet(() -> Source.ofPage(response.headers().firstValue("Cache-Status").orElse("")));
  }

  /** Has a node end what is cached of an item, and records it; the future never fails. */
  CompletableFuture<Boolean> end(int node, Ending what, int item) {
    String uri = "/end?what=" + what + "&item=" + item;
    long began = board.moment();
    return send(applications.get(node), uri, began)
        .handle(
            (response, failure) -> {
              boolean failed = response == null || response.statusCode() != 200;
              if (failed) {
                complain(uri, response, failure);
              } else {
                history.add(
                    new History.End(
                        what,
                        what.items(item),
                        node,
                        began,
                        board.moment(),
                        System.nanoTime(),
                        Answer.valueOf(response.body())));
              }
              return !failed;
            });
  }

  /** Takes up what the applications have computed since this was done last. */
  void collectLoads() {
    say(control, "/loads"); // which nobody judges
    for (ApplicationProcess each : applications) {
      say(each, "/loads")
          .lines()
          .filter(it -> !it.isEmpty())
          .map(it -> it.split(" "))
          .map(it -> new History.Load(Integer.parseInt(it[0]), at(it[1]), at(it[2]), at(it[3])))
          .forEach(history::add);
    }
  }

  private static long at(String number) {
    return Long.parseLong(number);
  }

  /** Gives the store of each application this flaw. */
  void flaw(Flaw flaw) {
    applications.forEach(each -> say(each, "/flaw?name=" + flaw));
  }

  private String say(ApplicationProcess application, String uri) {
    HttpResponse<String> response = send(application, uri, board.moment()).join();
    if (response.statusCode() != 200) {
      throw new IllegalStateException(uri + " answers " + response.statusCode());
    }
    return response.body();
  }

  private CompletableFuture<HttpResponse<String>> send(
      ApplicationProcess application, String uri, long moment) {
    HttpRequest request = HttpRequest.newBuilder(application.uri(uri)).timeout(PATIENCE).build();
    underWay.put(moment, System.nanoTime());
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .whenComplete((response, failure) -> underWay.remove(moment));
  }

  private void complain(String uri, HttpResponse<String> response, Throwable failure) {
    failures.incrementAndGet();
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(
          uri
              + ": "
              + (response == null ? failure : response.statusCode() + " " + response.body()));
    }
  }

  @Override
  public void close() {
    applications.forEach(ApplicationProcess::close);
    control.close();
    threads.shutdownNow();
  }
}
