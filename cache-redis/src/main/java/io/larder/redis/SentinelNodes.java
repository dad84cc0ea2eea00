package io.larder.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The primary that sentinels name.
 *
 * <p>They are asked when it is first needed, and again when a connection to it fails or it says
 * that it is none any more; and from time to time by a thread beside the callers, since a primary
 * that was replaced while it is cut off from all others still answers. Who needs to know it waits
 * for that as for any connection; while one is known nobody does but the one who asks.
 */
final class SentinelNodes implements Nodes {

  /** How often the sentinels are asked beside the callers, while there are any. */
  private static final long EVERY_NANOS = 1_000_000_000L;

  /** After they were asked in vain, there is no hurry where a primary is known to go on with. */
  private static final long PAUSE_NANOS = 1_000_000_000L;

  /** How often it may be replaced while it is being asked. */
  private static final int MOST_MOVES = 3;

  private final RedisOptions options;
  private final Sockets sockets;
  private final Sentinels sentinels;
  private final Background votes;
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicLong strangers = new AtomicLong();
  private volatile @Nullable Node known;
  private volatile boolean doubted;
  private volatile long votedAt = System.nanoTime();
  private volatile boolean closed;
  private volatile Runnable listener = () -> {};

  // Guarded by the lock.
  private @Nullable NoPrimary failure;
  private long failedAt;

  SentinelNodes(RedisOptions options, Place.Sentinels place, Sockets sockets) {
    this.options = options;
    this.sockets = sockets;
    this.sentinels = new Sentinels(place, options, sockets);
    this.votes = new Background("sentinels " + place.where(), Threads::daemon, this::vote);
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    for (int moves = 1; ; moves++) {
      Node asked = primary();
      try {
        asked.ask(questions);
        noticeReplica(questions);
        if (asked == known) {
          return;
        }
      } catch (JedisException e) {
        if (asked == known || moves == MOST_MOVES) {
          throw doubting(e);
        }
      }
      // It was replaced under way: what it has answered does not count.
      if (moves == MOST_MOVES) {
        throw doubting(new JedisConnectionException("it was replaced again and again"));
      }
    }
  }

  private JedisException doubting(JedisException e) {
    if (e instanceof JedisConnectionException) {
      doubted = true;
    }
    return e;
  }

  /** A replica that was a primary refuses what it is asked, and is not what was looked for. */
  private static void noticeReplica(List<? extends Question<?>> questions) {
    for (Question<?> question : questions) {
      JedisDataException refusal = question.refusal();
      if (refusal != null && Trouble.isReadOnly(refusal)) {
        throw new JedisConnectionException("it is a replica", refusal);
      }
    }
  }

  /** Refuses a connection to a replica: sentinels may not have heard yet. */
  private static void refuseReplica(Introduction told) {
    // A user without INFO is believed: what it writes to a replica is refused.
    if (told.replica()) {
      throw new JedisConnectionException(
          "it is a replica", new JedisDataException("READONLY the server is a replica"));
    }
  }

  private Node primary() {
    long began = System.nanoTime();
    Node now = known;
    if (now == null) {
      Deadline.lock(looking);
    } else if (!doubted || !looking.tryLock()) {
      return now;
    }
    try {
      return look(began);
    } finally {
      looking.unlock();
    }
  }

  private Node look(long began) {
    Node now = known;
    NoPrimary before = failure;
    boolean inVain = before != null && System.nanoTime() - failedAt < PAUSE_NANOS;
    if (now != null && (!doubted || inVain)) {
      return now;
    }
    if (now == null && before != null && failedAt - began > 0) {
      // Who has waited for the one who asked in vain shares that.
      throw before;
    }
    try {
      Address address = sentinels.primary();
      failure = null;
      doubted = false;
      if (now != null && now.address().equals(address)) {
        sentinels.doubt();
        return now;
      }
      return moveTo(address);
    } catch (NoPrimary e) {
      failure = e;
      failedAt = System.nanoTime();
      if (now == null) {
        throw e;
      }
      return now;
    }
  }

  private Node moveTo(Address address) {
    Node before = known;
    Node now =
        new Node(
            address,
            sockets,
            ConnectionConfig.of(options),
            options,
            new Succession(address, SentinelNodes::refuseReplica, strangers, () -> listener.run()),
            new Pace(Deadline.of(options.timeouts().deadline())));
    known = now;
    if (before != null) {
      before.close();
    }
    if (closed) {
      now.close();
    }
    return now;
  }

  private void vote() {
    Node now = known;
    try {
      if (now != null) {
        Address named = sentinels.vote(now.address());
        looking.lock();
        try {
          if (known == now && !named.equals(now.address())) {
            Node unused = moveTo(named);
          }
        } finally {
          looking.unlock();
        }
      }
    } catch (JedisException e) {
      // It was interrupted, by closing.
    }
  }

  @Override
  public Ear ear(byte[] key) {
    Node asked = primary();
    try {
      return asked.ear();
    } catch (JedisException e) {
      throw doubting(e);
    }
  }

  @Override
  public void whenReplaced(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public void lookAgain() {
    doubted = true;
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public List<Primary> primaries() {
    Node asked = primary();
    return List.of(
        new Primary() {
          @Override
          public String name() {
            return asked.name();
          }

          @Override
          public Exchange send(List<? extends Question<?>> questions) {
            try {
              return asked.send(questions);
            } catch (JedisException e) {
              throw doubting(e);
            }
          }
        });
  }

  @Override
  public List<Primary> used() {
    long now = System.nanoTime();
    if (now - votedAt > EVERY_NANOS) {
      votedAt = now;
      votes.wake();
    }
    return primaries();
  }

  @Override
  public long strangers() {
    return strangers.get();
  }

  @Override
  public void forgetPace() {
    Node now = known;
    if (now != null) {
      now.forgetPace();
    }
  }

  @Override
  public void doubtIdle() {
    Node now = known;
    if (now != null) {
      now.doubtIdle();
    }
  }

  @Override
  public void close() {
    closed = true;
    votes.close();
    sockets.close();
    sentinels.close();
    Node now = known;
    if (now != null) {
      now.close();
    }
  }
}
