package io.larder.benchmarks.methods;

import io.larder.cache.Larder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A hit of an annotated method with one text, by Larder, by others and by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MethodHitBenchmark {

  /** How many texts it is called with, in turn. */
  @Param({"1", "100000"})
  public int keys;

  /** Who answers. */
  @Param({"caffeine", "proxy", "subclass", "jetcache", "jetcacheByHand", "spring"})
  public String by = "";

  private String[] symbols = {};
  private Quotes quotes = new SlowQuotes();
  private AutoCloseable held = () -> {};

  /** Fills it. */
  @Setup
  public void fill() {
    quotes = make();
    symbols = new String[keys];
    for (int i = 0; i < keys; i++) {
      symbols[i] = "SYMBOL-" + i;
      quotes.find(symbols[i]);
    }
    int first = System.identityHashCode(quotes.find(symbols[0]));
    if (first != System.identityHashCode(quotes.find(symbols[0]))) {
      throw new IllegalStateException(by + " caches nothing");
    }
  }

  private Quotes make() {
    return switch (by) {
      case "caffeine" -> new CaffeineQuotes();
      case "jetcacheByHand" -> new JetCacheByHand();
      case "jetcache" -> inSpring(JetCacheQuotes.Context.class);
      case "spring" -> inSpring(SpringQuotes.Context.class);
      case "subclass" -> larder().subclass(LarderQuotes.class);
      default -> larder().proxy(Quotes.class, new LarderQuotes());
    };
  }

  private Larder larder() {
    Larder larder = Larder.open("memory:?maxEntries=200000");
    held = larder;
    return larder;
  }

  private Quotes inSpring(Class<?> context) {
    AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(context);
    held = spring;
    return spring.getBean(Quotes.class);
  }

  /** Closes it. */
  @TearDown
  public void close() throws Exception {
    held.close();
  }

  /** Where a thread is among the texts. */
  @State(Scope.Thread)
  public static class Next {
    private int next;

    String of(String[] symbols) {
      int at = next;
      next = at + 1 == symbols.length ? 0 : at + 1;
      return symbols[at];
    }
  }

  /** Calls the method. */
  @Benchmark
  public Quote find(Next next) {
    return quotes.find(next.of(symbols));
  }
}
