package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes that nobody could end are not begun. The rest is seen in {@link RedisDeadlineTest}. */
class WatchdogTest {

  private static final long LONG = Duration.ofMinutes(1).toNanos();

  @Test
  void withoutAThreadNothingIsWrittenAndTheNextIsOnceThereIsOne() throws IOException {
    AtomicBoolean scarce = new AtomicBoolean(true);
    AtomicInteger written = new AtomicInteger();
    try (Socket first = new Socket();
        Socket second = new Socket();
        Watchdog watchdog =
            new Watchdog(
                "here",
                (name, task) -> {
                  if (scarce.get()) {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                  return Threads.daemon(name, task);
                })) {
      assertThatThrownBy(() -> watchdog.guard(first, LONG, written::incrementAndGet))
          .isInstanceOf(Threads.None.class);
      assertThat(written).hasValue(0);
      assertThat(first.isClosed()).isTrue();

      scarce.set(false);
      watchdog.guard(second, LONG, written::incrementAndGet);

      assertThat(written).hasValue(1);
      assertThat(second.isClosed()).isFalse();
    }
  }
}
