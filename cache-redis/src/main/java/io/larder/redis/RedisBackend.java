package io.larder.redis;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.Limits;
import io.larder.cache.StoreStats;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One namespace on Redis: on one server, on the primary that sentinels name, or on a cluster.
 *
 * <p>Thread-safe. Opened by a URI, each operation ends within the {@code deadline} of that URI (250
 * ms unless it says otherwise), however slowly the server, the network or the resolver of names
 * answers; of {@link #inspect} each round trip does. Over an injected client it is that client's
 * timeouts which bound each read. While the server is out of reach operations return at once, and a
 * daemon thread tries it until it answers or this is closed: about once a second, and every 2
 * seconds if it keeps failing soon after it answered. Of a cluster a part that is out of reach
 * leaves the others in use, unless it has the clock. No other program's key is ever read or
 * changed, and nothing on a serving path walks through keys.
 */
public final class RedisBackend implements Backend {

  private final BackendContext context;
  private final RedisConnection connection;
  private final Parts parts;
  private volatile @Nullable Advisor advisor;
  private volatile boolean closed;

  /** What views share. */
  record Parts(
      Layout layout,
      RedisLink link,
      Entries entries,
      Writes writes,
      Batches batches,
      Leases leases,
      @Nullable Fills fills,
      RedisStats stats) {}

  RedisBackend(BackendContext context, RedisConnection connection, int mostTags) {
    this.context = context;
    this.connection = connection;
    Nodes nodes = connection.nodes();
    Layout layout = new Layout(context.namespace());
    RedisStats stats = new RedisStats();
    MetaClock clock = new MetaClock(nodes, layout.meta(), mostTags);
    Entries entries = new Entries(nodes, clock, stats);
    Writes writes = new Writes(nodes, clock, entries, layout, context.fenceWindow());
    RedisLink link = new RedisLink(connection, clock, stats);
    Duration sign = connection.deadline().patience();
    Wakes wakes = new Wakes(link::ear, link::epoch, layout.wakes(), connection.where(), sign);
    BatchWrites many = new BatchWrites(nodes, clock, entries, writes);
    Leases leases = new Leases(link, many, wakes, connection.lease(), context.fenceWindow());
    link.whenDown(wakes::lost);
    Fills fills =
        connection.asyncFills() ? new Fills(connection.where(), Threads::daemon, stats) : null;
    Batches batches = new Batches(link, many, fills);
    this.parts = new Parts(layout, link, entries, writes, batches, leases, fills, stats);
  }

  /**
   * Returns a backend over an existing client of Jedis 7.2 or later, for {@link
   * io.larder.cache.LarderBuilder#backend}.
   *
   * <p>The client stays the caller's: it is not closed when the Larder is, and its timeouts are
   * what bounds each read and connect (those of Jedis itself are 2 seconds, and its wait for a free
   * connection is endless: set both). There is no deadline for an operation as a whole then: an
   * answer that arrives byte by byte, a peer that does not read, or a resolver that hangs holds up
   * as many callers as the pool has connections. Which server it leads to is asked at least each
   * second, and not of each of its connections: so long answers of a former primary may count. It
   * must read from the primary, and may be a client of sentinels or of a cluster.
   */
  public static Function<BackendContext, Backend> over(UnifiedJedis jedis) {
    Objects.requireNonNull(jedis, "jedis");
    return context -> {
      RedisBackend backend =
          new RedisBackend(context, RedisConnection.injected(jedis), MetaClock.MOST_TAGS);
      backend.advise(new ClientSettings(jedis)::advice);
      return backend;
    };
  }

  /**
   * Returns a backend for {@link io.larder.cache.LarderBuilder#backend} that asks for its user and
   * password at each new connection, so that a password which is rotated works without a restart.
   *
   * <p>When another one is said than before, connections that had logged in earlier are replaced as
   * they become idle. The provider is called in a daemon thread, one at a time; a connection waits
   * for it no longer than its operation may take. One that throws, or says {@code null}, is a
   * server out of reach, and is asked again by the next trial.
   *
   * @param uri as {@link RedisProvider} takes it, without user and password, and without the
   *     options of every store, such as {@code namespace}: these are the builder's
   * @param credentials says user and password of the servers; the user may be {@code null}
   * @throws IllegalArgumentException if the URI is wrong
   * @throws IllegalStateException if the Jedis on the class path is too old
   */
  public static Function<BackendContext, Backend> at(
      String uri, Supplier<? extends RedisCredentials> credentials) {
    Objects.requireNonNull(credentials, "credentials");
    RedisOptions options = RedisOptions.withoutLogin(uri);
    NearOptions near = NearOptions.of(StoreUri.parse(uri));
    return context -> RedisProvider.open(options.asking(credentials, null), near, context);
  }

  /**
   * Returns a backend as {@link #at(String, Supplier)} does, over sentinels that ask for a user and
   * password too.
   *
   * @param sentinels says those of the sentinels
   * @throws IllegalArgumentException if the URI is wrong, or names no sentinels
   * @throws IllegalStateException if the Jedis on the class path is too old
   */
  public static Function<BackendContext, Backend> at(
      String uri,
      Supplier<? extends RedisCredentials> credentials,
      Supplier<? extends RedisCredentials> sentinels) {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(sentinels, "sentinels");
    RedisOptions options = RedisOptions.withoutLogin(uri);
    if (!(options.place() instanceof Place.Sentinels)) {
      throw new IllegalArgumentException(
          "the store's URI " + options + " names no sentinels: leave their credentials out");
    }
    NearOptions near = NearOptions.of(StoreUri.parse(uri));
    return context -> RedisProvider.open(options.asking(credentials, sentinels), near, context);
  }

  /**
   * Returns who looks how all is set up.
   *
   * @param ofClient says what had better be changed about a client of somebody else's
   */
  Advisor advisor(Supplier<List<String>> ofClient) {
    return new Advisor(connection, parts.layout(), ofClient);
  }

  /**
   * Has it looked how all is set up, beside the caller.
   *
   * @param ofClient says what had better be changed about a client of somebody else's
   */
  void advise(Supplier<List<String>> ofClient) {
    Advisor looking = advisor(ofClient);
    looking.start();
    advisor = looking;
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    requireOpen();
    return new RedisStore<>(view, context, parts, () -> closed);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return tags.isEmpty() ? Answer.APPLIED : parts.link().apply(Invalidation.tags(tags));
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return tags.isEmpty() ? Answer.APPLIED : parts.link().apply(Invalidation.softTags(tags));
  }

  @Override
  public Answer clear() {
    requireOpen();
    return parts.link().apply(Invalidation.ALL);
  }

  @Override
  public Health health() {
    if (closed) {
      return new Health(false, "closed");
    }
    try {
      String version = parts.link().version();
      List<String> missing = connection.nodes().outOfReach();
      return new Health(
          true,
          ("redis " + version).strip()
              + " at "
              + connection.where()
              + (missing.isEmpty() ? "" : ", out of reach: " + String.join(", ", missing)));
    } catch (JedisException e) {
      Trouble.keepInterrupt(e);
      return new Health(false, "redis at " + connection.where() + ": " + Trouble.of(e).phrase());
    }
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    requireOpen();
    try {
      return new Inspection(connection.nodes(), parts.layout()).list(pattern, most);
    } catch (JedisException e) {
      Trouble.keepInterrupt(e);
      throw new IllegalStateException(
          "redis at " + connection.where() + " cannot be inspected: " + Trouble.of(e).phrase(), e);
    }
  }

  @Override
  public StoreStats storeStats() {
    return parts.stats().read();
  }

  @Override
  public String describe() {
    return connection.uri() + " namespace " + context.namespace();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      parts.leases().close();
      Advisor looking = advisor;
      if (looking != null) {
        looking.close();
      }
      Fills fills = parts.fills();
      if (fills != null) {
        fills.close();
      }
      parts.link().close();
      try {
        connection.nodes().close();
      } finally {
        parts.link().awaitEnd();
        if (looking != null) {
          looking.awaitEnd();
        }
      }
    }
  }

  /**
   * Returns what brings the events of this namespace.
   *
   * @param every the time between two heartbeats
   */
  RedisBus bus(Duration every) {
    return new RedisBus(
        parts.link(), parts.layout().bus(), connection.where(), context.ticker(), every);
  }

  /** Returns what waits to be replayed; for tests. */
  Pending pending() {
    return parts.link().pending();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this store is closed: " + describe());
    }
  }
}
