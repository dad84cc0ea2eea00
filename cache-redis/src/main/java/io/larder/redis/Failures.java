package io.larder.redis;

import io.larder.redis.Trouble.Kind;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a failure means for all who would ask: one that concerns them opens the {@link Breaker}, and
 * each is told of at most once. Its answers are short reasons for those who go on without the
 * cache. Thread-safe.
 */
final class Failures {

  private final Deadline deadline;
  private final ServerIdentity identity;
  private final Breaker breaker;
  private final Outages outages;
  private volatile boolean closed;

  /** Is run when the server is out of reach. */
  private volatile Runnable down = () -> {};

  Failures(RedisConnection connection, ServerIdentity identity, Breaker breaker) {
    this.deadline = connection.deadline();
    this.identity = identity;
    this.breaker = breaker;
    this.outages = new Outages(connection);
  }

  /** Has somebody told when the server is out of reach, who waits for nothing; one at most. */
  void whenDown(Runnable listener) {
    down = listener;
  }

  /** What fails from now on is cut by us. */
  void close() {
    closed = true;
  }

  /** Returns why nothing can be asked, as far as was told last. */
  String last() {
    return outages.reason();
  }

  /** The server answers again. */
  void over() {
    outages.over();
  }

  /** Something that anybody may ask has failed; returns the reason. */
  String of(JedisException e, long began) {
    return of(e, began, false);
  }

  /** Something has failed without which nobody is to ask; returns the reason. */
  String ofNeeded(JedisException e, long began) {
    return of(e, began, true);
  }

  private String of(JedisException e, long began, boolean needed) {
    Trouble trouble = Trouble.of(e);
    if (e instanceof ShardFailure part) {
      part.tell(began);
      return reason(trouble);
    }
    long now = System.nanoTime();
    if (trouble.kind() == Kind.INTERRUPTED) {
      Thread.currentThread().interrupt();
    } else if (closed) {
      return "redis: closed";
    } else if (needed || trouble.kind().concernsAll()) {
      if (!breaker.isLate(began)) {
        outages.down(trouble, versionFor(trouble), now);
        breaker.trip(began, now);
        down.run();
      }
    } else {
      outages.odd(trouble, now);
    }
    return reason(trouble);
  }

  /** The server has refused something about one key of several, whatever it says of the others. */
  void ofOneKey(JedisDataException e) {
    outages.odd(Trouble.of(e), System.nanoTime());
  }

  /**
   * There was no place for somebody; returns the reason.
   *
   * @param stuck whether those who have places hang, who will tell of that themselves
   */
  String turnedAway(boolean stuck) {
    Trouble trouble = new Trouble(Kind.BUSY, "all connections are in use");
    if (!stuck) {
      outages.odd(trouble, System.nanoTime());
    }
    return reason(trouble);
  }

  private static String reason(Trouble trouble) {
    return "redis: " + trouble.phrase();
  }

  /** Asks an old server how old it is, which nobody may have done yet. */
  private String versionFor(Trouble trouble) {
    if (trouble.kind() == Kind.OLD && identity.version().isEmpty()) {
      try {
        return deadline.within(identity::askNow);
      } catch (JedisException e) {
        // Then the sentence goes without it.
        Trouble.keepInterrupt(e);
        return "";
      }
    }
    return identity.version();
  }
}
