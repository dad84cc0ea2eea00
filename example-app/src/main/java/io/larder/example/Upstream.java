package io.larder.example;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whoever is asked for universities, with the server behind it if it is the bundled one. */
final class Upstream implements AutoCloseable {
  private final UniversitiesApi api;
  private final @Nullable BundledUpstream bundled;

  private Upstream(URI address, Duration deadline, @Nullable BundledUpstream bundled) {
    this.api = new UniversitiesApi(address, deadline, UniversitiesApi.DEFAULT_MAX_BYTES);
    this.bundled = bundled;
  }

  /**
   * Opens it; a remote one is not asked anything yet.
   *
   * @param deadline for each of its answers
   * @throws Failure if the bundled one cannot be started
   */
  static Upstream open(UpstreamChoice choice, Duration deadline) {
    URI address = choice.address();
    if (address != null) {
      return new Upstream(address, deadline, null);
    }
    try {
      BundledUpstream bundled = BundledUpstream.start(choice.delay());
      return new Upstream(bundled.uri(), deadline, bundled);
    } catch (IOException e) {
      throw Failure.failed("the bundled upstream has no port to listen on: " + e.getMessage(), e);
    }
  }

  UniversitiesApi api() {
    return api;
  }

  @Override
  public void close() {
    if (bundled != null) {
      bundled.close();
    }
  }
}
