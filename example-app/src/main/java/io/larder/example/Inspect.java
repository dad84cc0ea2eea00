package io.larder.example;

import io.larder.cache.Larder;
import io.larder.cache.StoredKey;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what lies in a store that other processes use too. */
@Command(
    name = "inspect",
    description =
        "Lists what lies in the store: key, type, ttl, size, age, tags and the beginning.",
    mixinStandardHelpOptions = true)
final class Inspect implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "The store to look into: redis://host:6379/0 (LARDER_STORE, else the variables CACHE_*).")
  @Nullable String store;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "A part of the keys to list; * stands for anything. All unless given.")
  @Nullable String pattern;

  @Spec private @Nullable CommandSpec spec;

  Inspect(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec, "spec");
    Main.refuseOptionsBefore(command.commandLine());
    StoreChoice choice = StoreChoice.of(store, environment);
    if (!choice.shared()) {
      throw Failure.usage(
          "the store "
              + choice
              + " lives in its own process and cannot be looked into from here: name the one that"
              + " the server uses, such as --store redis://localhost:6379/0");
    }
    List<StoredKey> keys = stored(choice, pattern == null ? "*" : "*" + pattern + "*");
    PrintWriter out = command.commandLine().getOut();
    if (keys.isEmpty()) {
      out.println(
          "Nothing lies in %s under the namespace %s%s."
              .formatted(
                  choice,
                  choice.settings().namespace(),
                  pattern == null ? "" : " whose key has '" + Discreet.text(pattern) + "'"));
    } else {
      StoredEntries.table(keys).lines().forEach(out::println);
    }
    if (keys.size() >= StoredEntries.MOST) {
      out.println("There may be more: name a pattern to see others.");
    }
    out.flush();
    return 0;
  }

  private static List<StoredKey> stored(StoreChoice choice, String pattern) {
    try (Larder larder = choice.open()) {
      return new StoredEntries(larder, choice.settings()).list(pattern);
    } catch (IllegalStateException e) {
      throw Failure.failed(
          e.getMessage() + ": check that it runs, and its address in " + choice.setting(), e);
    }
  }
}
