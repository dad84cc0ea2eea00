package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Who is told, and what happens if it cannot bear it. */
class CacheListenerTest {

  private final List<String> told = new ArrayList<>();

  private CacheListener noting(String name) {
    return (CacheListener)
        Proxy.newProxyInstance(
            CacheListener.class.getClassLoader(),
            new Class<?>[] {CacheListener.class},
            (proxy, method, arguments) -> {
              told.add(name + method.getName() + Arrays.toString(arguments));
              return null;
            });
  }

  private static CacheListener throwing(Throwable thrown) {
    return (CacheListener)
        Proxy.newProxyInstance(
            CacheListener.class.getClassLoader(),
            new Class<?>[] {CacheListener.class},
            (proxy, method, arguments) -> {
              throw thrown;
            });
  }

  private static void tellAll(Larder larder) {
    CacheRecorder recorder = larder.recorder("quotes");
    recorder.hit("a", 1);
    recorder.staleHit("b", 2);
    recorder.miss("c");
    recorder.bypassed("method");
    recorder.collapsed("d");
    recorder.passed("d", "wait");
    recorder.stored("e", 3, 4);
    recorder.refused("f", "read:session", 5);
    recorder.loadFailed("g", 6);
  }

  private static final String[] ALL = {
    "hit[quotes, a, 1]",
    "staleHit[quotes, b, 2]",
    "miss[quotes, c]",
    "bypassed[quotes, method]",
    "collapsed[quotes, d]",
    "passed[quotes, d, wait]",
    "stored[quotes, e, 3, 4]",
    "refused[quotes, f, read:session, 5]",
    "loadFailed[quotes, g, 6]"
  };

  @Test
  void isToldAll() {
    try (Larder larder = Larder.builder().listener(noting("")).build()) {
      tellAll(larder);

      assertThat(told).containsExactly(ALL);
    }
  }

  @Test
  void doesNothingUnlessImplemented() {
    try (Larder larder = Larder.builder().listener(new CacheListener() {}).build()) {
      tellAll(larder);

      assertThat(larder.stats().requests()).isEqualTo(4);
    }
  }

  @Test
  void ofSeveralEachIsToldTheLastOneFirst() {
    try (Larder larder =
        Larder.builder().listener(noting("first ")).listener(noting("last ")).build()) {
      larder.recorder("quotes").miss("c");

      assertThat(told).containsExactly("last miss[quotes, c]", "first miss[quotes, c]");
    }
  }

  @Test
  void whatItThrowsIsLoggedOnceAndKeepsNothingFromOthers() {
    Logger logger = Logger.getLogger(GuardedListener.class.getName());
    List<LogRecord> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try (Larder larder =
        Larder.builder()
            .listener(noting(""))
            .listener(throwing(new IllegalStateException("broken")))
            .listener(throwing(new AssertionError("broken too")))
            .build()) {
      tellAll(larder);

      assertThat(told).containsExactly(ALL);
      assertThat(larder.stats().requests()).isEqualTo(4);
      assertThat(logged).hasSize(2).allMatch(each -> each.getLevel().getName().equals("WARNING"));
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }
}
