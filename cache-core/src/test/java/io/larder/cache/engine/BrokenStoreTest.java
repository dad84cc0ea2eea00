package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheResult;
import io.larder.cache.ManyTimes;
import io.larder.cache.Ticker;
import io.larder.cache.engine.Faults.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A store that fails, at each of its steps: never a failure of the load, and never a second one.
 */
@ManyTimes
class BrokenStoreTest {

  private static final int CALLERS = 20;

  private final Faults faults = new Faults();
  private final Kitchen kitchen =
      new Kitchen(builder -> builder.backend(context -> new WrappedBackend(context, faults)));
  private final Cache<String> texts =
      kitchen.texts().tags("all").waitTimeout(Duration.ofMinutes(1)).build();
  private final AtomicInteger loads = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CacheLoader<String, InterruptedException> loader =
      load -> {
        String text = load.key() + loads.incrementAndGet();
        gate.await();
        return text;
      };

  @AfterEach
  void close() {
    faults.isBack();
    kitchen.close();
  }

  private Crowd<String> callers(int number) {
    return new Crowd<String>().and(number, () -> texts.get("a", loader));
  }

  private void assertOneLoadForAll(Crowd<String> callers) throws InterruptedException {
    gate.countDown();
    callers.ends();
    assertThat(callers.failures()).isEmpty();
    assertThat(callers.values()).isEqualTo(Collections.nCopies(CALLERS, "a1"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void whereNothingCanBeLookedUpOneLoadsForAll() throws InterruptedException {
    faults.outOfReach();
    assertOneLoadForAll(callers(CALLERS).isWaiting());
    assertThat(faults.asked(Step.FIND)).as("asked once a call").isEqualTo(CALLERS);
    assertThat(faults.asked(Step.CLAIM) + faults.asked(Step.FILL)).isZero();
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Failed<>("out of reach"));
  }

  @Test
  void whereNothingCanBeClaimedOneLoadsForAll() throws InterruptedException {
    faults.outOfReach(Step.CLAIM);
    assertOneLoadForAll(callers(CALLERS).isWaiting());
    assertThat(texts.stats().refusals()).isEqualTo(Map.of("store-unavailable", 1L));
  }

  @Test
  void whereNothingCanBeStoredOneLoadsForAll() throws InterruptedException {
    faults.outOfReach(Step.FILL);
    assertOneLoadForAll(callers(CALLERS).isWaiting());
    assertThat(texts.stats().refusals()).isEqualTo(Map.of("store-unavailable", 1L));
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void whoLookedJustBeforeAValueLandedDoesNotLoadItAgain() throws InterruptedException {
    AtomicInteger own = new AtomicInteger();
    faults.afterFind(
        () -> {
          faults.afterFind(() -> {});
          texts.get("a", load -> "v" + own.incrementAndGet());
        });
    assertThat(texts.get("a", load -> "v" + own.incrementAndGet())).isEqualTo("v1");
    assertThat(texts.stats().collapsed()).isEqualTo(1);
    assertThat(own).hasValue(1);
  }

  @Test
  void aStoreThatBreaksDuringTheLoadLeavesItAlone() throws InterruptedException {
    Crowd<String> callers = callers(CALLERS).isWaiting();
    faults.outOfReach();
    assertOneLoadForAll(callers);
  }

  @Test
  void aStoreThatComesBackDuringTheLoadHoldsNothingOfIt() throws InterruptedException {
    faults.outOfReach();
    Crowd<String> callers = callers(CALLERS).isWaiting();
    faults.isBack();
    assertOneLoadForAll(callers);
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void whoLooksUpAfterTheStoreHasComeBackTakesNothingThatWasLoadedWithoutIt()
      throws InterruptedException {
    faults.outOfReach();
    Crowd<String> before = callers(1).isWaiting();
    faults.isBack();
    Crowd<String> after = callers(1).isWaiting();
    gate.countDown();
    assertThat(before.ends().values()).containsExactly("a1");
    assertThat(after.ends().values()).containsExactly("a2");
  }

  @Test
  void whatIsEvictedWithoutTheStoreIsSeenByTheNextCaller() throws InterruptedException {
    faults.outOfReach();
    Crowd<String> before = callers(1).isWaiting();
    assertThat(texts.evict("a")).isEqualTo(Answer.DEFERRED);
    Crowd<String> after = callers(1).isWaiting();
    gate.countDown();
    assertThat(before.ends().values()).containsExactly("a1");
    assertThat(after.ends().values()).containsExactly("a2");
  }

  @Test
  void whoComesTooLongAfterALoadBeganWithoutTheStoreBeginsAnother() throws InterruptedException {
    faults.outOfReach();
    Crowd<String> before = callers(3).isWaiting();
    kitchen.pass(Call.SHARED_WITHOUT_STORE.plusNanos(1));
    Crowd<String> after = callers(3).isWaiting();
    assertThat(loads).as("before the first has ended, and one of them for all").hasValue(2);
    gate.countDown();
    assertThat(before.ends().values()).containsOnly("a1").hasSize(3);
    assertThat(after.ends().values()).containsOnly("a2").hasSize(3);
    assertThat(loads).hasValue(2);
  }

  @Test
  void aLoadThatWasSuspendedAsItBeganIsAsOldAsItsBeginning() throws InterruptedException {
    AtomicLong nanos = new AtomicLong();
    CountDownLatch suspended = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicReference<Thread> leader = new AtomicReference<>();
    AtomicReference<Engine<String>> engine = new AtomicReference<>();
    Ticker ticker =
        () -> {
          long now = nanos.get();
          if (Thread.currentThread() == leader.get() && engine.get().flights().size() > 0) {
            suspended.countDown();
            awaitQuietly(goesOn);
          }
          return now;
        };
    try (Kitchen other =
        new Kitchen(
            builder ->
                builder.ticker(ticker).backend(context -> new WrappedBackend(context, faults)))) {
      Cache<String> slow = other.texts().waitTimeout(Duration.ofMinutes(1)).build();
      engine.set((Engine<String>) slow);
      faults.outOfReach();
      gate.countDown();
      Crowd<String> first =
          new Crowd<String>()
              .and(
                  1,
                  () -> {
                    leader.set(Thread.currentThread());
                    return slow.get("a", loader);
                  });
      assertThat(suspended.await(10, TimeUnit.SECONDS)).isTrue();
      nanos.addAndGet(Call.SHARED_WITHOUT_STORE.toNanos() + 1);
      Crowd<String> next = new Crowd<String>().and(1, () -> slow.get("a", loader)).isWaiting();
      goesOn.countDown();
      assertThat(first.ends().values()).containsExactly("a1");
      assertThat(next.ends().values()).containsExactly("a2");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoComesSoonEnoughTakesWhatIsLoadedWithoutTheStore() throws InterruptedException {
    faults.outOfReach();
    Crowd<String> before = callers(3).isWaiting();
    kitchen.pass(Call.SHARED_WITHOUT_STORE);
    Crowd<String> after = callers(3).isWaiting();
    kitchen.pass(Duration.ofMinutes(1)); // it takes long, which concerns nobody who waits
    gate.countDown();
    assertThat(before.ends().values()).containsOnly("a1").hasSize(3);
    assertThat(after.ends().values()).containsOnly("a1").hasSize(3);
  }

  @Test
  void whereTheStoreCanBeAskedALoadIsSharedHoweverLongItTakes() throws InterruptedException {
    Crowd<String> before = callers(3).isWaiting();
    kitchen.pass(Duration.ofMinutes(1));
    Crowd<String> after = callers(3).isWaiting();
    gate.countDown();
    assertThat(before.ends().values()).containsOnly("a1").hasSize(3);
    assertThat(after.ends().values()).containsOnly("a1").hasSize(3);
  }

  @Test
  void whatWasEvictedBeforeTheStoreBrokeIsSeenByTheNextCaller() throws InterruptedException {
    for (Runnable event :
        List.<Runnable>of(
            () -> texts.evict("a"),
            () -> texts.evictAll(List.of("a")),
            () -> texts.put("a", "put"),
            () -> texts.invalidate("all"),
            () -> kitchen.larder.invalidate("all"),
            () -> kitchen.larder.clear(),
            texts::clear)) {
      CountDownLatch open = new CountDownLatch(1);
      CacheLoader<String, InterruptedException> old =
          load -> {
            open.await();
            return "old";
          };
      texts.clear();
      Crowd<String> before = new Crowd<String>().and(1, () -> texts.get("a", old)).isWaiting();
      event.run();
      faults.outOfReach();
      Crowd<String> after =
          new Crowd<String>().and(1, () -> texts.get("a", load -> "new")).isWaiting();
      open.countDown();
      assertThat(before.ends().values()).containsExactly("old");
      assertThat(after.ends().values()).containsExactly("new");
      faults.isBack();
    }
  }

  @Test
  void anEvictThatIsDeferredEndsWhatLiesThere() {
    texts.get("a", load -> "old");
    faults.outOfReach(Step.EVENT);
    assertThat(texts.evict("a")).isEqualTo(Answer.DEFERRED);
    assertThat(texts.get("a", load -> "new")).isEqualTo("new");
  }

  @Test
  void aPutThatCannotBeClaimedEndsWhatLiesThere() {
    texts.get("a", load -> "old");
    faults.outOfReach(Step.CLAIM);
    assertThat(texts.put("a", "new")).isEqualTo(Answer.APPLIED);
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void aLoadAnewAsksNothingMoreOfAStoreThatIsOutOfReach() {
    Cache<String> anew =
        kitchen.larder.cacheBuilder("anew", String.class).refreshWhen(key -> true).build();
    faults.outOfReach();
    assertThat(anew.get("a", load -> "new")).isEqualTo("new");
    assertThat(faults.asked(Step.FIND)).isEqualTo(1);
    assertThat(faults.asked(Step.CLAIM) + faults.asked(Step.FILL)).isZero();
    faults.isBack();
    assertThat(anew.get("a", load -> "newer")).isEqualTo("newer");
    assertThat(faults.asked(Step.FILL)).isEqualTo(1);
  }

  @Test
  void whatALoaderThrowsReachesItsCallerThoughTheStoreWasClosedMeanwhile() {
    assertThatThrownBy(
            () ->
                texts.get(
                    "a",
                    load -> {
                      faults.isClosed();
                      throw new IOException("no line");
                    }))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void whatASupplierThrowsReachesItsCallerThoughTheStoreWasClosedMeanwhile() {
    assertThatThrownBy(
            () ->
                texts.put(
                    "a",
                    () -> {
                      faults.isClosed();
                      throw new IOException("no line");
                    }))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void whatIsLoadedReachesItsCallersThoughTheStoreWasClosedMeanwhile() throws InterruptedException {
    Crowd<String> callers = callers(CALLERS).isWaiting();
    faults.isClosed();
    assertOneLoadForAll(callers);
  }

  @Test
  void whatIsNotToBeStoredReachesItsCallerThoughTheStoreWasClosedMeanwhile() {
    String text =
        texts.get(
            "a",
            load -> {
              faults.isClosed();
              return load.doNotStore().key();
            });
    assertThat(text).isEqualTo("a");
  }

  @Test
  void aClosedStoreIsTheMistakeOfItsCaller() {
    faults.isClosed();
    assertThatThrownBy(() -> texts.get("a", loader)).isInstanceOf(IllegalStateException.class);
    assertThat(loads).hasValue(0);
  }

  @Test
  void aStoreThatIsClosedBeforeABatchHasBegunIsTooAndNothingIsLoaded() {
    AtomicInteger found = new AtomicInteger();
    faults.afterFind(
        () -> {
          if (found.incrementAndGet() == 2) {
            faults.isClosed();
          }
        });
    assertThatThrownBy(
            () ->
                texts.getAll(
                    List.of("a", "b"),
                    keys -> {
                      loads.incrementAndGet();
                      return Map.of("a", "1", "b", "2");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the view is closed");
    assertThat(loads).hasValue(0);
    assertThat(texts.stats().loadFailures()).isEqualTo(2);
  }

  @Test
  void whatABatchHasLoadedReachesItsCallerThoughTheStoreWasClosedMeanwhile() {
    Map<String, String> values =
        texts.getAll(
            List.of("a", "b"),
            keys -> {
              faults.isClosed();
              return Map.of("a", "1", "b", "2");
            });
    assertThat(values).isEqualTo(Map.of("a", "1", "b", "2"));
  }
}
