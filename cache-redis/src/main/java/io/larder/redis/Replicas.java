package io.larder.redis;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The replicas that are to have an invalidation before it counts as applied.
 *
 * <p>Redis replicates asynchronously: what was acknowledged by a primary alone is lost with it.
 * Whoever has invalidated makes up for that after a failover, unless it has ended too. Waiting for
 * replicas ({@code WAIT}) closes that gap. Thread-safe.
 */
final class Replicas {

  /** Slots move, and then it has to be asked anew where they are now. */
  private static final int MOST_MOVES = 3;

  private static final System.Logger LOG = System.getLogger("io.larder.redis");

  private final Nodes nodes;
  private final String where;
  private final byte[] clock;
  private final int number;
  private final long millis;
  private final AtomicBoolean told = new AtomicBoolean();

  private Replicas(RedisConnection connection, byte[] clock) {
    this.nodes = connection.nodes();
    this.where = connection.where();
    this.clock = clock;
    this.number = connection.replicas();
    this.millis = Math.max(1, connection.patience().toMillis());
  }

  /**
   * Returns as many as the connection is to have.
   *
   * @param clock the key of the clock
   */
  static Replicas of(RedisConnection connection, byte[] clock) {
    return new Replicas(connection, clock);
  }

  /**
   * Returns whether as many replicas as are wanted have what was just applied; waits for them.
   *
   * @throws JedisException if a server is out of reach
   */
  boolean have(Invalidation what) {
    if (number == 0) {
      return true;
    }
    for (int moves = 0; moves < MOST_MOVES; moves++) {
      List<Question<Long>> probes = new ArrayList<>();
      List<Question<Long>> waits = new ArrayList<>();
      List<byte[]> keys = keys(what);
      // On one connection: what is waited for is all that the server had done up to the probes. It
      // answers nothing else meanwhile, so it is asked to wait but once.
      keys.forEach(key -> probes.add(Commands.pttl(key)));
      nodes.oneOfEach(keys).forEach(key -> waits.add(Commands.waitFor(key, number, millis)));
      List<Question<?>> all = new ArrayList<>(probes);
      all.addAll(waits);
      nodes.ask(all);
      if (haveAllWaited(probes, waits)) {
        return waits.stream().allMatch(this::isEnough);
      }
    }
    return false;
  }

  /** Not if slots have moved since it was asked who has them. */
  private static boolean haveAllWaited(List<Question<Long>> probes, List<Question<Long>> waits) {
    Set<@Nullable Object> waited = new HashSet<>();
    waits.forEach(wait -> waited.add(wait.server()));
    return probes.stream()
        .allMatch(probe -> probe.answers() == 1 && waited.contains(probe.server()));
  }

  private boolean isEnough(Question<Long> wait) {
    try {
      return wait.answer() >= number;
    } catch (JedisDataException e) {
      if (!told.getAndSet(true)) {
        LOG.log(
            Level.WARNING,
            "Redis at "
                + where
                + " does not wait for replicas ("
                + Trouble.of(e).phrase()
                + "): invalidations answer DEFERRED; permit this user WAIT, or leave "
                + RedisOptions.REPLICAS
                + " out of the store's URI");
      }
      return false;
    }
  }

  private List<byte[]> keys(Invalidation what) {
    List<byte[]> keys = new ArrayList<>();
    if (nodes.isCluster()) {
      keys.addAll(what.unlink());
      keys.addAll(what.soften());
    }
    keys.add(clock);
    return keys;
  }
}
