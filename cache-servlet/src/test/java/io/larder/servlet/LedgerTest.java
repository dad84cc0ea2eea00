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
    return ledger.enter(key, size, 30 * SECOND);
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
    pages.evict("a");
    assertThat(enter("c", 4_000)).isTrue();
    pages.evict("b");
    assertThat(enter("d", 4_000)).isFalse();
    now.addAndGet(SECOND);
    assertThat(enter("d", 4_000)).isTrue();
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
                    if (!ledger.enter(key, 1_000 + n % 7, SECOND) || n % 3 == 0) {
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
