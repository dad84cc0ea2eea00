package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheSettings;
import io.larder.cache.ManyTimes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Caches that are opened, set and closed at the same time. */
@ManyTimes
class OpeningTest {

  @Test
  void closingWhileOthersOpenCachesEnds() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      Crowd<Cache<?>> opening = new Crowd<>();
      try (Kitchen kitchen = new Kitchen()) {
        AtomicInteger opened = new AtomicInteger();
        opening.and(2, () -> openMore(kitchen, opened));
        while (opened.get() < 20) {
          Thread.onSpinWait();
        }
      }
      assertThat(opening.ends().failures())
          .hasSize(2)
          .allMatch(IllegalStateException.class::isInstance);
    }
  }

  private static Cache<?> openMore(Kitchen kitchen, AtomicInteger opened) {
    while (true) {
      kitchen.larder.cache("c" + opened.incrementAndGet(), Integer.class);
    }
  }

  @Test
  void ofSettingsThatChangeAtTheSameTimeTheLastOnesHold() throws InterruptedException {
    try (Kitchen kitchen = new Kitchen()) {
      Cache<String> texts = kitchen.texts().build();
      for (int i = 0; i < 50; i++) {
        AtomicInteger seconds = new AtomicInteger(1);
        new Crowd<String>()
            .and(
                4,
                () -> {
                  texts.settings(
                      CacheSettings.parse("jitter=0% ttl=" + seconds.incrementAndGet() + "s"));
                  return "set";
                })
            .ends();
        texts.put("a", "value");
        assertThat(texts.find("a"))
            .hasToString("Hit[value=value, remaining=" + ttl(texts.settings()) + "]");
      }
    }
  }

  private static String ttl(CacheSettings settings) {
    return "PT" + settings.toString().replaceAll(".*ttl=(\\d+)s.*", "$1") + "S";
  }
}
