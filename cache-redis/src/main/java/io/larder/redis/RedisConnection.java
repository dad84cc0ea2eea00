package io.larder.redis;

import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/**
 * The servers, and what is to be known of them.
 *
 * @param nodes the servers; closed with this
 * @param where names them for people, without secrets: {@code localhost:6379}
 * @param uri the same as a URI, for {@code describe()}
 * @param deadline how long an operation may take
 * @param replicas how many replicas are to have an invalidation before it counts as applied
 * @param patience how long they are waited for
 * @param lease how long a process that computes a value is waited for after it was last heard of
 * @param callers how many threads may wait for answers to what reads or fills
 * @param invalidators how many others may wait for answers to what invalidates
 * @param asyncFills whether what was loaded is stored beside the callers
 */
record RedisConnection(
    Nodes nodes,
    String where,
    String uri,
    Deadline deadline,
    Bulkhead callers,
    Bulkhead invalidators,
    boolean asyncFills,
    int replicas,
    Duration patience,
    Duration lease) {

  /** As many as wait where nobody has said how many connections there are. */
  private static final int MANY = 64;

  /** Who gets no answer for this part of the time that one may take is stuck. */
  private static final int STUCK_PART = 10;

  /** Replicas are waited for no longer than this part of it, lest the server seem slow. */
  private static final int REPLICAS_PART = 3;

  /** Returns a connection with so many callers as an injected client may have. */
  RedisConnection(Nodes nodes, String where, String uri, Deadline deadline) {
    this(
        nodes,
        where,
        uri,
        deadline,
        many(),
        many(),
        false,
        0,
        Duration.ZERO,
        RedisOptions.DEFAULT_LEASE);
  }

  private static Bulkhead many() {
    Duration whole = Timeouts.DEFAULT_DEADLINE;
    return new Bulkhead(MANY, whole, whole.dividedBy(STUCK_PART));
  }

  /** Returns the way to servers that a URI names. */
  static RedisConnection of(RedisOptions options, Nodes nodes) {
    Duration stuck = options.timeouts().deadline().dividedBy(STUCK_PART);
    Duration silence = options.timeouts().silence().dividedBy(2);
    Duration part = options.timeouts().deadline().dividedBy(REPLICAS_PART);
    return new RedisConnection(
        nodes,
        options.where(),
        options.address(),
        Deadline.of(options.timeouts().deadline()),
        new Bulkhead(options.pool().callers(), options.timeouts().poolWait(), stuck),
        new Bulkhead(options.pool().invalidators(), options.timeouts().poolWait(), stuck),
        options.asyncFills(),
        options.replicas(),
        silence.compareTo(part) < 0 ? silence : part,
        options.lease());
  }

  /** Returns the connection of a client that somebody else made, and will close. */
  static RedisConnection injected(UnifiedJedis jedis) {
    String name = "the client " + jedis.getClass().getSimpleName();
    return new RedisConnection(InjectedNodes.of(jedis), name, name, Deadline.NONE);
  }
}
