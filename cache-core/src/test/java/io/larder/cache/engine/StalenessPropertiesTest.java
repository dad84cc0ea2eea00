package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * The rules of staleness against a model of their own, at every instant of a random life of one
 * key: what may be served, whether a refresh is begun, how often the loader runs.
 */
class StalenessPropertiesTest {

  /** What is set, in seconds; 0: it is not set. */
  record Windows(int ttl, int revalidate, int ifError, int throttle) {

    boolean keepsStale() {
      return revalidate > 0 || ifError > 0;
    }

    CacheBuilder<String> on(CacheBuilder<String> builder) {
      builder.ttl(Duration.ofSeconds(ttl)).tags("all").waitTimeout(Duration.ofNanos(1));
      if (revalidate > 0) {
        builder.staleWhileRevalidate(Duration.ofSeconds(revalidate));
      }
      if (ifError > 0) {
        builder.staleIfError(Duration.ofSeconds(ifError));
      }
      if (throttle > 0 && keepsStale()) {
        builder.retryThrottle(Duration.ofSeconds(throttle));
      }
      return builder;
    }

    /** A second is what holds unless it is set. */
    int pause() {
      return throttle > 0 && keepsStale() ? throttle : 1;
    }
  }

  /** What is done to the key. */
  enum Kind {
    PASS,
    GET,
    GET_FAILING,
    FIND,
    PUT,
    SOFT_PURGE,
    EVICT,
    INVALIDATE,
    REFRESH
  }

  /** One step; the seconds are those that pass. */
  record Step(Kind kind, int seconds) {}

