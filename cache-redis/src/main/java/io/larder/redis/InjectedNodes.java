package io.larder.redis;

import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a client of somebody else's knows; it stays theirs, and its timeouts hold. */
final class InjectedNodes implements Nodes {

  private final UnifiedJedis jedis;

  InjectedNodes(UnifiedJedis jedis) {
    this.jedis = jedis;
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    if (questions.size() == 1) {
      askAlone(questions.get(0));
      return;
    }
    Response<?>[] responses = new Response<?>[questions.size()];
    try (AbstractPipeline pipeline = jedis.pipelined()) {
      for (int i = 0; i < responses.length; i++) {
        responses[i] = pipeline.executeCommand(questions.get(i).asItIs());
      }
      pipeline.sync();
    }
    for (int i = 0; i < responses.length; i++) {
      try {
        questions.get(i).told(responses[i].get());
      } catch (JedisDataException e) {
        questions.get(i).told(e);
      }
    }
  }

  private void askAlone(Question<?> question) {
    try {
      question.told(jedis.executeCommand(question.asItIs()));
    } catch (JedisDataException e) {
      question.told(e);
    }
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public List<Primary> primaries() {
    return List.of(new Whole());
  }

  @Override
  public List<Primary> used() {
    return primaries();
  }

  @Override
  public long connectionsMade() {
    return 0;
  }

  @Override
  public void forgetIdle() {
    // It sees to its connections itself.
  }

  @Override
  public void close() {
    // It is not ours.
  }

  /** The one server that the client talks to. */
  private final class Whole implements Primary {

    @Override
    public String name() {
      return jedis.getClass().getSimpleName();
    }

    @Override
    public Exchange send(List<? extends Question<?>> questions) {
      ask(questions);
      return Exchanged.DONE;
    }
  }
}
