package io.larder.testkit;

import static io.larder.testkit.StoreOperation.CLEAR;
import static io.larder.testkit.StoreOperation.EVICT;
import static io.larder.testkit.StoreOperation.FIND;
import static io.larder.testkit.StoreOperation.HEALTH;
import static io.larder.testkit.StoreOperation.INSPECT;
import static io.larder.testkit.StoreOperation.INVALIDATE;
import static io.larder.testkit.StoreOperation.PUT;
import static io.larder.testkit.StoreOperation.SOFT_PURGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.ManyTimes;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import io.larder.cache.codec.Codecs;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@ManyTimes
class FaultsTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5)).tagged("t");
  private static final Duration MOMENT = Duration.ofMillis(60);

  private final Faults faults = new Faults();
  private final Larder larder =
      Larder.builder().backend(FaultyBackend.over(MapBackend::new, faults)).build();
  private final CacheStore<String> store = larder.store("quotes", Codecs.utf8());

  @AfterEach
  void close() {
    larder.close();
  }

  private void stock(String key) {
    assertThat(store.fill(store.claim(key), "v", TERMS)).isEqualTo(FillResult.STORED);
  }

  private void assertFound(String key) {
    assertThat(store.find(key)).isInstanceOf(CacheEntry.class);
  }

  private void assertMissing(String key) {
    assertThat(store.find(key)).isInstanceOf(Miss.class);
  }

  /** Every way to end what lies under "k". */
  private Map<StoreOperation, List<Supplier<Answer>>> endings() {
    Map<StoreOperation, List<Supplier<Answer>>> all = new EnumMap<>(StoreOperation.class);
    all.put(PUT, List.of(() -> store.put(Claim.refused("k"), "w", TERMS)));
    all.put(EVICT, List.of(() -> store.evict("k"), () -> store.evictAll(List.of("k", "l"))));
    all.put(
        INVALIDATE, List.of(() -> store.invalidate(List.of("t")), () -> larder.invalidate("t")));
    all.put(SOFT_PURGE, List.of(() -> store.softPurge("k"), () -> larder.softPurge(List.of("t"))));
    all.put(CLEAR, List.of(store::clear, larder::clear));
    return all;
  }

  private boolean isFresh(String key) {
    return store.find(key) instanceof CacheEntry<String> entry && !entry.softPurged();
  }

  @Nested
  class Failures {

    @Test
    void whatIsAskedWhileTheStoreFailsHasTheAnswersOfAnOutage() {
      stock("k");
      faults.fail();
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      Map<String, Lookup<String>> found = store.findAll(List.of("l", "k"));
      assertThat(found.keySet()).containsExactly("l", "k");
      assertThat(found.values()).hasOnlyElementsOfType(Unavailable.class);
      assertThat(store.claim("k").granted()).isFalse();
      assertThat(store.fill(store.claim("k"), "w", TERMS)).isEqualTo(FillResult.UNAVAILABLE);
      store.abandon(Claim.refused("k"));
      assertThat(larder.health().reachable()).isFalse();
      assertThatThrownBy(() -> larder.inspect("*", 9)).isInstanceOf(IllegalStateException.class);
      faults.mend();
      assertFound("k");
      assertThat(larder.health().reachable()).isTrue();
      assertThat(larder.inspect("*", 9)).hasSize(1);
    }

    @Test
    void whatIsDeferredIsDoneBeforeTheNextLookUpThatDoesNotFail() {
      endings()
          .forEach(
              (operation, ways) -> {
                for (Supplier<Answer> way : ways) {
                  stock("k");
                  faults.next(1).fail(operation);
                  assertThat(way.get()).as("%s", operation).isEqualTo(Answer.DEFERRED);
                  assertThat(isFresh("k")).as("%s", operation).isFalse();
                }
              });
    }

    @Test
    void aLoadThatADeferredEvictCrossedIsRefused() {
      Claim claim = store.claim("k");
      faults.next(1).fail(EVICT);
      assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
      assertThat(store.fill(claim, "v", TERMS)).isEqualTo(FillResult.REFUSED);
    }

    @Test
    void aDeferredEvictThatNoStoreTakesHarmsNobodyElse() {
      CacheStore<String> other = larder.store("others", Codecs.utf8());
      faults.fail(EVICT);
      assertThat(store.evict("k".repeat(2_000))).isEqualTo(Answer.DEFERRED);
      assertThat(other.evict("k")).isEqualTo(Answer.DEFERRED);
      other.close();
      stock("k");
      assertFound("k");
    }

    @Test
    void onlyTheOperationsThatAreNamedFail() {
      stock("k");
      faults.fail(FIND, HEALTH);
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertThat(larder.health().reachable()).isFalse();
      assertThat(larder.inspect("*", 9)).hasSize(1);
      assertThat(store.claim("k").granted()).isTrue();
      assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
      faults.mend();
      faults.fail(INSPECT);
      assertMissing("k");
      assertThatThrownBy(() -> larder.inspect("*", 9)).hasMessageContaining("reached");
    }

    @Test
    void onlyTheNextCallsFail() {
      faults.next(2).fail(FIND);
      assertThat(store.claim("k").granted()).isTrue();
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertMissing("k");
      faults.next(1).fail();
      assertThat(store.claim("k").granted()).isFalse();
      assertThat(store.claim("k").granted()).isTrue();
      assertThatThrownBy(() -> faults.next(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the next 0 calls");
    }

    @Test
    void aStoreByItselfFailsToo() {
      CacheStore<String> single = new FaultyStore<>(store, faults);
      assertThat(single.name()).isEqualTo("quotes");
      faults.next(1).fail(FIND);
      assertThat(single.find("k")).isInstanceOf(Unavailable.class);
      faults.next(1).fail(EVICT);
      stock("k");
      assertThat(single.evict("k")).isEqualTo(Answer.DEFERRED);
      assertThat(single.find("k")).isInstanceOf(Miss.class);
    }
  }

  @Nested
  class Losses {

    @Test
    void whatIsLostIsAppliedAndHasNotHappened() {
      stock("k");
      faults.lose();
      endings()
          .forEach(
              (operation, ways) -> {
                for (Supplier<Answer> way : ways) {
                  assertThat(way.get()).as("%s", operation).isEqualTo(Answer.APPLIED);
                  assertThat(isFresh("k")).as("%s", operation).isTrue();
                }
              });
      faults.mend();
      assertThat(isFresh("k")).isTrue();
      assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
      assertMissing("k");
    }

    @Test
    void eachKindIsLostByItself() {
      endings()
          .forEach(
              (operation, ways) -> {
                for (Supplier<Answer> way : ways) {
                  stock("k");
                  faults.next(1).lose(operation);
                  assertThat(way.get()).isEqualTo(Answer.APPLIED);
                  assertThat(isFresh("k")).as("%s lost", operation).isTrue();
                  assertThat(way.get()).isEqualTo(Answer.APPLIED);
                  assertThat(isFresh("k")).as("%s done", operation).isFalse();
                }
              });
    }

    @Test
    void whatEndsNothingIsNotLost() {
      assertThatThrownBy(() -> faults.lose(EVICT, FIND))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("FIND", "EVICT", "CLEAR");
    }
  }

  @Nested
  class Waits {

    private CompletableFuture<Lookup<String>> findInAnotherThread() {
      CompletableFuture<Lookup<String>> found = new CompletableFuture<>();
      new Thread(
              () -> {
                try {
                  found.complete(store.find("k"));
                } catch (RuntimeException e) {
                  found.completeExceptionally(e);
                }
              })
          .start();
      return found;
    }

    private void awaitHanging(int count) {
      await().until(() -> faults.hanging() == count);
    }

    @Test
    void aDelayedCallTakesItsTime() {
      stock("k");
      faults.next(1).delay(MOMENT, FIND);
      long before = System.nanoTime();
      assertFound("k");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(MOMENT.toNanos());
      for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
        assertThatThrownBy(() -> faults.delay(none))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("delay");
      }
    }

    @Test
    void aCallMayBeSlowAndFailThen() {
      faults.delay(MOMENT, FIND);
      faults.fail(FIND);
      long before = System.nanoTime();
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(MOMENT.toNanos());
    }

    @Test
    void aCallThatHangsGoesOnWhenItIsReleased() throws Exception {
      stock("k");
      faults.hang(FIND);
      CompletableFuture<Lookup<String>> one = findInAnotherThread();
      CompletableFuture<Lookup<String>> two = findInAnotherThread();
      awaitHanging(2);
      assertThat(store.claim("k").granted()).isTrue();
      assertThat(one).isNotDone();
      faults.release();
      assertThat(one.get()).isInstanceOf(CacheEntry.class);
      assertThat(two.get()).isInstanceOf(CacheEntry.class);
      assertThat(faults.hanging()).isZero();
      assertFound("k");
    }

    @Test
    void oneReleaseEndsAllThatACallWaitsFor() throws Exception {
      faults.hang(FIND);
      faults.hang();
      faults.delay(Duration.ofMinutes(5), FIND);
      CompletableFuture<Lookup<String>> found = findInAnotherThread();
      awaitHanging(1);
      faults.release();
      assertThat(found.get()).isInstanceOf(Miss.class);
    }

    @Test
    void releasingLeavesTheOtherFaults() throws Exception {
      faults.fail(FIND);
      faults.hang(FIND);
      CompletableFuture<Lookup<String>> found = findInAnotherThread();
      awaitHanging(1);
      faults.release();
      assertThat(found.get()).isInstanceOf(Unavailable.class);
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
    }

    @Test
    void mendingReleasesAndEndsDelaysToo() throws Exception {
      faults.next(1).hang(FIND);
      CompletableFuture<Lookup<String>> hung = findInAnotherThread();
      awaitHanging(1);
      faults.delay(Duration.ofMinutes(5), FIND);
      CompletableFuture<Lookup<String>> delayed = findInAnotherThread();
      faults.mend();
      faults.release();
      assertThat(hung.get()).isInstanceOf(Miss.class);
      assertThat(delayed.get()).isInstanceOf(Miss.class);
    }

    @Test
    void closingTheViewEndsAHang() {
      faults.hang(FIND);
      CompletableFuture<Lookup<String>> found = findInAnotherThread();
      awaitHanging(1);
      store.close();
      assertThatThrownBy(found::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }

    @Test
    void closingTheLarderEndsAHangOfItsOwn() {
      faults.hang(CLEAR);
      CompletableFuture<Answer> cleared = CompletableFuture.supplyAsync(larder::clear);
      awaitHanging(1);
      larder.close();
      assertThatThrownBy(cleared::get).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingOneViewLeavesTheHangsOfOthers() throws Exception {
      faults.hang(FIND);
      CompletableFuture<Lookup<String>> found = findInAnotherThread();
      awaitHanging(1);
      larder.store("others", Codecs.utf8()).close();
      assertThat(faults.hanging()).isEqualTo(1);
      faults.release();
      assertThat(found.get()).isInstanceOf(Miss.class);
    }

    @Test
    void anInterruptEndsAHangAndIsKept() throws Exception {
      stock("k");
      faults.hang(FIND);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      CompletableFuture<Lookup<String>> found = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                found.complete(store.find("k"));
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      thread.start();
      awaitHanging(1);
      thread.interrupt();
      assertThat(found.get()).isInstanceOf(Unavailable.class);
      assertThat(interrupted.get()).isTrue();
      assertThat(faults.hanging()).isZero();
    }

    @Test
    void anInterruptEndsADelayAndIsKept() {
      faults.delay(Duration.ofMinutes(5), FIND);
      Thread.currentThread().interrupt();
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
