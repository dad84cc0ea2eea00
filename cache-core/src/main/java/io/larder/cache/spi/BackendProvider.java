package io.larder.cache.spi;

import java.util.Set;

/**
 * Opens backends for the schemes of URIs that it knows; found by {@link java.util.ServiceLoader}.
 */
public interface BackendProvider {

  /** Returns the schemes that this provider opens, in lower case, such as {@code redis}. */
  Set<String> schemes();

  /**
   * Returns the names of the options that a URI of this scheme may carry.
   *
   * @param scheme one of {@link #schemes()}
   */
  Set<String> options(String scheme);

  /**
   * Opens a backend. It does not wait for a server: one that is down now is reported once and found
   * again later.
   *
   * @throws IllegalArgumentException if the URI or an option is wrong, with a sentence that names
   *     it
   */
  Backend open(StoreUri uri, BackendContext context);
}
