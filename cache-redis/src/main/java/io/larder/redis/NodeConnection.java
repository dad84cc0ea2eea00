package io.larder.redis;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** A connection on which questions can be sent before the answers to others are waited for. */
final class NodeConnection extends Connection {

  private volatile int succession;
  private volatile int login;
  private volatile long answeredAt;

  /** Connects, and logs in. */
  NodeConnection(JedisSocketFactory sockets, JedisClientConfig config) {
    super(sockets, config);
    answeredAt = System.nanoTime();
  }

  /**
   * Sends questions.
   *
   * @param asking whether the server is to answer about keys that are still on their way to it
   */
  void send(List<? extends Question<?>> questions, boolean asking) {
    for (Question<?> question : questions) {
      if (asking) {
        sendCommand(Command.ASKING);
      }
      sendCommand(question.arguments());
    }
    flush();
  }

  /** Reads the answers to what was sent last. */
  void read(List<? extends Question<?>> questions, boolean asking) {
    int each = asking ? 2 : 1;
    List<Object> replies = getMany(each * questions.size());
    for (int i = 0; i < questions.size(); i++) {
      questions.get(i).told(replies.get(each * i + each - 1));
    }
    answeredAt = System.nanoTime();
  }

  /** Asks one question; a refusal is with it. */
  void ask(Question<?> question) {
    ask(List.of(question));
  }

  /** Asks several questions; refusals are with them. */
  void ask(List<? extends Question<?>> questions) {
    send(questions, false);
    read(questions, false);
  }

  /** Notes to which of the servers at its address it leads, see {@link Succession}. */
  void leadsTo(int number) {
    succession = number;
  }

  /** Notes with which of the logins that there have been it has logged in, see {@link Login}. */
  void loggedIn(int number) {
    login = number;
  }

  /** Returns whether it has not answered since then, as {@link System#nanoTime} reads. */
  boolean isSilentSince(long then) {
    return answeredAt - then < 0;
  }

  int login() {
    return login;
  }

  int leadsTo() {
    return succession;
  }

  /** Closes it for good, since answers may still come on it that nobody waits for. */
  void drop() {
    setBroken();
    try {
      close();
    } catch (JedisException e) {
      // It was broken before.
    }
  }
}
