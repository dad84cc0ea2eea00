package io.larder.cache.spi;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a store, taken apart: {@code scheme://user:password@host:port/path?option=value}.
 *
 * <p>User, password, path and options are percent-decoded. A password may contain {@code @} and
 * {@code :} as they are; {@code /}, {@code ?}, {@code #} and {@code %} must be written as {@code
 * %2F}, {@code %3F}, {@code %23} and {@code %25}. Without {@code //} there is neither host nor
 * path: {@code memory:?maxBytes=64MB}.
 *
 * <p>Immutable. {@link #toString()} and the sentence of every refusal show no password.
 */
public final class StoreUri {

  private final String scheme;
  private final @Nullable String user;
  private final @Nullable String password;
  private final @Nullable String host;
  private final int port;
  private final String path;
  private final Map<String, String> options;

  StoreUri(
      String scheme,
      @Nullable String user,
      @Nullable String password,
      @Nullable String host,
      int port,
      String path,
      Map<String, String> options) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
    this.host = host;
    this.port = port;
    this.path = path;
    this.options = options;
  }

  /**
   * Takes a URI apart.
   *
   * @throws IllegalArgumentException if it is none; the sentence shows no password
   */
  public static StoreUri parse(String uri) {
    return new StoreUriParser(Objects.requireNonNull(uri, "uri")).parse();
  }

  /** Returns the scheme in lower case. */
  public String scheme() {
    return scheme;
  }

  /** Returns the user, if one is named. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** Returns the password, if there is one; it is empty in {@code user:@host}. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /**
   * Returns the host, if one is named; an IPv6 address without its brackets. Several hosts, {@code
   * h1:26379,h2:26379}, are returned as they were written, ports and brackets included, and {@link
   * #port()} is empty then.
   */
  public Optional<String> host() {
    return Optional.ofNullable(host);
  }

  /** Returns the port, from 1 to 65,535, if one is named. */
  public OptionalInt port() {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Returns what stands after the host, with its {@code /} in front; empty if nothing does. */
  public String path() {
    return path;
  }

  /** Returns the options in their order. */
  public Map<String, String> options() {
    return options;
  }

  /** Returns an option. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * Returns this URI with that password instead, for one that comes from another place than the
   * URI.
   *
   * @throws IllegalArgumentException if the URI has no host
   */
  public StoreUri withPassword(String password) {
    Objects.requireNonNull(password, "password");
    if (host == null) {
      throw new IllegalArgumentException(
          "the store's URI " + this + " has no host, so a password has no meaning there");
    }
    return new StoreUri(scheme, user, password, host, port, path, options);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreUri that
        && scheme.equals(that.scheme)
        && Objects.equals(user, that.user)
        && Objects.equals(password, that.password)
        && Objects.equals(host, that.host)
        && port == that.port
        && path.equals(that.path)
        && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, user, host, port, path, options);
  }

  /**
   * Returns the URI for people to read: the password, and the value of an option whose name speaks
   * of a secret, are replaced by {@code ***}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    if (host != null || !path.isEmpty()) {
      text.append("//");
    }
    if (user != null || password != null) {
      text.append(user == null ? "" : user).append(password == null ? "@" : ":***@");
    }
    if (host != null) {
      text.append(host.indexOf(':') >= 0 && host.indexOf(',') < 0 ? "[" + host + "]" : host);
    }
    if (port != 0) {
      text.append(':').append(port);
    }
    text.append(path);
    if (!options.isEmpty()) {
      StringJoiner joined = new StringJoiner("&", "?", "");
      options.forEach((name, value) -> joined.add(name + "=" + (secret(name) ? "***" : value)));
      text.append(joined);
    }
    return text.toString();
  }

  private static boolean secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // With one s too: it may be misspelt, and is then named as an unknown option.
    return lower.contains("pas")
        || lower.contains("pwd")
        || lower.contains("secret")
        || lower.contains("token")
        || lower.contains("auth")
        || lower.contains("credential");
  }
}
