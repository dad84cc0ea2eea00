package io.larder.testkit;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LarderExtension}. Not thread-safe; each method returns this builder, which is not
 * to be changed once {@link #build()} was called.
 */
public final class LarderExtensionBuilder {

  private String uri = "memory:";
  private @Nullable Function<BackendContext, ? extends Backend> backend;
  private Consumer<LarderBuilder> more = builder -> {};
  private boolean manualClock;
  private boolean faults;

  LarderExtensionBuilder() {}

  /**
   * Sets the store by its URI, see {@link Larder#open(String)}; {@code memory:} unless set. Of this
   * and {@link #backend} the last call wins.
   *
   * @throws IllegalArgumentException if it is none
   */
  public LarderExtensionBuilder store(String uri) {
    var unused = Larder.builder().store(uri); // what is wrong is said here, not by the first test
    this.uri = uri;
    backend = null;
    return this;
  }

  /** Sets the store by a function that opens it, such as {@code MapBackend::new}. */
  public LarderExtensionBuilder backend(Function<BackendContext, ? extends Backend> backend) {
    this.backend = Objects.requireNonNull(backend, "backend");
    return this;
  }

  /** Has each test's Larder go by a {@link ManualClock}, which the test may take as a parameter. */
  public LarderExtensionBuilder manualClock() {
    manualClock = true;
    return this;
  }

  /**
   * Has each test's store go wrong on demand, by {@link Faults} that the test may take as a
   * parameter. It needs a {@link #backend}.
   */
  public LarderExtensionBuilder faults() {
    faults = true;
    return this;
  }

  /**
   * Adds settings of the Larder, such as {@code builder -> builder.defaultTtl(…)}; called for each
   * test, before its namespace is set.
   */
  public LarderExtensionBuilder configure(Consumer<LarderBuilder> settings) {
    more = more.andThen(settings);
    return this;
  }

  /**
   * Returns the extension.
   *
   * @throws IllegalStateException if there are to be faults in front of a URI
   */
  public LarderExtension build() {
    if (faults && backend == null) {
      throw new IllegalStateException(
          "faults() needs a store set by backend(), such as backend(MapBackend::new): a URI's is"
              + " opened where no fault reaches it");
    }
    return new LarderExtension(this);
  }

  boolean gives(Class<?> type) {
    return type == Larder.class
        || type == RecordingListener.class
        || (manualClock && type == ManualClock.class)
        || (faults && type == Faults.class);
  }

  TestLarder open() {
    LarderBuilder builder = Larder.builder();
    ManualClock clock = new ManualClock();
    Faults given = new Faults();
    if (backend == null) {
      builder.store(uri);
    } else {
      Function<BackendContext, ? extends Backend> opening = backend;
      builder.backend(faults ? FaultyBackend.over(opening, given) : opening::apply);
    }
    if (manualClock) {
      builder.ticker(clock);
    }
    more.accept(builder);
    RecordingListener recording = new RecordingListener();
    Larder larder = builder.listener(recording).namespace("test-" + UUID.randomUUID()).build();
    Recordings.add(larder, recording);
    return new TestLarder(larder, recording, clock, given);
  }
}
