package io.larder.servlet;

import io.larder.http.CacheGroups;
import io.larder.http.InvalidationTargets;
import io.larder.http.ResponseHead;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one unsafe request ends once it has succeeded: the pages of its own URI and of those that
 * its answer names (RFC 9111 4.4), and those of the groups that its answer names (RFC 9875 3).
 *
 * <p>Only pages of its origin, and under a path that a rule or an annotation covers. At most {@link
 * InvalidationTargets#MAX} URIs and {@link CacheGroups#MAX} groups, so that one request costs at
 * most so much, however long its answer. Thread-safe.
 */
final class Invalidation {

  private static final Logger LOG = System.getLogger(Invalidation.class.getName());

  private final String method;
  private final RequestedUri requested;
  private final Collection<String> own;
  private final PageStore store;
  private final Servlets servlets;
  private final Set<String> keys = new LinkedHashSet<>();
  private final Set<String> tags = new LinkedHashSet<>();

  /** Creates it while the container still knows the request as it came. */
  Invalidation(Exchange exchange, PageStore store, Servlets servlets) {
    this.method = exchange.head().method();
    this.requested = RequestedUri.of(exchange.request());
    this.own = exchange.keysOfUri();
    this.store = store;
    this.servlets = servlets;
  }

  /** Ends what an answer of this head ends, and what it was found to end before; or nothing. */
  void by(ResponseHead answer) {
    by(answer, null);
  }

  /**
   * The same.
   *
   * @param but a key under which something new lies
   */
  synchronized void by(ResponseHead answer, @Nullable String but) {
    List<String> uris =
        InvalidationTargets.of(method, requested.text(), answer.status(), answer.fields());
    if (uris.isEmpty()) {
      return;
    }
    keys.addAll(own);
    // The first one is the request's own, whose key is known better than from its text.
    for (String uri : uris.subList(1, uris.size())) {
      keys.addAll(keysOf(uri));
    }
    tags.addAll(
        GroupTags.ended(requested.text(), CacheGroups.invalidated(method, answer.fields())));
    store.evictAll(keys.stream().filter(each -> !each.equals(but)).toList());
    store.invalidate(tags);
  }

  private Collection<String> keysOf(String uri) {
    try {
      return servlets.ruledKeys(requested.sibling(uri));
    } catch (RuntimeException e) {
      // No page lies under what no path of this application is; and an application's own key
      // function may not know what to make of it.
      LOG.log(Level.DEBUG, "No key for a URI that an answer names", e);
      return List.of();
    }
  }
}
