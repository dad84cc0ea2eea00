package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheListener;
import io.larder.cache.CacheResult;
import io.larder.cache.ManyTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs of a few threads over two keys, whose histories are checked: nobody is given what
 * was ended before he asked, and no two loads of a key run at the same time. The same check finds
 * each rule that is taken out of the store, and of the flight, within as many runs.
 */
@ManyTimes
class HistoriesTest {

  private static final int THREADS = 4;
  private static final int STEPS = 12;
  private static final int RUNS = 1_000;
  private static final List<String> KEYS = List.of("a", "b");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  /** What a thread does in one step. */
  enum Act {
    GET,
    FIND,
    PUT,
    PUT_SUPPLIED,
    EVICT,
    INVALIDATE,
    CLEAR,
    GET_ALL
  }

  private static Act draw(Random random) {
    int number = random.nextInt(20);
    return number < 9
        ? Act.GET
        : number < 11 ? Act.GET_ALL : Act.values()[1 + random.nextInt(Act.values().length - 2)];
  }

  @Test
  void holdWhatIsPromised() throws Exception {
    int reads = 0;
    int loads = 0;
    for (int run = 0; run < RUNS; run++) {
      History history = play(Flaws.Flaw.NONE, 1_000, true);
      assertThat(history.violation()).isEmpty();
      reads += history.sizes().get("reads");
      loads += history.sizes().get("loads");
    }
    assertThat(reads).isGreaterThan(RUNS * THREADS);
    assertThat(loads).isGreaterThan(RUNS);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void findEachRuleThatIsTakenOutOfTheStore(Flaws.Flaw flaw) throws Exception {
    assertIsFound(flaw, 1_000);
  }

  @Test
  void findAFlightThatLetsEverybodyLoad() throws Exception {
    assertIsFound(Flaws.Flaw.NONE, 0);
  }

  private void assertIsFound(Flaws.Flaw flaw, int maxWaiters) throws Exception {
    Optional<String> found = Optional.empty();
    for (int run = 0; run < RUNS && found.isEmpty(); run++) {
      found = play(flaw, maxWaiters, false).violation();
    }
    assertThat(found).isPresent();
  }

  /**
   * Plays a program.
   *
   * @param told whether loads that are for their callers alone are known as such
   */
  private History play(Flaws.Flaw flaw, int maxWaiters, boolean told) throws Exception {
    History history = new History();
    Passed passed = new Passed();
    try (Kitchen kitchen =
        new Kitchen(
            builder ->
                builder
                    .backend(context -> new WrappedBackend(context, new Flaws(flaw)))
                    .listener(passed))) {
      Cache<String> cache =
          kitchen
              .texts()
              .tags("all")
              .maxWaiters(maxWaiters)
              .waitTimeout(Duration.ofMinutes(1))
              .build();
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Player player = new Player(cache, history, told ? passed : new Passed());
        ends.add(
            threads.submit(
                () -> {
                  player.play(start);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
    }
    return history;
  }

  /** Knows for which keys the loader ran for its caller, which is this thread, alone. */
  private static final class Passed implements CacheListener {
    private final ThreadLocal<List<String>> keys = ThreadLocal.withInitial(ArrayList::new);

    @Override
    public void passed(String cache, String key, String reason) {
      keys.get().add(key);
    }

    boolean take(String key) {
      return keys.get().remove(key);
    }
  }

  /** One thread of a program. */
  private static final class Player {
    private final Cache<String> cache;
    private final History history;
    private final Passed passed;
    private final Random random = new Random();

    Player(Cache<String> cache, History history, Passed passed) {
      this.cache = cache;
      this.history = history;
      this.passed = passed;
    }

    void play(CyclicBarrier start) throws Exception {
      start.await();
      for (int i = 0; i < STEPS; i++) {
        take(draw(random), KEYS.get(random.nextInt(KEYS.size())), history.now());
      }
    }

    private void take(Act act, String key, long began) {
      switch (act) {
        case GET -> {
          List<Load> loads = new ArrayList<>(1);
          history.read(key, began, cache.get(key, load -> load(key, loads)));
          note(loads);
        }
        case GET_ALL -> {
          List<Load> loads = new ArrayList<>(2);
          Map<String, String> read = cache.getAll(KEYS, keys -> load(keys, loads));
          read.forEach((each, value) -> history.read(each, began, value));
          note(loads);
        }
        case FIND -> {
          if (cache.find(key) instanceof CacheResult.Hit<String> hit) {
            history.read(key, began, hit.value());
          }
        }
        case PUT -> {
          String value = key + "#" + began;
          cache.put(key, value);
          history.put(key, value, began);
        }
        case PUT_SUPPLIED -> putSupplied(key);
        case EVICT -> {
          cache.evict(key);
          history.ended("evict", key, began, null);
        }
        case INVALIDATE -> {
          cache.invalidate("all");
          history.ended("invalidate", null, began, null);
        }
        case CLEAR -> {
          cache.clear();
          history.ended("clear", null, began, null);
        }
      }
    }

    private void putSupplied(String key) {
      long[] supplied = new long[1];
      String put =
          cache.put(
              key,
              () -> {
                String value = history.compute(key);
                linger();
                supplied[0] = history.now();
                return value;
              });
      history.ended("put of a supplier", key, supplied[0], put);
    }

    private String load(String key, List<Load> loads) {
      String value = history.compute(key);
      linger();
      loads.add(new Load(key, value, history.now()));
      return value;
    }

    private Map<String, String> load(Set<String> keys, List<Load> loads) {
      Map<String, String> values = new HashMap<>();
      keys.forEach(key -> values.put(key, load(key, loads)));
      return values;
    }

    /** That a loader ran for its caller alone is known once the call has returned. */
    private void note(List<Load> loads) {
      loads.forEach(
          load -> history.loaded(load.key(), load.value(), load.ended(), passed.take(load.key())));
    }

    private void linger() {
      for (int i = random.nextInt(6); i > 0; i--) {
        Thread.yield();
      }
    }
  }

  /** A loader that has run. */
  private record Load(String key, String value, long ended) {}
}
