package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheStore;
import io.larder.cache.CacheTimeoutException;
import io.larder.cache.CacheWaitException;
import io.larder.cache.FillResult;
import io.larder.cache.Lease;
import io.larder.cache.Lease.Wait;
import io.larder.cache.ManyTimes;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of a key whose value another process computes. */
@ManyTimes
class LeaseTest {

  private final Others others = new Others();
  private final Kitchen kitchen =
      new Kitchen(builder -> builder.backend(context -> new WrappedBackend(context, others)));
  private final Cache<String> texts = kitchen.texts().waitTimeout(Duration.ofMinutes(1)).build();
  private final AtomicInteger loads = new AtomicInteger();
  private final CacheLoader<String, RuntimeException> loader =
      load -> load.key() + loads.incrementAndGet();

  @AfterEach
  void close() {
    kitchen.close();
  }

  private CacheBuilder<String> other() {
    Duration ttl = Duration.ofSeconds(10);
    return kitchen.larder.cacheBuilder("other", String.class).ttl(ttl).jitter(0);
  }

  @Test
  void whatAnotherProcessStoresIsServedToAllWhoWait() throws InterruptedException {
    CompletableFuture<Wait> end = others.compute();
    Crowd<String> crowd = new Crowd<String>().and(20, () -> texts.get("a", loader)).isWaiting();

    others.store("a", "theirs");
    end.complete(Wait.LOOK_AGAIN);

    crowd.ends();
    assertThat(crowd.failures()).isEmpty();
    assertThat(crowd.values()).isEqualTo(Collections.nCopies(20, "theirs"));
    assertThat(loads).hasValue(0);
    assertThat(texts.stats().misses()).isEqualTo(20);
    assertThat(texts.stats().collapsed()).isEqualTo(20);
  }

  @Test
  void whereAnotherProcessStoresNothingOneLoadsForAll() throws InterruptedException {
    CompletableFuture<Wait> end = others.compute();
    Crowd<String> crowd = new Crowd<String>().and(20, () -> texts.get("a", loader)).isWaiting();

    end.complete(Wait.GO_ON);

    crowd.ends();
    assertThat(crowd.values()).isEqualTo(Collections.nCopies(20, "a1"));
    assertThat(texts.get("a", loader)).as("stored").isEqualTo("a1");
  }

  @Test
  void whereALeaseHasRunOutItIsAskedForAgain() {
    others.compute().complete(Wait.LOOK_AGAIN);
    others.compute().complete(Wait.LOOK_AGAIN);

    assertThat(texts.get("a", loader)).isEqualTo("a1");

    assertThat(others.asked).hasValue(3);
  }

  @Test
  void nobodyLooksAgainForEver() {
    for (int i = 0; i < 1_000; i++) {
      others.compute().complete(Wait.LOOK_AGAIN);
    }

    assertThat(texts.get("a", loader)).isEqualTo("a1");

    assertThat(others.asked).hasValueLessThan(100);
  }

  @Test
  void whoHasWaitedLongEnoughLoadsAlone() {
    Cache<String> impatient = other().waitTimeout(Duration.ofMillis(20)).build();
    CompletableFuture<Wait> unused = others.compute();

    assertThat(impatient.get("a", loader)).isEqualTo("a1");

    assertThat(impatient.stats().passes()).isEqualTo(1);
    assertThat(impatient.stats().stored()).isZero();
  }

  @Test
  void whoHasWaitedForTheHardTimeoutFails() {
    Cache<String> hard = other().hardTimeout(Duration.ofMillis(20)).build();
    CompletableFuture<Wait> unused = others.compute();

    assertThatThrownBy(() -> hard.get("a", loader)).isInstanceOf(CacheTimeoutException.class);
  }

  @Test
  void whoIsInterruptedLeavesTheTurnToTheNext() throws InterruptedException {
    CompletableFuture<Wait> end = others.compute();
    Crowd<String> crowd = new Crowd<String>().and(1, () -> texts.get("a", loader)).isWaiting();
    crowd.and(1, () -> texts.get("a", loader)).isWaiting();

    crowd.thread(0).interrupt();

    await().until(() -> crowd.answers() == 1 || others.asked.get() == 2);
    end.complete(Wait.GO_ON);
    crowd.ends();
    assertThat(crowd.failures()).singleElement().isInstanceOf(CacheWaitException.class);
    assertThat(crowd.values()).containsExactly("a1");
  }

  @Test
  void aLoadWithinALoadWaitsForNoOtherProcess() {
    CompletableFuture<Wait> end = others.compute();
    end.complete(Wait.GO_ON);
    CompletableFuture<Wait> unused = others.compute();

    assertThat(texts.get("a", load -> "a" + texts.get("b", loader))).isEqualTo("ab1");
  }

  @Test
  void whereSomethingStaleLiesNobodyAsksForALease() {
    Cache<String> stale = other().staleIfError(Duration.ofMinutes(1)).build();
    assertThat(stale.get("a", loader)).isEqualTo("a1");
    int before = others.asked.get();
    kitchen.pass(Duration.ofSeconds(20));

    assertThat(stale.get("a", loader)).isEqualTo("a2");

    assertThat(others.asked).hasValue(before);
  }

  /** Other processes, which compute as often as told. */
  private static final class Others implements WrappedBackend.Wrapper {

    private final Deque<CompletableFuture<Wait>> computing = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private @Nullable CacheStore<String> store;

    /** From now on one more computes; returns what is to say how that ends. */
    synchronized CompletableFuture<Wait> compute() {
      CompletableFuture<Wait> end = new CompletableFuture<>();
      computing.add(end);
      return end;
    }

    private synchronized @Nullable CompletableFuture<Wait> first() {
      asked.incrementAndGet();
      return computing.peek();
    }

    private synchronized void ended(CompletableFuture<Wait> end) {
      computing.remove(end);
    }

    void store(String key, String value) {
      CacheStore<String> into = Objects.requireNonNull(store);
      assertThat(into.fill(into.claim(key), value, Terms.ttl(Duration.ofSeconds(10))))
          .isEqualTo(FillResult.STORED);
    }

    @Override
    @SuppressWarnings("unchecked") // all caches here are of texts
    public <V> CacheStore<V> around(CacheStore<V> memory) {
      store = (CacheStore<String>) memory;
      return new ForwardingStore<>(memory) {
        @Override
        public Lease lease(String key) {
          CompletableFuture<Wait> end = first();
          return end == null ? new Lease.Own(claim(key)) : held(end);
        }
      };
    }

    private Lease.Held held(CompletableFuture<Wait> end) {
      return most -> {
        try {
          Wait wait = end.get(most.toNanos(), TimeUnit.NANOSECONDS);
          ended(end);
          return wait;
        } catch (TimeoutException e) {
          return Wait.TOO_LONG;
        } catch (ExecutionException e) {
          throw new AssertionError(e);
        }
      };
    }
  }
}
