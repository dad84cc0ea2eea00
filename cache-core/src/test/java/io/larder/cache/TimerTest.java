package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that run again and again. */
class TimerTest {

  private static final Duration SOON = Duration.ofMillis(1);

  private final Timer timer = new Timer();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    timer.close();
  }

  @Test
  void oneThatFailsRunsAgain() {
    Logger logger = Logger.getLogger(Timer.class.getName());
    logger.setUseParentHandlers(false);
    try {
      timer.every(
          SOON,
          () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("expected");
          });
      await().until(() -> runs.get() > 2);
    } finally {
      timer.close();
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void oneThatIsEndedRunsNoMore() {
    AtomicInteger others = new AtomicInteger();
    Runnable end = timer.every(SOON, runs::incrementAndGet);
    await().until(() -> runs.get() > 0);
    end.run();
    timer.every(SOON, others::incrementAndGet);
    await().until(() -> others.get() > 2); // there is one thread, so what was under way has ended
    int ended = runs.get();
    int before = others.get();
    await().until(() -> others.get() > before + 2);
    assertThat(runs).hasValue(ended);
  }

  @Test
  void nothingRunsOnceItIsClosed() {
    timer.close();
    timer.every(Duration.ofNanos(1), runs::incrementAndGet).run();
    assertThat(runs).hasValue(0);
  }
}
