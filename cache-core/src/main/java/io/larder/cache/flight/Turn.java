package io.larder.cache.flight;

/**
 * The part that a caller has in a flight: it leads, it may wait, or too many wait already.
 *
 * @param <T> the type of the flight's value
 */
public sealed interface Turn<T> permits Leader, Waiter, Turn.TooMany {

  /**
   * As many callers as may wait do so: the caller goes on by itself and stores nothing.
   *
   * @param <T> the type of the flight's value
   */
  record TooMany<T>() implements Turn<T> {}
}
