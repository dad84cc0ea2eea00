package io.larder.example;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whoever is asked for universities, with the server behind it if it is the bundled one. */
final class Upstream implements AutoCloseable {
  private final UniversitiesApi api;
  private final @Nullable BundledUpstream bundled;

  private Upstream(URI address, @Nullable BundledUpstream bundled) {
    this.api = new UniversitiesApi(address);
    this.bundled = bundled;
  }

  /**
   * Opens it; a remote one is not asked anything yet.
   *
   * @throws Failure if the bundled one cannot be started
   */
  static Upstream open(UpstreamChoice choice) {
    URI address = choice.address();
    if (address != null) {
      return new Upstream(address, null);
    }
    try {
      BundledUpstream bundled = BundledUpstream.start(choice.delay());
      return new Upstream(bundled.uri(), bundled);
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
