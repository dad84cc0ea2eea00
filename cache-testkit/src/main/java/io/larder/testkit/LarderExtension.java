package io.larder.testkit;

import io.larder.cache.Larder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Larder} in a namespace of its own, as a parameter; clears and closes it
 * afterwards. For JUnit 5 and 6.
 *
 * <p>{@code @ExtendWith(LarderExtension.class)} gives one over {@code memory:}; a static field with
 * {@code @RegisterExtension} one over whatever is wanted:
 *
 * <pre>{@code
 * LarderExtension.builder().backend(MapBackend::new).manualClock().faults().build()
 * }</pre>
 *
 * <p>A test and its {@code @BeforeEach} and {@code @AfterEach} methods get the same: the {@link
 * Larder}, the {@link RecordingListener} that listens to it and, where the builder says so, a
 * {@link ManualClock} and {@link Faults}, new for each test. Before the Larder is closed its faults
 * are mended. A test may close its Larder itself. Thread-safe, so tests may run at the same time.
 */
public final class LarderExtension implements ParameterResolver, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(LarderExtension.class);

  private final LarderExtensionBuilder settings;

  /** Creates an extension whose Larders are over {@code memory:}, for {@code @ExtendWith}. */
  public LarderExtension() {
    this(builder());
  }

  LarderExtension(LarderExtensionBuilder settings) {
    this.settings = settings;
  }

  /** Returns a builder, for {@code @RegisterExtension}. */
  public static LarderExtensionBuilder builder() {
    return new LarderExtensionBuilder();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return settings.gives(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    if (test.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "a "
              + type.getSimpleName()
              + " of LarderExtension lives for one test: take it as a parameter of the test or of a"
              + " @BeforeEach method, not of a constructor or a @BeforeAll method");
    }
    Store store = test.getStore(NAMESPACE);
    TestLarder opened = store.get(this, TestLarder.class);
    if (opened == null) {
      opened = settings.open();
      store.put(this, opened);
    }
    return opened.get(type);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    TestLarder opened = test.getStore(NAMESPACE).remove(this, TestLarder.class);
    if (opened != null) {
      opened.end();
    }
  }
}
