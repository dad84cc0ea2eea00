package io.larder.cache;

import java.time.Duration;

/**
 * Who is to compute the value of a key: among all processes that share the store, one at a time.
 *
 * <p>A lease saves work and guards nothing: what may be stored is decided by the {@link Claim}
 * alone. So nobody has to wait for one, and whoever holds it may be lost: it ends by itself after a
 * short time, unless its holder, who is well, prolongs it.
 */
public sealed interface Lease {

  /** What came of waiting for the holder of a lease. */
  enum Wait {
    /** Something has changed: look up, and where that misses, ask for the lease again. */
    LOOK_AGAIN,
    /** There is nothing to wait for: claim, and compute. */
    GO_ON,
    /** The lease is still held, and the time to wait is over. */
    TOO_LONG
  }

  /**
   * The lease is the caller's, until it fills, puts or abandons the claim.
   *
   * @param claim the claim; not granted if the store could not be asked
   */
  record Own(Claim claim) implements Lease {}

  /** Another process holds the lease. Thread-safe. */
  non-sealed interface Held extends Lease {

    /**
     * Waits until the holder has stored its value or will not, its lease has run out, or the store
     * is out of reach. At once if one of these has come already.
     *
     * @param most for how long at most
     * @throws InterruptedException if the thread is interrupted
     */
    Wait await(Duration most) throws InterruptedException;
  }
}
