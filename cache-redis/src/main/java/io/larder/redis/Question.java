package io.larder.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One command on one key, and what was answered to it. May be asked again: the last answer counts.
 * Used by one thread at a time.
 */
final class Question<T extends @Nullable Object> {

  private static final Object UNASKED = new Object();

  private final byte[] key;
  private final CommandArguments arguments;
  private final Builder<T> builder;
  private final boolean takesTime;
  private @Nullable Object reply = UNASKED;
  private int answers;
  private @Nullable Object server;

  /**
   * Creates it, unasked.
   *
   * @param key the one that the command is about, by which its server is found; not to be changed
   */
  Question(byte[] key, CommandArguments arguments, Builder<T> builder) {
    this(key, arguments, builder, false);
  }

  private Question(byte[] key, CommandArguments arguments, Builder<T> builder, boolean takesTime) {
    this.key = key;
    this.arguments = arguments;
    this.builder = builder;
    this.takesTime = takesTime;
  }

  /** Returns the same, of which the server itself waits for others before it answers. */
  Question<T> takingTime() {
    return new Question<>(key, arguments, builder, true);
  }

  /** Returns whether a late answer tells nothing about its server. */
  boolean takesTime() {
    return takesTime;
  }

  byte[] key() {
    return key;
  }

  CommandArguments arguments() {
    return arguments;
  }

  /** Returns the command for a client that reads the answer itself: as it is, see {@link #told}. */
  CommandObject<Object> asItIs() {
    return new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT);
  }

  /** Takes in what the server told: an answer, or a {@link JedisDataException}. */
  void told(@Nullable Object reply) {
    this.reply = reply;
    answers++;
  }

  /** Returns how often it was answered: more than once if it was asked elsewhere again. */
  int answers() {
    return answers;
  }

  /** Notes who is asked now, where one server is told from another. */
  void askedOf(Object server) {
    this.server = server;
  }

  /** Returns who was asked last; {@code null} where nobody tells one from another. */
  @Nullable Object server() {
    return server;
  }

  /** Returns how the server has refused it, or {@code null}. */
  @Nullable JedisDataException refusal() {
    return reply instanceof JedisDataException refusal ? refusal : null;
  }

  /**
   * Returns the answer.
   *
   * @throws JedisDataException if the server has refused it
   */
  T answer() {
    if (reply instanceof JedisDataException refusal) {
      throw refusal;
    }
    if (reply == UNASKED) {
      throw new IllegalStateException("nobody has asked it");
    }
    return builder.build(reply);
  }
}
