package io.larder.example;

import io.larder.cache.Larder;
import io.larder.cache.StoredKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks one question without a cache and with it, over real HTTP, and prints how long it took. */
@Command(
    name = "demo",
    description = "Shows what the cache is worth: one question without it, and with it.",
    mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
  static final int HITS = 200;
  private static final String QUESTION = "/universities?country=Germany&name=Berlin";
  private static final String ANOTHER_ORDER = "/universities?name=Berlin&country=Germany";

  private final Map<String, String> environment;
  @Mixin private final CacheFlags flags = new CacheFlags();
  @Spec private @Nullable CommandSpec spec;

  Demo(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec, "spec");
    Main.refuseOptionsBefore(command.commandLine());
    ServerSettings settings =
        ServerSettings.of(ListenFlags.of("127.0.0.1", "0"), flags, environment);
    if (settings.store().settings().store().scheme().equals("none")) {
      throw Failure.usage("a demo with the store none: has nothing to show: name another --store");
    }
    PrintWriter out = command.commandLine().getOut();
    try (ExampleServer server = ExampleServer.start(settings)) {
      requireReachable(server.larder(), settings.store());
      show(server, settings, out);
      return 0;
    } catch (IOException e) {
      throw Failure.failed("the demo's own server does not answer: " + e.getMessage(), e);
    } finally {
      out.flush();
    }
  }

  private static void requireReachable(Larder larder, StoreChoice store) {
    var health = new HealthProbe(larder::health).ask();
    if (!health.reachable()) {
      throw Failure.failed(
          "the store %s cannot be reached (%s): start it, or leave out --store for memory"
              .formatted(store, health.detail()));
    }
  }

  private static void show(ExampleServer server, ServerSettings settings, PrintWriter out)
      throws IOException, InterruptedException {
    Asker asker = new Asker(server.url());
    out.println("GET " + QUESTION);
    out.println("store %s, upstream %s".formatted(settings.store(), settings.upstream()));
    var unused = asker.ask("/healthz", 1); // the first request of a JVM is never a fair one
    server.larder().enabled(false);
    Answers without = asker.ask(QUESTION, 2);
    server.larder().enabled(true);
    Answers miss = asker.ask(QUESTION, 1);
    Answers hits = asker.askForHits(QUESTION, HITS);
    Answers reordered = asker.ask(ANOTHER_ORDER, 1);
    List<StoredKey> stored =
        new StoredEntries(server.larder(), settings.store().settings())
            .list("*" + server.url() + "/*");

    out.println();
    Table times = new Table();
    times.row("without a cache", "first request", without.first(), without.status());
    times.row("", "second request", without.last(), without.status());
    times.row("with the cache", "miss", miss.first(), miss.status());
    times.row("", "first hit", hits.first(), hits.status());
    times.row("", "median of " + HITS + " hits", hits.medianText(), "");
    times.row("", "parameters in another order", reordered.first(), reordered.status());
    times.lines().forEach(out::println);
    out.println();
    StoredEntries.table(stored).lines().forEach(out::println);
    out.println();
    String doubt = doubt(without, miss, hits, reordered, stored);
    if (doubt != null) {
      throw Failure.failed(doubt);
    }
    out.println(faster(without.medianNanos() / (double) hits.medianNanos()) + " x faster");
  }

  /** What is not as it should be, as one sentence; null if all is well. */
  private static @Nullable String doubt(
      Answers without, Answers miss, Answers hits, Answers reordered, List<StoredKey> stored) {
    if (!without.allOk() || !miss.allOk()) {
      return "the upstream gives no answer that could be kept: see --upstream";
    }
    if (without.anyHit()) {
      return "the cache was off, and an answer came out of it";
    }
    if (!miss.allStored()) {
      return "the first answer was not stored (" + miss.status() + ")";
    }
    if (!hits.allHits() || !reordered.allHits()) {
      return "not every request of the same question was a hit: is --ttl too short?";
    }
    if (!hits.sameBodyAs(miss) || !reordered.sameBodyAs(miss) || !without.sameBodyAs(miss)) {
      return "the answers to the same question differ";
    }
    return stored.size() == 1 ? null : "the store holds " + stored.size() + " entries of one page";
  }

  private static String faster(double times) {
    return times < 10
        ? String.format(Locale.ROOT, "%.1f", times)
        : String.format(Locale.ROOT, "%.0f", times);
  }
}
