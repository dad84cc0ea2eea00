package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.annotation.Cached;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where values of different forms lie in a store that writes them. */
class CacheFormsTest {

  record Quote(String symbol, long price) {}

  private final AtomicReference<FakeBackend> backend = new AtomicReference<>();
  private final Larder larder =
      Larder.builder()
          .backend(
              context -> {
                backend.set(new FakeBackend(context));
                return backend.get();
              })
          .build();

  @AfterEach
  void close() {
    larder.close();
  }

  @Test
  void aTypeHasAFormInFrontOfItsKeys() {
    larder.cache("quotes", Quote.class);
    assertThat(backend.get().asked).last().asString().matches("open quotes 'quotes:#[0-9a-f]{8}:'");
  }

  @Test
  void aVersionTakesItsPlace() {
    larder.cacheBuilder("quotes", Quote.class).version("2").build();
    assertThat(backend.get().asked).last().isEqualTo("open quotes 'quotes:#2:'");
  }

  @Test
  void textHasNone() {
    larder.cache("texts", String.class);
    assertThat(backend.get().asked).last().isEqualTo("open texts 'texts:'");
  }

  @Test
  void whatCannotBeWrittenIsRefusedByAStoreThatWrites() {
    assertThatThrownBy(() -> larder.cache("tasks", Runnable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Runnable");
    Runnable task = () -> {};
    try (Larder memory = Larder.open("memory:")) {
      assertThat(memory.cache("tasks", Runnable.class).get("a", load -> task)).isSameAs(task);
    }
  }

  @Test
  void plainCodeNeedsAnOpenCacheInAStoreThatWrites() {
    assertThatThrownBy(() -> larder.around("fragments", "header", () -> "h"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("larder.cache(\"fragments\", String.class)");
    larder.cache("fragments", String.class);
    assertThat(larder.<String, RuntimeException>around("fragments", "header", () -> "h"))
        .isEqualTo("h");
  }

  interface Tasks {
    @Cached(version = "3")
    Runnable find(String name);
  }

  static class SomeTasks implements Tasks {
    @Override
    public Runnable find(String name) {
      return () -> {};
    }
  }

  interface Quotes {
    @Cached(version = "3")
    Quote find(String symbol);
  }

  @Test
  void aMethodWhoseResultCannotBeWrittenIsRefusedByName() {
    assertThatThrownBy(() -> larder.proxy(Tasks.class, new SomeTasks()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Cached on " + SomeTasks.class.getName() + ".find(String)")
        .hasMessageContaining("java.lang.Runnable");
    larder.proxy(Quotes.class, symbol -> new Quote(symbol, 1));
    assertThat(backend.get().asked).last().isEqualTo("open Quotes.find 'Quotes.find:#3:'");
  }
}
