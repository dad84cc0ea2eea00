package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.larder.cache.Cache;
import io.larder.cache.CacheLoader;
import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hit makes. Exact: the JVM counts the bytes. */
class HitAllocationTest {

  private static final int CALLS = 10_000;

  /** An array of one reference, which is what a proxy is handed its argument in. */
  private static final int ARGUMENTS = 24;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Larder larder = Larder.open("memory:");
  private final CacheLoader<String, RuntimeException> loader = load -> load.key() + "!";

  @AfterEach
  void close() {
    larder.close();
  }

  interface Greetings {
    @Cached(ttl = "1h", staleIfError = "1h")
    String greet(String name);
  }

  static class SlowGreetings {
    @Cached(cache = "slow", ttl = "1h", staleIfError = "1h")
    String greet(String name) {
      return "Hello " + name;
    }
  }

  private double bytes(Runnable call) {
    for (int i = 0; i < CALLS; i++) { // by then all is loaded, linked and compiled
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }

  @Test
  void theEngineMakesNothing() {
    Cache<String> texts = larder.cacheBuilder("texts", String.class).loader(loader).build();
    assertThat(bytes(() -> texts.get("a"))).isLessThan(1);
    assertThat(bytes(() -> texts.get("a", loader))).isLessThan(1);
  }

  @Test
  void norDoesItWhereValuesAreKeptPastTheirTtl() {
    Cache<String> texts =
        larder
            .cacheBuilder("texts", String.class)
            .staleIfError(Duration.ofHours(1))
            .staleWhileRevalidate(Duration.ofMinutes(1))
            .earlyRefresh(1)
            .loader(loader)
            .build();
    assertThat(bytes(() -> texts.get("a"))).isLessThan(1);
  }

  @Test
  void aSubclassMakesTheArrayOfItsArguments() {
    SlowGreetings greetings = larder.subclass(SlowGreetings.class);
    assertThat(bytes(() -> greetings.greet("Ada"))).isLessThan(ARGUMENTS + 1);
  }

  @Test
  void aProxyMakesTheArrayOfItsArguments() {
    Greetings greetings = larder.proxy(Greetings.class, name -> "Hello " + name);
    assertThat(bytes(() -> greetings.greet("Ada"))).isLessThan(ARGUMENTS + 1);
  }
}
