package io.larder.chaos;

import io.larder.cache.Answer;
import io.larder.chaos.Sample.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The applications of a run: those over the store and one without any, what they are asked, and
 * what came of it. Thread-safe.
 */
final class Fleet implements AutoCloseable {

  private final Board board;
  private final History history;
  private final List<ApplicationProcess> applications;
  private final ApplicationProcess control;
  private final Wire wire = new Wire();
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final AtomicLong lastUnavailable = new AtomicLong(System.nanoTime());
  private final AtomicLongArray lastFromStore;

  /** How old a computation may be that is shared without the store, as the documentation tells. */
  private static final Duration SHARED_WITHOUT_STORE = Duration.ofSeconds(2);

  private Fleet(Board board, History history, List<ApplicationProcess> all) {
    this.board = board;
    this.history = history;
    this.applications = List.copyOf(all.subList(0, all.size() - 1));
    this.control = all.get(all.size() - 1);
    this.lastFromStore = new AtomicLongArray(applications.size());
  }

  /**
   * Starts an application over each of these stores, and one without any, for comparison.
   *
   * @param folder for their board and logs, of this run alone
   * @param flawed whether their store can be given a {@link Flaw}
   * @param bound what {@link History} may let pass
   */
  static Fleet start(List<String> over, Path folder, boolean flawed, Duration bound) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(ApplicationProcess.board(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Board board = Board.open(ApplicationProcess.board(folder));
    List<String> stores = new ArrayList<>(over);
    stores.add(Application.NO_STORE);
    List<ApplicationProcess> all = ApplicationProcess.start(stores, folder, flawed);
    return new Fleet(board, new History(bound, SHARED_WITHOUT_STORE), all);
  }

  /** The way to the applications. */
  Wire wire() {
    return wire;
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

  /** When a node was last without its store, by the clock of this JVM. */
  long lastUnavailable() {
    return lastUnavailable.get();
  }

  /** Whether each node has answered something from its store that it was asked after then. */
  boolean haveAllServedSince(long nanos) {
    return IntStream.range(0, size()).allMatch(node -> lastFromStore.get(node) - nanos > 0);
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
    URI uri = application.uri(Items.uri(item));
    long asked = board.moment();
    long nanos = System.nanoTime();
    return wire.send(
        uri,
        asked,
        (response, failure) -> {
          long now = System.nanoTime();
          long answered = board.moment();
          String body = response == null ? "" : response.body();
          boolean failed = !body.matches(item + "@[0-9]+");
          Source source = Source.ORIGIN;
          if (failed) {
            wire.complain(uri, response, failure);
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
        .firstValue(Sources.HEADER)
        .map(Source::valueOf)
        .orElseGet(() -> Source.ofPage(response.headers().firstValue("Cache-Status").orElse("")));
  }

  /** Has a node end what is cached of an item, and records it; the future never fails. */
  CompletableFuture<Boolean> end(int node, Ending what, int item) {
    URI uri = applications.get(node).uri("/end?what=" + what + "&item=" + item);
    long began = board.moment();
    return wire.send(
        uri,
        began,
        (response, failure) -> {
          boolean failed = response == null || response.statusCode() != 200;
          if (failed) {
            wire.complain(uri, response, failure);
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

  /** Tells the applications the password that they log in with from now on. */
  void password(long number) {
    board.password(number);
  }

  /** Gives the store of each application this flaw. */
  void flaw(Flaw flaw) {
    applications.forEach(each -> say(each, "/flaw?name=" + flaw));
  }

  private String say(ApplicationProcess application, String uri) {
    return wire.send(application.uri(uri), board.moment(), Fleet::said).join();
  }

  private static String said(@Nullable HttpResponse<String> response, Throwable failure) {
    if (response == null || response.statusCode() != 200) {
      throw new IllegalStateException("An application answers " + response, failure);
    }
    return response.body();
  }

  @Override
  public void close() {
    applications.forEach(ApplicationProcess::close);
    control.close();
    wire.close();
  }
}
