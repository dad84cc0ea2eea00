package io.larder.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.ManyTimes;
import io.larder.cache.Repeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Flights with threads; {@code -Dlarder.repeats=200} repeats each. */
@Tag(ManyTimes.TAG)
class SingleFlightThreadsTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static void runAll(List<Thread> threads) throws InterruptedException {
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static <T> List<Thread> threads(int count, Work work) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(
          new Thread(
              null,
              () -> {
                try {
                  work.run(number);
                } catch (InterruptedException e) {
                  throw new AssertionError("nobody interrupts this thread", e);
                }
              },
              "caller " + i,
              128 << 10));
    }
    return threads;
  }

  private interface Work {
    void run(int number) throws InterruptedException;
  }

  @Test
  void ofAThousandCallersOneLoads() throws Exception {
    Repeats.run(
        () -> {
          int callers = 1_000;
          SingleFlight<Integer> flights = new SingleFlight<>(callers);
          CountDownLatch joined = new CountDownLatch(callers);
          AtomicInteger loads = new AtomicInteger();
          AtomicInteger landed = new AtomicInteger();
          Work caller =
              number -> {
                Turn<Integer> turn = flights.join("k", 3);
                joined.countDown();
                if (turn instanceof Leader<Integer> leader) {
                  try (leader) {
                    leader.stamp(3);
                    joined.await();
                    leader.land(loads.incrementAndGet());
                  }
                } else if (((Waiter<Integer>) turn).await(LONG)
                    instanceof Outcome.Landed<Integer> outcome) {
                  landed.addAndGet(outcome.value());
                }
              };
          runAll(threads(callers, caller));
          assertThat(loads).hasValue(1);
          assertThat(landed).hasValue(callers - 1);
          assertThat(flights.size()).isZero();
          return null;
        });
  }

  @Test
  void ofThoseWhoDoNotWaitOneLeads() throws Exception {
    Repeats.run(
        () -> {
          int callers = 50;
          SingleFlight<Integer> flights = new SingleFlight<>(0);
          CountDownLatch tried = new CountDownLatch(callers);
          AtomicInteger leads = new AtomicInteger();
          Work caller =
              number -> {
                Leader<Integer> leader = flights.tryLead("k");
                tried.countDown();
                if (leader != null) {
                  try (leader) {
                    leads.incrementAndGet();
                    tried.await();
                  }
                }
              };
          runAll(threads(callers, caller));
          assertThat(leads).hasValue(1);
          assertThat(flights.size()).isZero();
          return null;
        });
  }

  @Test
  void anInterruptEndsAWaitAtOnce() throws Exception {
    Repeats.run(
        () -> {
          SingleFlight<String> flights = new SingleFlight<>(1);
          Leader<String> leader = (Leader<String>) flights.join("k", 0);
          AtomicReference<Throwable> thrown = new AtomicReference<>();
          Waiter<String> waiter = (Waiter<String>) flights.join("k", 0);
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      waiter.await(LONG);
                    } catch (InterruptedException e) {
                      thrown.set(e);
                    }
                  });
          thread.start();
          await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
          thread.interrupt();
          thread.join(5_000);
          assertThat(thread.isAlive()).isFalse();
          assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
          assertThat(flights.join("k", 0)).as("its place is free").isInstanceOf(Waiter.class);
          leader.release();
          assertThat(flights.size()).isZero();
          return null;
        });
  }

  /** A lead handed to a waiter that is just being interrupted, or just leaves, is not lost. */
  @Test
  void aLeadIsNeverLostToAWaiterThatLeaves() throws Exception {
    Repeats.run(
        () -> {
          for (int i = 0; i < 50; i++) {
            SingleFlight<String> flights = new SingleFlight<>(2);
            Leader<String> leader = (Leader<String>) flights.join("k", 0);
            Waiter<String> leaving = (Waiter<String>) flights.join("k", 0);
            Waiter<String> staying = (Waiter<String>) flights.join("k", 0);
            CountDownLatch go = new CountDownLatch(1);
            Work both =
                number -> {
                  go.await();
                  if (number == 0) {
                    leader.close();
                  } else if (leaving.leave() instanceof Outcome.Promoted<String> promoted) {
                    promoted.leader().close();
                  }
                };
            List<Thread> threads = threads(2, both);
            go.countDown();
            runAll(threads);
            assertThat(staying.await(LONG)).isInstanceOf(Outcome.Promoted.class);
            ((Outcome.Promoted<String>) staying.leave()).leader().release();
            assertThat(flights.size()).isZero();
          }
          return null;
        });
  }

  /** Leaders land, fail, release, give up; waiters lose patience; no flight and no one is left. */
  @Test
  void whateverCallersDoNobodyIsLeftBehind() throws Exception {
    Repeats.run(
        () -> {
          SingleFlight<Integer> flights = new SingleFlight<>(4);
          Map<Class<?>, AtomicInteger> seen = new ConcurrentHashMap<>();
          Work caller =
              number -> {
                Random random = new Random(number);
                for (int i = 0; i < 300; i++) {
                  Turn<Integer> turn = flights.join("k" + random.nextInt(3), random.nextInt(4));
                  Outcome<Integer> outcome = null;
                  if (turn instanceof Leader<Integer> leader) {
                    end(leader, random);
                  } else if (turn instanceof Waiter<Integer> waiter) {
                    outcome = waiter.await(random.nextBoolean() ? LONG : Duration.ofNanos(1_000));
                  }
                  if (outcome instanceof Outcome.Promoted<Integer> promoted) {
                    end(promoted.leader(), random);
                  }
                  Object what = outcome == null ? turn : outcome;
                  seen.computeIfAbsent(what.getClass(), c -> new AtomicInteger()).incrementAndGet();
                }
              };
          runAll(threads(8, caller));
          assertThat(flights.size()).isZero();
          assertThat(seen.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(2_400);
          return null;
        });
  }

  private static void end(Leader<Integer> leader, Random random) {
    try (leader) {
      leader.stamp(random.nextInt(4));
      Thread.yield();
      switch (random.nextInt(4)) {
        case 0 -> leader.land(1);
        case 1 -> leader.fail(new IllegalStateException("down"));
        case 2 -> leader.release();
        default -> {}
      }
    }
  }
}
