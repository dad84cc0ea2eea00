package io.larder.redis;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Looks once, beside all who start, how the servers and the client are set up, and says in a line
 * each what had better be changed.
 *
 * <p>It says nothing about what it may not see, nor about servers that it cannot reach.
 */
final class Advisor implements AutoCloseable {

  static final String LOGGER = "io.larder.redis.advice";

  private static final System.Logger LOG = System.getLogger(LOGGER);

  private static final long PATIENCE_MILLIS = 250;

  /** Keys of a server that are looked at: one step of a scan. */
  private static final int KEYS = 100;

  private final RedisConnection connection;
  private final Layout layout;
  private final Supplier<List<String>> ofClient;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * Creates it; nothing is asked yet.
   *
   * @param ofClient says what had better be changed about a client of somebody else's
   */
  Advisor(RedisConnection connection, Layout layout, Supplier<List<String>> ofClient) {
    this.connection = connection;
    this.layout = layout;
    this.ofClient = ofClient;
  }

  /** Looks beside the caller. */
  void start() {
    try {
      thread =
          Threads.start(
              Threads::daemon, "larder-redis-advisor " + connection.where(), this::advise);
    } catch (Threads.None e) {
      // Then nobody is told.
    }
  }

  private void advise() {
    List<String> advice = advice();
    if (!closed) {
      advice.forEach(line -> LOG.log(Level.INFO, line));
    }
  }

  /** Says nothing more. */
  @Override
  public void close() {
    closed = true;
  }

  /** Waits a moment for the end of what it asks; to be called when the connections are closed. */
  void awaitEnd() {
    Thread running = thread;
    try {
      if (running != null && running != Thread.currentThread()) {
        running.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what had better be changed. */
  List<String> advice() {
    List<String> advice = new ArrayList<>(ofClient.get());
    try {
      for (Nodes.Primary each : connection.deadline().within(connection.nodes()::primaries)) {
        advice.addAll(connection.deadline().within(() -> about(each)));
      }
    } catch (RuntimeException e) {
      // Whoever needs the server will be told why there is none, or what it is instead.
    }
    return advice;
  }

  private List<String> about(Nodes.Primary primary) {
    Question<String> itself = Commands.info("server");
    Question<String> memory = Commands.info("memory");
    Question<String> replication = Commands.info("replication");
    Question<ScanResult<byte[]>> some =
        Commands.scan(
            ScanParams.SCAN_POINTER_START_BINARY,
            (layout.entryPrefix() + "*").getBytes(StandardCharsets.UTF_8),
            KEYS);
    ask(primary, List.of(itself, memory, replication, some));
    List<String> advice = new ArrayList<>();
    String server = "Redis at " + primary.name();
    String said = told(itself);
    if (said != null) {
      ofVersion(server, Introduction.field(said, "redis_version"), advice);
    }
    said = told(memory);
    if (said != null) {
      ofMemory(server, said, advice);
    }
    said = told(replication);
    if (said != null) {
      ofReplication(server, said, advice);
    }
    ScanResult<byte[]> page = told(some);
    if (page != null) {
      ofRevisions(server, primary, page.getResult(), advice);
    }
    return advice;
  }

  private static void ofVersion(String server, String version, List<String> advice) {
    if (Outages.isOld(version)) {
      advice.add(
          server
              + " is of version "
              + version
              + ", on which the cache cannot work: upgrade it to 6.2 or later");
    }
  }

  private static void ofMemory(String server, String memory, List<String> advice) {
    String policy = Introduction.field(memory, "maxmemory_policy");
    if (Introduction.field(memory, "maxmemory").equals("0")) {
      advice.add(
          server
              + " has no limit of memory: set maxmemory, and maxmemory-policy to volatile-lru, so"
              + " that a full cache drops what is old");
    } else if (policy.startsWith("allkeys-")) {
      advice.add(
          server
              + " has maxmemory-policy "
              + policy
              + ", which may evict the clock and with it all entries: set it to volatile-lru");
    } else if (policy.equals("noeviction")) {
      advice.add(
          server
              + " has maxmemory-policy noeviction, so that a full cache stores nothing new: set it"
              + " to volatile-lru");
    }
  }

  private static void ofReplication(String server, String replication, List<String> advice) {
    boolean replicated = !Introduction.field(replication, "connected_slaves").matches("0?");
    // Told only where the setting is above 0.
    if (replicated && Introduction.field(replication, "min_slaves_good_slaves").isEmpty()) {
      advice.add(
          server
              + " has replicas and takes writes without any: set min-replicas-to-write to 1, so that"
              + " one which is cut off applies no invalidation that its successor does not know");
    }
  }

  private void ofRevisions(
      String server, Nodes.Primary primary, List<byte[]> keys, List<String> advice) {
    List<Question<byte[]>> beginnings = new ArrayList<>();
    keys.forEach(key -> beginnings.add(Commands.getrange(key, 0, Envelope.BEGINNING.length)));
    if (beginnings.isEmpty()) {
      return;
    }
    ask(primary, beginnings);
    Set<Integer> others = new TreeSet<>();
    for (Question<byte[]> each : beginnings) {
      byte[] beginning = told(each);
      if (beginning != null
          && Envelope.beginsLikeOurs(beginning)
          && beginning[4] != Envelope.REVISION) {
        others.add(beginning[4] & 0xFF);
      }
    }
    for (int revision : others) {
      advice.add(
          server
              + " has entries of layout "
              + revision
              + " in the namespace "
              + layout.namespace()
              + ", and this version reads and writes layout "
              + Envelope.REVISION
              + ": once no other version runs, let them end, or name another namespace");
    }
  }

  private static void ask(Nodes.Primary primary, List<? extends Question<?>> questions) {
    try (Nodes.Exchange exchange = primary.send(questions)) {
      exchange.read();
    }
  }

  /** Returns an answer; {@code null} if it was refused: this user may not ask. */
  private static <T> @Nullable T told(Question<T> question) {
    try {
      return question.answer();
    } catch (JedisDataException e) {
      return null;
    }
  }
}
