package io.larder.benchmarks;

import io.larder.cache.Larder;
import java.net.URI;

/**
 * Three servers whose answers are not cached: without the filter, with the filter and no rule for
 * the path, and with a rule whose answers say {@code no-store}.
 */
final class PassingTargets implements AutoCloseable {

  private static final String PATH = "/universities";

  private final Larder larder = Larder.open("memory:");
  private final Server bare;
  private final Server unruled;
  private final Server refused;

  private PassingTargets(byte[] body) {
    bare = Server.bare(PATH, new UncachedServlet(body));
    unruled = Server.cached(PATH, new UncachedServlet(body), larder);
    refused = Server.cached(PATH, new RefusingServlet(body), larder);
  }

  static PassingTargets start(int bytes) {
    return new PassingTargets(Payload.json(bytes));
  }

  /** Without a filter. */
  URI bare() {
    return bare.uri().resolve(PATH);
  }

  /** With the filter, and no rule for it. */
  URI unruled() {
    return unruled.uri().resolve(PATH);
  }

  /** With a rule, which the answers refuse. */
  URI refused() {
    return refused.uri().resolve(PATH);
  }

  @Override
  public void close() {
    bare.close();
    unruled.close();
    refused.close();
    larder.close();
  }
}
