package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the URI of a Redis store says: {@code redis://user:password@host:6379/0?timeout=300ms}.
 *
 * @param tls whether the scheme was {@code rediss}
 * @param user the ACL user; {@code null} for the default one
 * @param password {@code null} if there is none
 * @param connectTimeout how long opening a connection may take
 * @param timeout how long the server may be silent while an answer is due
 * @param deadline how long an operation may take as a whole
 * @param poolSize the number of connections at most
 * @param poolWait how long a call waits for a free connection
 * @param ca the path of a PEM file with the certificates to trust; {@code null} for the platform's
 */
record RedisOptions(
    boolean tls,
    String host,
    int port,
    int database,
    @Nullable String user,
    @Nullable String password,
    Duration connectTimeout,
    Duration timeout,
    Duration deadline,
    int poolSize,
    Duration poolWait,
    @Nullable String ca) {

  static final String CONNECT_TIMEOUT = "connectTimeout";
  static final String TIMEOUT = "timeout";
  static final String DEADLINE = "deadline";
  static final String POOL_SIZE = "poolSize";
  static final String POOL_WAIT = "poolWait";
  static final String CA = "ca";

  static final Set<String> PLAIN = Set.of(CONNECT_TIMEOUT, TIMEOUT, DEADLINE, POOL_SIZE, POOL_WAIT);
  static final Set<String> TLS = and(PLAIN, CA);

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(300);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(1);
  private static final Duration DEFAULT_POOL_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DEFAULT_POOL_SIZE = 16;

  static RedisOptions of(StoreUri uri) {
    String host =
        uri.host().orElseThrow(() -> wrong(uri, "has no host: write redis://localhost:6379/0"));
    if (host.indexOf(',') >= 0) {
      throw wrong(uri, "names several hosts: name one, the primary");
    }
    Duration connectTimeout = duration(uri, CONNECT_TIMEOUT, DEFAULT_TIMEOUT);
    Duration timeout = duration(uri, TIMEOUT, DEFAULT_TIMEOUT);
    Duration poolWait = duration(uri, POOL_WAIT, DEFAULT_POOL_WAIT);
    return new RedisOptions(
        uri.scheme().endsWith("rediss"),
        host,
        uri.port().orElse(6379),
        database(uri),
        uri.user().orElse(null),
        uri.password().orElse(null),
        connectTimeout,
        timeout,
        duration(uri, DEADLINE, roomFor(connectTimeout.plus(timeout).plus(poolWait))),
        poolSize(uri),
        poolWait,
        uri.option(CA).orElse(null));
  }

  /** Returns host and port as people write them. */
  String where() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the address as a URI without user, password and options. */
  String address() {
    return (tls ? "rediss" : "redis") + "://" + where() + "/" + database;
  }

  private static int database(StoreUri uri) {
    String path = uri.path();
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    if (!path.matches("/[0-9]{1,4}")) {
      throw wrong(uri, "has '" + path + "' after its host: the number of a database, such as /0");
    }
    return Integer.parseInt(path.substring(1));
  }

  private static Duration duration(StoreUri uri, String name, Duration otherwise) {
    String text = uri.option(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    Duration duration = Durations.parsePositive(name, text);
    if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
      throw wrong(uri, "has " + name + "=" + text + ": it must be from 1ms to 1m");
    }
    return duration;
  }

  /** Who raises a part means to wait so long; the whole must not undo that. */
  private static Duration roomFor(Duration parts) {
    return parts.compareTo(DEFAULT_DEADLINE) > 0 ? parts : DEFAULT_DEADLINE;
  }

  private static Set<String> and(Set<String> names, String another) {
    Set<String> all = new HashSet<>(names);
    all.add(another);
    return Set.copyOf(all);
  }

  private static int poolSize(StoreUri uri) {
    String text = uri.option(POOL_SIZE).orElse(Integer.toString(DEFAULT_POOL_SIZE));
    int size = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (size < 1 || size > 10_000) {
      throw wrong(uri, "has " + POOL_SIZE + "=" + text + ": it must be from 1 to 10000");
    }
    return size;
  }

  private static IllegalArgumentException wrong(StoreUri uri, String what) {
    return new IllegalArgumentException("the store's URI " + uri + " " + what);
  }

  @Override
  public String toString() {
    return address();
  }
}
