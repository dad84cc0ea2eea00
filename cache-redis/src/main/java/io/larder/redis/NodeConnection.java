package io.larder.redis;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;

/** A connection on which questions can be sent before the answers to others are waited for. */
final class NodeConnection extends Connection {

  /** Connects, and logs in. */
  NodeConnection(JedisSocketFactory sockets, JedisClientConfig config) {
    super(sockets, config);
  }

  void send(List<? extends Question<?>> questions) {
    for (Question<?> question : questions) {
      sendCommand(question.arguments());
    }
    flush();
  }

  /** Reads the answers to what was sent last. */
  void read(List<? extends Question<?>> questions) {
    List<Object> replies = getMany(questions.size());
    for (int i = 0; i < replies.size(); i++) {
      questions.get(i).told(replies.get(i));
    }
  }

  /** Closes it for good, since answers may still come on it that nobody waits for. */
  void drop() {
    setBroken();
    close();
  }
}
