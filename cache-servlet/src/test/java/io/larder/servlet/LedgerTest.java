package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a rule's pages take, as one process knows it. */
@ManyTimes
class LedgerTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
  private final CacheStore<Page> pages = larder.pages().store();
  private final Ledger ledger = new Ledger(10_000, new PageStore(pages), now::get);

  @AfterEach
  void close() {
    larder.close();
  }

  private boolean enter(String key, int size) {
    pages.fill(
        pages.claim(key),
        new Page(200, new String[0], new String[0], null, new byte[size]),
        Terms.ttl(Duration.ofSeconds(30)));
    return ledger.enter(key, size, 30 * SECOND) != null;
  }

  @Test
  void holdsWhatFits() {
    assertThat(enter("a", 4_000)).isTrue();
    assertThat(enter("b", 4_000)).isTrue();
    assertThat(enter("c", 4_000)).isFalse();
    assertThat(enter("a", 5_000)).isTrue();
    assertThat(ledger.bytes()).isEqualTo(9_000 + 2 * (Ledger.ENTRY + 1));

    ledger.leave("a");
    ledger.leave("a");
    assertThat(enter("c", 4_000)).isTrue();
    assertThat(ledger.bytes()).isEqualTo(8_000 + 2 * (Ledger.ENTRY + 1));
  }

  @Test
  void whatHasEndedGivesItsRoomBackOnceASecond() {
    assertThat(enter("a", 4_000)).isTrue();
    assertThat(enter("b", 4_000)).isTrue();
    assertThat(enter("c", 4_000)).isFalse();
    pages.evict("b");
    assertThat(enter("c", 4_000)).isFalse();
    now.addAndGet(SECOND);
    assertThat(enter("c", 4_000)).isTrue();
  }

  /** Where much has ended, as when a tag is invalidated, the next one looks on at once. */
  @Test
  void asLongAsMuchHasEndedNobodyWaitsASecond() {
    assertThat(enter("a", 4_000)).isTrue();
    assertThat(enter("b", 4_000)).isTrue();
    pages.evict("a");
    assertThat(enter("c", 4_000)).isTrue();
    pages.evict("b");
    assertThat(enter("d", 4_000)).isTrue();
  }

  /** It is done by a request, which has a client that waits for it. */
  @Test
  void fewAreAskedForAtATimeAndAllInTheEnd() {
    AtomicInteger lookUps = new AtomicInteger();
    CacheStore<Page> counting =
        HookedStore.of(
            pages,
            (called, args) -> {
              if (called.equals("find")) {
                lookUps.incrementAndGet();
              }
            });
    int most = 1_000;
    long each = 20 + Ledger.ENTRY + "k1000".length();
    Ledger many = new Ledger(most * each, new PageStore(counting), now::get);
    for (int i = 0; i < most; i++) {
      assertThat(many.enter("k" + (1_000 + i), 20, 3_600 * SECOND)).isNotNull();
    }
    assertThat(lookUps).hasValue(0);
    int again = 0;
    for (int i = 0; i < 100_000 && again < most; i++) {
      if (many.enter("n" + (1_000 + again), 20, 3_600 * SECOND) != null) {
        again++;
      }
      assertThat(lookUps.getAndSet(0)).isLessThanOrEqualTo(Ledger.MOST_LOOK_UPS);
    }
    assertThat(again).isEqualTo(most); // none of those before is in the store
  }

  @Test
  void whatIsTakenBackLeavesWhatWasThere() {
    assertThat(enter("a", 4_000)).isTrue();
    long before = ledger.bytes();
    Ledger.Entered larger = ledger.enter("a", 5_000, 30 * SECOND);
    Ledger.Entered another = ledger.enter("b", 1_000, 30 * SECOND);
    assertThat(ledger.bytes()).isEqualTo(before + 1_000 + 1_000 + Ledger.ENTRY + 1);
    ledger.takeBack(larger);
    ledger.takeBack(larger);
    ledger.takeBack(another);
    assertThat(ledger.bytes()).isEqualTo(before);
    ledger.leave("a");
    assertThat(ledger.bytes()).isZero();
  }

  @Test
  void whatWasEnteredSinceIsNotTakenBack() {
    Ledger.Entered first = ledger.enter("a", 4_000, 30 * SECOND);
    ledger.enter("a", 5_000, 30 * SECOND);
    ledger.takeBack(first);
    assertThat(ledger.bytes()).isEqualTo(5_000 + Ledger.ENTRY + 1);
  }

  @Test
  void threadsTogetherEnterNoMoreThanFits() throws Exception {
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        all.add(
            pool.submit(
                () -> {
                  together.await();
                  for (int n = 0; n < 500; n++) {
                    String key = "k" + (thread + n) % 30;
                    if (ledger.enter(key, 1_000 + n % 7, SECOND) == null || n % 3 == 0) {
                      ledger.leave(key);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get(20, TimeUnit.SECONDS);
      }
      assertThat(ledger.bytes()).isBetween(0L, 10_000L);
      for (int key = 0; key < 30; key++) {
        ledger.leave("k" + key);
      }
      assertThat(ledger.bytes()).isZero();
    } finally {
      pool.shutdownNow();
    }
  }
}
