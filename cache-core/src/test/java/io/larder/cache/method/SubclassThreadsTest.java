package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.cache.annotation.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Subclasses with threads; {@code -Dlarder.repeats=200} repeats each. */
@ManyTimes
class SubclassThreadsTest {

  private static final int CALLERS = 50;

  static class Catalog {
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch called = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Cached
    String find(String country) throws InterruptedException {
      called.countDown();
      go.await();
      return country + calls.incrementAndGet();
    }

    String twice(String country) throws InterruptedException {
      return find(country) + find(country);
    }
  }

  static class Shared {
    @Cached(cache = "shared")
    int find() {
      return 1;
    }
  }

  static class Owned {
    @Cached
    int find() {
      return 1;
    }
  }

  private static <T> List<Future<T>> all(ExecutorService threads, Callable<T> work) {
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      futures.add(threads.submit(work));
    }
    return futures;
  }

  @Test
  void ofManyCallersOneRunsTheMethod() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (Larder larder = Larder.open("memory:")) {
      Catalog catalog = larder.subclass(Catalog.class);
      CyclicBarrier together = new CyclicBarrier(CALLERS);
      List<Future<String>> answers =
          all(
              threads,
              () -> {
                together.await();
                return catalog.twice("Germany");
              });
      assertThat(catalog.called.await(30, TimeUnit.SECONDS)).isTrue();
      catalog.go.countDown();
      for (Future<String> each : answers) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo("Germany1Germany1");
      }
      assertThat(catalog.calls).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyMakeObjectsOfOneClassAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (Larder larder = Larder.open("memory:")) {
      CyclicBarrier together = new CyclicBarrier(CALLERS);
      List<Future<Class<?>>> made =
          all(
              threads,
              () -> {
                together.await();
                Shared object = larder.subclass(Shared.class);
                assertThat(object.find()).isEqualTo(1);
                return object.getClass();
              });
      for (Future<Class<?>> each : made) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isSameAs(made.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ofManyThatWouldShareACacheOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (Larder larder = Larder.open("memory:")) {
      AtomicInteger refused = new AtomicInteger();
      CyclicBarrier together = new CyclicBarrier(CALLERS);
      List<Future<Integer>> made =
          all(
              threads,
              () -> {
                together.await();
                try {
                  return larder.subclass(Owned.class).find();
                } catch (IllegalArgumentException e) {
                  return 1 - refused.incrementAndGet() / CALLERS;
                }
              });
      for (Future<Integer> each : made) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      }
      assertThat(refused).hasValue(CALLERS - 1);
    } finally {
      threads.shutdownNow();
    }
  }
}
