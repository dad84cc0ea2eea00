package io.larder.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The servers of one Redis, whichever topology they form. A question is asked of the one that holds
 * its key, and always of a primary.
 *
 * <p>Thread-safe. Everything here ends within the {@link Deadline} of the operation that it is part
 * of, if the sockets are ours.
 */
interface Nodes extends AutoCloseable {

  /** One server that holds keys of its own. */
  interface Primary {

    /** Names it for people, without secrets: {@code localhost:6379}. */
    String name();

    /**
     * Sends questions to this server, whatever their keys.
     *
     * @throws JedisException if it is out of reach
     */
    Exchange send(List<? extends Question<?>> questions);
  }

  /**
   * Questions that were sent on a connection, until their answers are read and it is given back.
   */
  interface Exchange extends AutoCloseable {

    /**
     * Reads the answers; refusals are among them.
     *
     * @throws JedisException if they do not come
     */
    void read();

    /** Gives the connection back, and drops one on which answers are still due. */
    @Override
    void close();
  }

  /**
   * Asks all before any answer is waited for. Those about one key are done in their order.
   *
   * <p>Some may be asked twice, so doing that must do no harm. A refusal is thrown by {@link
   * Question#answer}.
   *
   * @throws JedisException if a server is out of reach
   */
  void ask(List<? extends Question<?>> questions);

  /** Asks one, and returns its answer. */
  default <T extends @Nullable Object> T ask(Question<T> question) {
    ask(List.of(question));
    return question.answer();
  }

  /**
   * Opens a connection to the server of a key, beside those that questions are asked on.
   *
   * @return what listens there; to be closed by the caller
   * @throws JedisException if it is out of reach
   * @throws UnsupportedOperationException if the connections are not ours
   */
  Ear ear(byte[] key);

  /** Looks where they are before the next question: something has failed. */
  void lookAgain();

  /**
   * Returns whether there are several, each with a part of the keys: then questions about different
   * keys are done in any order.
   */
  boolean isCluster();

  /**
   * Returns one key for each server that has any of these, as far as is known.
   *
   * @param keys one at least
   * @throws JedisException if nobody tells which server has them
   */
  default List<byte[]> oneOfEach(List<byte[]> keys) {
    return List.of(keys.get(0));
  }

  /**
   * Returns whether the server of a key may be asked; false while it is known to be out of reach
   * and others are not.
   */
  default boolean isReachable(byte[] key) {
    return true;
  }

  /** Returns the names of the parts that are known to be out of reach, while others are not. */
  default List<String> outOfReach() {
    return List.of();
  }

  /**
   * Has somebody told when a part that was out of reach may be asked again; one at most.
   *
   * @param listener is run by a thread that waits for nothing
   */
  default void whenBack(Runnable listener) {
    // It is one whole.
  }

  /**
   * Has somebody told when another server answers at an address than before, so that what was ended
   * on that one may be lost; one at most. Known of servers that we connect to ourselves.
   *
   * @param listener is run before anything that the new one answers is used; waits for nothing
   */
  default void whenReplaced(Runnable listener) {
    // Nobody knows.
  }

  /** Returns all primaries. */
  List<? extends Primary> primaries();

  /**
   * Returns the primaries that may hold something of ours, the one with the clock among them: what
   * another one has lost is not missed.
   */
  List<? extends Primary> used();

  /**
   * Returns how often a connection was made to a server that was not known to answer at its
   * address; constant if connections are not asked. Who answers is known as long as this stays.
   */
  long strangers();

  /** Forgets how long the last answers took: all is found to be well. */
  void forgetPace();

  /**
   * Has each connection that is not in use tested before it is used again: what has broken another
   * one may have broken it too.
   */
  void doubtIdle();

  @Override
  void close();
}
