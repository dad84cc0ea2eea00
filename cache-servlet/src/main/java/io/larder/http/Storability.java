package io.larder.http;

import static java.util.Objects.requireNonNull;

/** Whether a response may be stored: yes with a lifetime, or no with a reason. */
public sealed interface Storability {

  /**
   * It may be stored.
   *
   * @param lifetime for how long; fresh for more than zero
   */
  record Store(Lifetime lifetime) implements Storability {
    /** Refuses null. */
    public Store {
      requireNonNull(lifetime, "lifetime");
    }
  }

  /**
   * It must not be stored.
   *
   * @param reason the first reason that was found
   */
  record Refuse(Refusal reason) implements Storability {
    /** Refuses null. */
    public Refuse {
      requireNonNull(reason, "reason");
    }
  }
}
