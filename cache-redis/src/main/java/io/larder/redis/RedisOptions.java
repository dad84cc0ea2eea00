package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisCredentials;

/**
 * What the URI of a Redis store says: {@code redis://user:password@host:6379/0?timeout=300ms}.
 *
 * @param place where it is
 * @param tls whether the scheme began with {@code rediss}
 * @param database its number; a cluster has 0 only
 * @param login as whom every connection logs in, but those to sentinels
 * @param clientName what the servers are told that a connection is called
 * @param connectTimeout how long opening a connection may take
 * @param timeout how long a server may be silent while an answer is due
 * @param deadline how long an operation may take as a whole
 * @param poolSize the number of connections to one server at most, beside those for invalidations
 * @param maxCallers how many threads may wait for answers at once, beside those that invalidate
 * @param poolWait how long a call waits for a free connection
 * @param asyncFills whether what was loaded is stored beside the callers
 * @param replicas how many replicas are to have an invalidation before it counts as applied
 * @param lease how long a process that computes a value is waited for after it was last heard of
 * @param ca the path of a PEM file with the certificates to trust; {@code null} for the platform's
 */
record RedisOptions(
    Place place,
    boolean tls,
    int database,
    Login login,
    String clientName,
    Duration connectTimeout,
    Duration timeout,
    Duration deadline,
    int poolSize,
    int maxCallers,
    Duration poolWait,
    boolean asyncFills,
    int replicas,
    Duration lease,
    @Nullable String ca) {

  static final String CONNECT_TIMEOUT = "connectTimeout";
  static final String TIMEOUT = "timeout";
  static final String DEADLINE = "deadline";
  static final String POOL_SIZE = "poolSize";
  static final String POOL_WAIT = "poolWait";
  static final String MAX_CALLERS = "maxCallers";
  static final String ASYNC_FILLS = "asyncFills";
  static final String CLIENT_NAME = "clientName";
  static final String REPLICAS = "invalidationReplicas";
  static final String LEASE = "lease";
  static final String CA = "ca";
  static final String SENTINEL_USER = "sentinelUser";
  static final String SENTINEL_PASSWORD = "sentinelPassword";

  static final Set<String> SCHEMES =
      Set.of(
          "redis",
          "rediss",
          "redis+sentinel",
          "rediss+sentinel",
          "redis+cluster",
          "rediss+cluster");

  static final Duration DEFAULT_LEASE = Duration.ofSeconds(1);

  /** Each part fits into the whole, which bounds them together. */
  static final Duration DEFAULT_DEADLINE = Duration.ofMillis(250);

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);
  private static final Duration DEFAULT_POOL_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DEFAULT_POOL_SIZE = 16;
  private static final String DEFAULT_CLIENT_NAME = "larder";

  /** Returns the names of the options that a URI of this scheme may carry. */
  static Set<String> names(String scheme) {
    Set<String> names =
        new TreeSet<>(
            Set.of(
                CONNECT_TIMEOUT,
                TIMEOUT,
                DEADLINE,
                POOL_SIZE,
                POOL_WAIT,
                REPLICAS,
                LEASE,
                MAX_CALLERS,
                ASYNC_FILLS,
                CLIENT_NAME));
    if (isTls(scheme)) {
      names.add(CA);
    }
    if (scheme.endsWith(Place.SENTINEL)) {
      names.add(SENTINEL_USER);
      names.add(SENTINEL_PASSWORD);
    }
    return names;
  }

  /**
   * Returns what the URI says.
   *
   * @throws IllegalArgumentException if something in it is wrong, with a sentence that names it
   */
  static RedisOptions of(StoreUri uri) {
    Place place = Place.of(uri);
    Duration connectTimeout = duration(uri, CONNECT_TIMEOUT, DEFAULT_TIMEOUT);
    Duration timeout = duration(uri, TIMEOUT, DEFAULT_TIMEOUT);
    Duration poolWait = duration(uri, POOL_WAIT, DEFAULT_POOL_WAIT);
    int poolSize = poolSize(uri);
    return new RedisOptions(
        place,
        isTls(uri.scheme()),
        database(uri, place),
        new Login(uri.user().orElse(null), uri.password().orElse(null)),
        clientName(uri),
        connectTimeout,
        timeout,
        duration(uri, DEADLINE, roomFor(connectTimeout, timeout, poolWait)),
        poolSize,
        maxCallers(uri, poolSize),
        poolWait,
        asyncFills(uri),
        replicas(uri),
        duration(uri, LEASE, DEFAULT_LEASE),
        uri.option(CA).orElse(null));
  }

  /**
   * Returns what a URI says for which user and password come from elsewhere.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  static RedisOptions withoutLogin(String text) {
    StoreUri uri = StoreUri.parse(text);
    RedisProvider provider = new RedisProvider();
    if (!provider.schemes().contains(uri.scheme())) {
      throw wrong(uri, "is none of Redis: write redis://localhost:6379/0");
    }
    if (uri.user().isPresent() || uri.password().isPresent()) {
      throw wrong(uri, "has a user or password, which are asked for: leave them out");
    }
    for (String name : uri.options().keySet()) {
      if (!provider.options(uri.scheme()).contains(name)) {
        throw wrong(
            uri, "has " + name + ", which is no option of Redis: set it on the Larder's builder");
      }
    }
    return of(uri);
  }

  /**
   * Returns the same with users and passwords that somebody else says.
   *
   * @param sentinels says those for sentinels; {@code null} where the URI does
   */
  RedisOptions asking(
      Supplier<? extends RedisCredentials> servers,
      @Nullable Supplier<? extends RedisCredentials> sentinels) {
    Place asked = place;
    if (sentinels != null && place instanceof Place.Sentinels named) {
      Login theirs = Login.by(new Credentials(sentinels, deadline));
      asked = new Place.Sentinels(named.addresses(), named.primary(), theirs);
    }
    return new RedisOptions(
        asked,
        tls,
        database,
        Login.by(new Credentials(servers, deadline)),
        clientName,
        connectTimeout,
        timeout,
        deadline,
        poolSize,
        maxCallers,
        poolWait,
        asyncFills,
        replicas,
        lease,
        ca);
  }

  private static boolean isTls(String scheme) {
    return scheme.startsWith("rediss") || scheme.startsWith(NearOptions.TIERED + "rediss");
  }

  /** Returns its name for people, without secrets: {@code localhost:6379}. */
  String where() {
    return place.where();
  }

  /** Returns the address as a URI without user, password and options. */
  String address() {
    return place.uri(tls, database);
  }

  private static int database(StoreUri uri, Place place) {
    String path = Place.database(uri);
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    boolean cluster = place instanceof Place.Cluster;
    if (!path.matches("/[0-9]{1,4}")) {
      throw wrong(
          uri,
          "has '"
              + path
              + (place instanceof Place.Sentinels
                  ? "' after the primary's name: "
                  : "' after its host: ")
              + (cluster ? "leave it out" : "the number of a database, such as /0, belongs there"));
    }
    int database = Integer.parseInt(path.substring(1));
    if (cluster && database != 0) {
      throw wrong(
          uri, "names the database " + database + ": a cluster has none but 0, so leave it out");
    }
    return database;
  }

  private static String clientName(StoreUri uri) {
    String name = uri.option(CLIENT_NAME).orElse(DEFAULT_CLIENT_NAME);
    if (!name.matches("[!-~]{1,64}")) {
      throw wrong(
          uri,
          "has "
              + CLIENT_NAME
              + "="
              + name
              + ": it must be 1 to 64 characters of ASCII without spaces");
    }
    return name;
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

  /** Who raises a part above the whole means to wait so long; the whole must not undo that. */
  private static Duration roomFor(Duration... parts) {
    Duration sum = Duration.ZERO;
    boolean raised = false;
    for (Duration part : parts) {
      raised |= part.compareTo(DEFAULT_DEADLINE) > 0;
      sum = sum.plus(part);
    }
    return raised ? sum : DEFAULT_DEADLINE;
  }

  private static int poolSize(StoreUri uri) {
    String text = uri.option(POOL_SIZE).orElse(Integer.toString(DEFAULT_POOL_SIZE));
    int size = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (size < 1 || size > 10_000) {
      throw wrong(uri, "has " + POOL_SIZE + "=" + text + ": it must be from 1 to 10000");
    }
    return size;
  }

  private static int replicas(StoreUri uri) {
    String text = uri.option(REPLICAS).orElse("0");
    if (!text.matches("[0-9]")) {
      throw wrong(uri, "has " + REPLICAS + "=" + text + ": it must be from 0 to 9");
    }
    return Integer.parseInt(text);
  }

  private static int maxCallers(StoreUri uri, int poolSize) {
    String text = uri.option(MAX_CALLERS).orElse(Integer.toString(poolSize));
    int callers = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (callers < 1 || callers > poolSize) {
      throw wrong(
          uri,
          "has "
              + MAX_CALLERS
              + "="
              + text
              + ": it must be from 1 to "
              + poolSize
              + ", which is its "
              + POOL_SIZE);
    }
    return callers;
  }

  private static boolean asyncFills(StoreUri uri) {
    String text = uri.option(ASYNC_FILLS).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(uri, "has " + ASYNC_FILLS + "=" + text + ": it must be true or false");
    }
    return text.equals("true");
  }

  /**
   * Returns how many threads may wait for answers to invalidations, for which there are so many
   * connections beside the others: those that read may not take the last one.
   */
  int invalidators() {
    return Math.max(2, poolSize / 4);
  }

  static IllegalArgumentException wrong(StoreUri uri, String what) {
    return new IllegalArgumentException("the store's URI " + uri + " " + what);
  }

  @Override
  public String toString() {
    return address();
  }
}
