package io.larder.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheLoader;
import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.cache.ValueSupplier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ManyTimes
class LatchedLoaderTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LatchedLoader<String> loader = new LatchedLoader<>();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private static String value(Future<String> future) throws Exception {
    return future.get(30, SECONDS);
  }

  private static Throwable failure(Future<?> future) {
    try {
      future.get(30, SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      return e;
    }
    throw new AssertionError("it has not failed");
  }

  @Nested
  class ARun {

    @Test
    void stopsUntilItIsLetGo() throws Exception {
      Future<String> run = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      assertThat(run.isDone()).isFalse();
      assertThat(loader.running()).isEqualTo(1);

      loader.succeed("v");

      assertThat(value(run)).isEqualTo("v");
      assertThat(loader.running()).isZero();
    }

    @Test
    void mayHaveNullForItsValue() throws Exception {
      Future<String> run = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      loader.succeed(null);
      assertThat(value(run)).isNull();
    }

    @Test
    void failsAsItIsToldTo() throws Exception {
      for (Exception told : List.of(new IllegalStateException("no"), new IOException("no line"))) {
        Future<String> run = threads.submit(() -> loader.load("k"));
        loader.awaitRunning(1);
        loader.fail(told);
        assertThat(failure(run)).isSameAs(told);
      }
    }

    @Test
    void isLetGoByItsKey() throws Exception {
      Future<String> a = threads.submit(() -> loader.load("a"));
      Future<String> b = threads.submit(() -> loader.load("b"));
      loader.awaitRunning(2);

      loader.succeed("b", "of b");
      assertThat(value(b)).isEqualTo("of b");
      assertThat(a.isDone()).isFalse();

      loader.fail("a", new IOException("no line"));
      assertThat(failure(a)).isInstanceOf(IOException.class);
    }

    @Test
    void stopsAgainAfterOthersWereLetGo() throws Exception {
      Future<String> first = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      loader.succeed("1");
      value(first);

      Future<String> second = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      assertThat(second.isDone()).isFalse();
      loader.succeed("2");
      assertThat(value(second)).isEqualTo("2");
    }

    @Test
    void stopsNoMoreOnceItIsOpen() throws Exception {
      Future<String> stopped = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      loader.open("v");
      assertThat(value(stopped)).isEqualTo("v");
      assertThat(loader.load("other")).isEqualTo("v");
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
      Future<?> run = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      assertThat(run.cancel(true)).isTrue();
      Awaitility.await().until(() -> loader.running() == 0);
    }
  }

  @Nested
  class Counts {

    @Test
    void areByKey() {
      loader.open("v");
      var unused = loader.load("a") + loader.load("a") + loader.load("b") + loader.get();
      assertThat(loader.runs("a")).isEqualTo(2);
      assertThat(loader.runs("b")).isEqualTo(1);
      assertThat(loader.runs("")).isEqualTo(1);
      assertThat(loader.runs("c")).isZero();
      assertThat(loader.runs()).isEqualTo(4);
      assertThat(loader)
          .hasToString("LatchedLoader[0 in it, runs so far {=1, a=2, b=1}, patience 10000 ms]");
    }

    @Test
    void canBeWaitedFor() throws Exception {
      loader.open("v");
      threads.submit(() -> loader.load("k"));
      threads.submit(() -> loader.load("k"));
      loader.awaitRuns(2);
      assertThat(loader.runs()).isEqualTo(2);
    }
  }

  @Nested
  class NobodyWaitsForEver {

    private final LatchedLoader<String> hasty = new LatchedLoader<>(Duration.ofMillis(20));

    @Test
    void norARunThatNobodyLetsGo() {
      assertThatIllegalStateException()
          .isThrownBy(() -> hasty.load("k"))
          .withMessageContaining("nobody has let the run for 'k' go: call succeed(…) or fail(…)")
          .withMessageContaining("runs so far {k=1}");
      assertThat(hasty.running()).isZero();
    }

    @Test
    void norATestForRunsThatDoNotCome() {
      assertThatThrownBy(() -> hasty.awaitRunning(2))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "waited for 2 to be in it at once, in vain: 0 in it, runs so far {}, patience 20 ms");
      assertThatThrownBy(() -> hasty.awaitRuns(1))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("waited for 1 runs");
    }

    @Test
    void andWhoLetsNobodyGoIsTold() throws Exception {
      assertThatIllegalStateException()
          .isThrownBy(() -> hasty.succeed("v"))
          .withMessageContaining("nobody is in the loader to be let go: awaitRunning(1) before");
      Future<String> run = threads.submit(() -> loader.load("k"));
      loader.awaitRunning(1);
      assertThatIllegalStateException()
          .isThrownBy(() -> loader.fail("other", new IOException()))
          .withMessageContaining("nobody is for 'other' in the loader");
      loader.succeed("v");
      assertThat(value(run)).isEqualTo("v");
    }

    @Test
    void aPatienceOfNothingIsRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new LatchedLoader<>(Duration.ZERO))
          .withMessageContaining("the patience is PT0S: it must be longer than zero");
    }
  }

  @Nested
  @ExtendWith(LarderExtension.class)
  class InACache {

    @Test
    void aStampedeLoadsOnce(Larder larder) throws Exception {
      Cache<String> quotes = larder.cache("quotes", String.class);
      List<Future<String>> all =
          IntStream.range(0, 20)
              .mapToObj(i -> threads.submit(() -> quotes.get("ACME", loader)))
              .toList();
      loader.awaitRunning(1);

      loader.succeed("99 EUR");

      for (Future<String> each : all) {
        assertThat(value(each)).isEqualTo("99 EUR");
      }
      assertThat(loader.runs("ACME")).isEqualTo(1);
      LarderAssertions.assertThat(quotes).loadedOnce("ACME").hasFresh("ACME", "99 EUR");
    }

    @Test
    void whatIsEvictedWhileItLoadsIsNotStored(Larder larder) throws Exception {
      Cache<String> quotes = larder.cache("quotes", String.class);
      Future<String> first = threads.submit(() -> quotes.get("ACME", loader));
      loader.awaitRunning(1);
      quotes.evict("ACME");
      loader.succeed("old");
      value(first);
      LarderAssertions.assertThat(quotes).hasNothingUnder("ACME").hasRefused(1);
    }

    @Test
    void itFailsWithWhatItWasTold(Larder larder) throws Exception {
      Cache<String> quotes = larder.cache("quotes", String.class);
      Future<String> first = threads.submit(() -> quotes.get("ACME", loader));
      loader.awaitRunning(1);
      IOException told = new IOException("no line");
      loader.fail(told);
      assertThat(failure(first)).isSameAs(told);
      LarderAssertions.assertThat(quotes).hasLoadFailures(1).hasNothingUnder("ACME");
    }

    @Test
    void itSuppliesAPut(Larder larder) throws Exception {
      Cache<String> quotes = larder.cache("quotes", String.class);
      Callable<String> put =
          () -> quotes.put("ACME", (ValueSupplier<String, RuntimeException>) loader);
      Future<String> first = threads.submit(put);
      loader.awaitRunning(1);
      loader.succeed("99 EUR");
      assertThat(value(first)).isEqualTo("99 EUR");
      LarderAssertions.assertThat(quotes).hasFresh("ACME", "99 EUR");
    }

    @Test
    void itIsTheLoaderThatACacheIsBuiltWith(Larder larder) throws Exception {
      CacheLoader<String, RuntimeException> built = loader;
      Cache<String> quotes = larder.cacheBuilder("quotes", String.class).loader(built).build();
      loader.open("99 EUR");
      assertThat(quotes.get("ACME")).isEqualTo("99 EUR");
    }
  }
}
