package io.larder.cache;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How all tests wait for what others do: they look often, so that they lose no time, and for long,
 * so that a busy machine fails none. JUnit finds it by itself.
 */
public final class Patience implements BeforeAllCallback {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollInterval(BETWEEN_LOOKS);
    Awaitility.setDefaultPollDelay(BETWEEN_LOOKS);
    Awaitility.setDefaultTimeout(AT_MOST);
  }
}