  @Provide
  Arbitrary<Windows> windows() {
    Arbitrary<Integer> window = Arbitraries.of(0, 0, 1, 4, 9);
    return Combinators.combine(Arbitraries.of(1, 3, 8), window, window, Arbitraries.of(0, 1, 3))
        .as(Windows::new);
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(Kind.PASS)),
            Tuple.of(5, Arbitraries.just(Kind.GET)),
            Tuple.of(4, Arbitraries.just(Kind.GET_FAILING)),
            Tuple.of(4, Arbitraries.just(Kind.REFRESH)),
            Tuple.of(3, Arbitraries.of(Kind.values())));
    return Combinators.combine(kind, Arbitraries.of(1, 1, 2, 3, 7))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  @Property(tries = 2_000)
  void whatIsServedAndLoadedIsWhatTheModelSays(
      @ForAll("windows") Windows windows, @ForAll("lives") List<Step> life) {
    try (Kitchen kitchen = new Kitchen()) {
      Subject subject = new Subject(kitchen, windows.on(kitchen.texts()).build());
      Model model = new Model(windows);
      for (Step step : life) {
        assertThat(subject.take(step)).as("%s of %s", step, life).isEqualTo(model.take(step));
        assertThat(subject.loads).as("loads after %s of %s", step, life).isEqualTo(model.loads);
      }
    }
  }

  @Property(tries = 300)
  void whatIsFreshIsServedAndRefreshedEarlyOnlyWithinReach(
      @ForAll @IntRange(max = 3) int cost,
      @ForAll @IntRange(max = 9) int age,
      @ForAll("betas") double beta) {
    try (Kitchen kitchen = new Kitchen()) {
      Cache<String> cache = kitchen.texts().earlyRefresh(beta).build();
      cache.get(
          "a",
          load -> {
            kitchen.pass(Duration.ofSeconds(cost));
            return "v";
          });
      kitchen.pass(Duration.ofSeconds(age));
      for (int i = 0; i < 50; i++) {
        assertThat(cache.get("a", load -> "v")).isEqualTo("v");
      }
      assertThat(cache.stats().hits()).isEqualTo(50);
      double draw = (10 - age) / (beta * cost); // what it takes; the farthest is 53 * ln 2
      int begun = kitchen.refresh();
      assertThat(begun).isLessThanOrEqualTo(draw > 37 ? 0 : 1);
      assertThat(begun).isGreaterThanOrEqualTo(draw < 0.5 ? 1 : 0);
      assertThat(cache.stats().loads()).isEqualTo(1 + begun);
    }
  }

  @Provide
  Arbitrary<Double> betas() {
    return Arbitraries.of(0.05, 0.5, 1.0, 10.0);
  }

  /** The cache itself. Who would wait for a refresh that is begun waits no time at all. */
  private static final class Subject {
    private final Kitchen kitchen;
    private final Cache<String> cache;
    private int loads;

    Subject(Kitchen kitchen, Cache<String> cache) {
      this.kitchen = kitchen;
      this.cache = cache;
    }

    String take(Step step) {
      switch (step.kind()) {
        case PASS -> kitchen.pass(Duration.ofSeconds(step.seconds()));
        case GET -> {
          return get(false);
        }
        case GET_FAILING -> {
          return get(true);
        }
        case FIND -> {
          return told(cache.find("a"));
        }
        case PUT -> cache.put("a", "put" + ++loads);
        case SOFT_PURGE -> cache.softPurge("a");
        case EVICT -> cache.evict("a");
        case INVALIDATE -> cache.invalidate("all");
        case REFRESH -> {
          return kitchen.refresh() + " refreshes";
        }
      }
      return "done";
    }

    private String get(boolean fails) {
      try {
        return String.valueOf(
            cache.get(
                "a",
                load -> {
                  loads++;
                  if (fails) {
                    throw new IOException("no line");
                  }
                  return "v" + loads;
                }));
      } catch (IOException e) {
        return "failed";
      }
    }

    private static String told(CacheResult<String> found) {
      if (found instanceof CacheResult.Hit<String> hit) {
        return hit.value() + " for " + hit.remaining().toSeconds();
      }
      return found instanceof CacheResult.Stale<String> stale
          ? stale.value() + " stale for " + stale.remaining().toSeconds()
          : "nothing";
    }
  }

  /** A refresh that has been begun: whether it fails, and how often was stored before. */
  private record Refresh(boolean fails, int stores) {}

  /** The same in seconds, by one entry, one mark of the last failure and a list of refreshes. */
  private static final class Model {
    private final Windows windows;
    private final Deque<Refresh> refreshes = new ArrayDeque<>();
    private int now;
    private int loads;
    private int stores;
    private @Nullable String value;
    private int storedAt;
    private boolean purged;
    private int noTryBefore;

    Model(Windows windows) {
      this.windows = windows;
    }

    String take(Step step) {
      switch (step.kind()) {
        case PASS -> now += step.seconds();
        case GET -> {
          return get(false);
        }
        case GET_FAILING -> {
          return get(true);
        }
        case FIND -> {
          return find();
        }
        case PUT -> store("put" + ++loads);
        case SOFT_PURGE -> purged = true;
        case EVICT, INVALIDATE -> value = null;
        case REFRESH -> {
          return refresh() + " refreshes";
        }
      }
      return "done";
    }

    private int age() {
      return now - storedAt;
    }

    private boolean isThere() {
      return value != null
          && age() < windows.ttl() + Math.max(windows.revalidate(), windows.ifError());
    }

    private boolean isFresh() {
      return isThere() && !purged && age() < windows.ttl();
    }

    private boolean isWithin(int window) {
      return isThere() && window > 0 && age() < windows.ttl() + window;
    }

    private String get(boolean fails) {
      if (isFresh()) {
        return value + "";
      }
      boolean usable = isWithin(windows.revalidate());
      if (now < noTryBefore && (usable || isWithin(windows.ifError()))) {
        return value + "";
      }
      if (usable) {
        if (refreshes.isEmpty()) {
          refreshes.add(new Refresh(fails, stores));
        }
        return value + "";
      }
      if (!refreshes.isEmpty()) {
        loads++; // it waits for the refresh in vain, and loads for itself
        return fails ? (isWithin(windows.ifError()) ? value + "" : "failed") : "v" + loads;
      }
      return load(fails) || isWithin(windows.ifError()) ? value + "" : "failed";
    }

    private boolean load(boolean fails) {
      loads++;
      if (fails) {
        noTryBefore = now + windows.pause();
      } else {
        store("v" + loads);
        noTryBefore = now;
      }
      return !fails;
    }

    private void store(String stored) {
      value = stored;
      storedAt = now;
      stores++;
      purged = false;
    }

    private String find() {
      if (!isThere()) {
        return "nothing";
      }
      int kept = windows.ttl() + Math.max(windows.revalidate(), windows.ifError()) - age();
      return isFresh() ? value + " for " + (windows.ttl() - age()) : value + " stale for " + kept;
    }

    private int refresh() {
      int run = refreshes.size();
      for (Refresh next = refreshes.poll(); next != null; next = refreshes.poll()) {
        if (next.stores() == stores || !isFresh()) { // else somebody has done it meanwhile
          load(next.fails());
        }
      }
      return run;
    }
  }
}
