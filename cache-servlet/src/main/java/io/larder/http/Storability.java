package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** Whether a response may be stored: yes with a lifetime, or no with a reason. */
public sealed interface Storability {

  /**
   * It may be stored.
   *
   * @param lifetime for how long; if it is fresh for zero, it is kept to be validated
   * @param without the names of the fields that must not be stored, in lower case: those to which
   *     the response limits its {@code private} or {@code no-cache} (RFC 9111, 5.2.2.4 and 5.2.2.7)
   */
  record Store(Lifetime lifetime, Set<String> without) implements Storability {
    /** Refuses null. */
    public Store {
      requireNonNull(lifetime, "lifetime");
      without = Set.copyOf(without);
    }

    /** Storable with all of its fields. */
    public Store(Lifetime lifetime) {
      this(lifetime, Set.of());
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
