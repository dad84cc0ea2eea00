package io.larder.redis.testing;

import java.util.ArrayList;
import java.util.List;

/** One place where a Redis may come from; a source is asked only if all before it had none. */
interface ServerSource<T> {

  /** What this source is called where the choice is explained. */
  String name();

  /**
   * Opens a server.
   *
   * @throws Unavailable if this machine has none here, so that the next source is asked; any other
   *     exception ends the search
   */
  T open() throws Unavailable;

  /** What is done with that which a source has. */
  interface Step<T, R> {
    R take(T opened) throws Unavailable;
  }

  /** Returns this source with a step after it, which may find that it has nothing of use. */
  default <R> ServerSource<R> then(Step<? super T, ? extends R> step) {
    ServerSource<T> first = this;
    return new ServerSource<>() {
      @Override
      public String name() {
        return first.name();
      }

      @Override
      public R open() throws Unavailable {
        return step.take(first.open());
      }
    };
  }

  /**
   * Opens the first source that has a server.
   *
   * @throws IllegalStateException if none has, with each one's reason
   */
  static <T> T openFirst(List<? extends ServerSource<? extends T>> sources) {
    List<String> reasons = new ArrayList<>();
    List<Unavailable> failures = new ArrayList<>();
    for (ServerSource<? extends T> source : sources) {
      try {
        return source.open();
      } catch (Unavailable e) {
        reasons.add(source.name() + ": " + e.getMessage());
        failures.add(e);
      }
    }
    IllegalStateException none =
        new IllegalStateException("No Redis for the tests (" + String.join("; ", reasons) + ")");
    failures.forEach(none::addSuppressed);
    throw none;
  }
}
