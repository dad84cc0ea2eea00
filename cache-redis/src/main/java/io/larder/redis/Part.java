package io.larder.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** What one shard is asked in one go. */
final class Part implements Nodes.Exchange {

  /** Tells what a failure means. */
  interface Failing {
    JedisException meant(Shard shard, byte[] key, JedisException failure);
  }

  private final Shard shard;
  private final boolean asking;
  private final Failing failing;
  private final List<Question<?>> questions = new ArrayList<>();
  private @Nullable NodeExchange exchange;

  private Part(Shard shard, boolean asking, Failing failing) {
    this.shard = shard;
    this.asking = asking;
    this.failing = failing;
  }

  /** Returns the part of that shard, which is added if there is none yet. */
  static Part of(List<Part> parts, Shard shard, boolean asking, Failing failing) {
    for (Part part : parts) {
      if (part.shard == shard && part.asking == asking) {
        return part;
      }
    }
    Part part = new Part(shard, asking, failing);
    parts.add(part);
    return part;
  }

  /** Sends all before any answer is read. */
  static void exchange(List<Part> parts) {
    if (parts.size() > 1) {
      // All take them in one order: else two could wait for the connection that the other has.
      parts.sort(Comparator.comparingInt(part -> part.shard.order()));
    }
    try {
      parts.forEach(Part::take);
      parts.forEach(Part::send);
      parts.forEach(Part::read);
    } finally {
      parts.forEach(Part::close);
    }
  }

  Shard shard() {
    return shard;
  }

  List<Question<?>> questions() {
    return questions;
  }

  /** Takes a connection, and nothing more: who gets none has sent nothing to others. */
  void take() {
    attempt(() -> exchange = shard.take(questions, asking));
  }

  void send() {
    NodeExchange taken = exchange;
    if (taken != null) {
      attempt(taken::send);
    }
  }

  @Override
  public void read() {
    NodeExchange taken = exchange;
    if (taken != null) {
      attempt(taken::read);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (JedisException e) {
      throw failing.meant(shard, questions.get(0).key(), e);
    }
  }

  @Override
  public void close() {
    if (exchange != null) {
      exchange.close();
    }
  }
}
