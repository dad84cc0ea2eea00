package io.larder.cache.lease;

import io.larder.cache.Claim;
import io.larder.cache.Lease;
import io.larder.cache.Lease.Wait;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one leader among all processes: what the flight of its own process is to its callers,
 * the lease of the key is to the leaders of all.
 *
 * @param <T> what is looked for
 */
public sealed interface LeaseTurn<T> {

  /** How often a leader looks again, before it computes whoever else does. */
  int MOST_ROUNDS = 16;

  /**
   * It is this leader's turn, or not worth waiting for another's.
   *
   * @param claim the claim for what it computes
   */
  record Load<T>(Claim claim) implements LeaseTurn<T> {}

  /**
   * Another process has stored it.
   *
   * @param what what was found
   */
  record Found<T>(T what) implements LeaseTurn<T> {}

  /** Another process computes it, and the time to wait is over. */
  record TooLong<T>() implements LeaseTurn<T> {}

  /**
   * Looks up whether another process has stored what is wanted.
   *
   * @param <T> what that is
   * @param <X> what looking throws
   */
  @FunctionalInterface
  interface Look<T, X extends Exception> {

    /** Returns it, or {@code null} if it is not there. */
    @Nullable T look() throws X;
  }

  /**
   * Waits for the turn.
   *
   * @param lease asks the store for the lease
   * @param claim claims whoever has the lease
   * @param patience how long it may take from now on; asked before each wait
   * @param look looks again, after each wait that another process has ended
   * @param <T> what is looked for
   * @param <X> what looking throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws X if looking throws it
   */
  static <T, X extends Exception> LeaseTurn<T> await(
      Supplier<Lease> lease, Supplier<Claim> claim, Supplier<Duration> patience, Look<T, X> look)
      throws InterruptedException, X {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Lease told = lease.get();
      if (!(told instanceof Lease.Held held)) {
        return new Load<>(((Lease.Own) told).claim());
      }
      Wait wait = held.await(patience.get());
      if (wait == Wait.TOO_LONG) {
        return new TooLong<>();
      }
      if (wait == Wait.GO_ON) {
        break;
      }
      T found = look.look();
      if (found != null) {
        return new Found<>(found);
      }
    }
    return new Load<>(claim.get());
  }
}
