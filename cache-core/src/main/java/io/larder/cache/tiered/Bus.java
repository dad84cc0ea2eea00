package io.larder.cache.tiered;

import java.util.List;

/**
 * Brings to this node what ends entries in the store behind: each event once, with the value of the
 * logical clock that it was given, in the order of these.
 *
 * <p>It may lose events, and it may lose its connection; the {@link Receiver} sees both and trusts
 * no copy that it cannot vouch for. It must not bring an event before it has happened.
 */
public interface Bus extends AutoCloseable {

  /** Begins to listen, on threads of the bus's own, and to tell. Returns at once. */
  void listen(Receiver receiver);

  /** Ends listening, and the threads. Closing twice is harmless. */
  @Override
  void close();

  /** What a bus tells to. Thread-safe; returns at once. */
  interface Receiver {

    /**
     * Says that each event with a higher value than this one will be told.
     *
     * @param clock the logical clock, read after the listening had begun
     */
    void connected(long clock);

    /**
     * Says what has ended.
     *
     * @param clock the value that the event was given; those of events follow on each other
     * @param changes what it has ended
     */
    void announced(long clock, List<Change> changes);

    /**
     * Says what the logical clock was a moment ago.
     *
     * @param sentAt the ticker's reading before the clock was asked for
     * @param clock what it was
     */
    void heartbeat(long sentAt, long clock);

    /** Says that events may be missed from now on, until the next {@link #connected}. */
    void lost();

    /**
     * Returns whether events are missing that should have come long ago: the bus had better begin
     * anew.
     */
    boolean isBehind();
  }
}
