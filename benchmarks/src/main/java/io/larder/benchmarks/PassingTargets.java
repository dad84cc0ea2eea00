package io.larder.benchmarks;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import java.net.URI;

/**
 * Servers whose answers are not cached: without the filter, with the filter and no rule for the
 * path, with a rule that lets each request pass, and with one whose answers say {@code no-store}.
 */
final class PassingTargets implements AutoCloseable {

  private static final String PATH = "/universities";

  private final Larder larder = Larder.open("memory:");
  private final Server bare;
  private final Server unruled;
  private final Server passed;
  private final Server refused;

  private PassingTargets(byte[] body) {
    bare = Server.bare(PATH, new UncachedServlet(body));
    unruled = Server.cached(PATH, new UncachedServlet(body), larder);
    CacheRule rule = CacheRule.path(PATH).bypassWhen(request -> true).build();
    passed =
        Server.cached(
            PATH, new UncachedServlet(body), CacheFilter.builder(larder).rule(rule).build());
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

  /** With a rule, by which each request passes. */
  URI passed() {
    return passed.uri().resolve(PATH);
  }

  /** With a rule, which the answers refuse. */
  URI refused() {
    return refused.uri().resolve(PATH);
  }

  @Override
  public void close() {
    bare.close();
    unruled.close();
    passed.close();
    refused.close();
    larder.close();
  }
}
