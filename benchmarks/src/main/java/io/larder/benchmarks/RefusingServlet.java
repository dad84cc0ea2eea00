package io.larder.benchmarks;

import io.larder.cache.annotation.Cached;

/** The same where a rule says that the answers are looked up, and stored if they may be. */
@Cached(ttl = "50m")
final class RefusingServlet extends UncachedServlet {

  private static final long serialVersionUID = 1L;

  RefusingServlet(byte[] body) {
    super(body);
  }
}
