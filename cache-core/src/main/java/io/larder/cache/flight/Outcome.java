package io.larder.cache.flight;

/**
 * What a waiter of a flight is told, once.
 *
 * @param <T> the type of the flight's value
 */
public sealed interface Outcome<T> {

  /**
   * The leader's value, from a load that began no earlier than the waiter's own look-up allows.
   *
   * @param value the value
   * @param <T> its type
   */
  record Landed<T>(T value) implements Outcome<T> {}

  /**
   * The leader has a value, but its load began before something that the waiter's look-up had seen:
   * look up again.
   *
   * @param <T> the type of the flight's value
   */
  record Outrun<T>() implements Outcome<T> {}

  /**
   * The load failed while this waiter was present.
   *
   * @param failure what the leader's load threw
   * @param <T> the type of the flight's value
   */
  record Failed<T>(Throwable failure) implements Outcome<T> {}

  /**
   * There is nothing to share: the waiter goes on by itself and stores nothing.
   *
   * @param <T> the type of the flight's value
   */
  record Released<T>() implements Outcome<T> {}

  /**
   * The leader ended without an outcome, and this waiter leads now.
   *
   * @param leader the waiter's new part; it must be ended like any leader's
   * @param <T> the type of the flight's value
   */
  record Promoted<T>(Leader<T> leader) implements Outcome<T> {}

  /**
   * The wait was too long: the waiter goes on by itself and stores nothing.
   *
   * @param <T> the type of the flight's value
   */
  record TimedOut<T>() implements Outcome<T> {}
}
