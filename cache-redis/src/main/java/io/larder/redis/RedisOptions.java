package io.larder.redis;

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
 * @param ca the path of a PEM file with the certificates to trust; {@code null} for the platform's
 * @param database its number; a cluster has 0 only
 * @param login as whom every connection logs in, but those to sentinels
 * @param clientName what the servers are told that a connection is called
 * @param timeouts how long what may take
 * @param pool how much of one server is used at once
 * @param asyncFills whether what was loaded is stored beside the callers
 * @param replicas how many replicas are to have an invalidation before it counts as applied
 * @param lease how long a process that computes a value is waited for after it was last heard of
 */
record RedisOptions(
    Place place,
    boolean tls,
    @Nullable String ca,
    int database,
    Login login,
    String clientName,
    Timeouts timeouts,
    PoolLimits pool,
    boolean asyncFills,
    int replicas,
    Duration lease) {

  static final String CA = "ca";
  static final String CLIENT_NAME = "clientName";
  static final String ASYNC_FILLS = "asyncFills";
  static final String REPLICAS = "invalidationReplicas";
  static final String LEASE = "lease";
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

  private static final int MOST_REPLICAS = 9;
  private static final String DEFAULT_CLIENT_NAME = "larder";

  /** Returns the names of the options that a URI of this scheme may carry. */
  static Set<String> names(String scheme) {
    Set<String> names = new TreeSet<>(Set.of(CLIENT_NAME, ASYNC_FILLS, REPLICAS, LEASE));
    names.addAll(Timeouts.NAMES);
    names.addAll(PoolLimits.NAMES);
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
    OptionReader options = new OptionReader(uri);
    Place place = Place.of(uri);
    return new RedisOptions(
        place,
        isTls(uri.scheme()),
        uri.option(CA).orElse(null),
        database(uri, place),
        new Login(uri.user().orElse(null), uri.password().orElse(null)),
        options.text(
            CLIENT_NAME,
            DEFAULT_CLIENT_NAME,
            "[!-~]{1,64}",
            "1 to 64 characters of ASCII without spaces"),
        Timeouts.of(options),
        PoolLimits.of(options),
        options.flag(ASYNC_FILLS),
        options.number(REPLICAS, 0, 0, MOST_REPLICAS, ""),
        options.duration(LEASE, DEFAULT_LEASE));
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
      throw OptionReader.wrong(uri, "is none of Redis: write redis://localhost:6379/0");
    }
    if (uri.user().isPresent() || uri.password().isPresent()) {
      throw OptionReader.wrong(uri, "has a user or password, which are asked for: leave them out");
    }
    for (String name : uri.options().keySet()) {
      if (!provider.options(uri.scheme()).contains(name)) {
        throw OptionReader.wrong(
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
      asked = new Place.Sentinels(named.addresses(), named.primary(), by(sentinels));
    }
    return new RedisOptions(
        asked,
        tls,
        ca,
        database,
        by(servers),
        clientName,
        timeouts,
        pool,
        asyncFills,
        replicas,
        lease);
  }

  private Login by(Supplier<? extends RedisCredentials> source) {
    return Login.by(new Credentials(source, timeouts.deadline()));
  }

  private static boolean isTls(String scheme) {
    return scheme.startsWith("rediss") || scheme.startsWith(NearOptions.TIERED + "rediss");
  }

  private static int database(StoreUri uri, Place place) {
    String path = Place.database(uri);
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    boolean cluster = place instanceof Place.Cluster;
    if (!path.matches("/[0-9]{1,4}")) {
      throw OptionReader.wrong(
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
      throw OptionReader.wrong(
          uri, "names the database " + database + ": a cluster has none but 0, so leave it out");
    }
    return database;
  }

  /** Returns its name for people, without secrets: {@code localhost:6379}. */
  String where() {
    return place.where();
  }

  /** Returns the address as a URI without user, password and options. */
  String address() {
    return place.uri(tls, database);
  }

  @Override
  public String toString() {
    return address();
  }
}
