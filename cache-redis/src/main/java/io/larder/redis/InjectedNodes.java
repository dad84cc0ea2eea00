package io.larder.redis;

import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a client of somebody else's knows; it stays theirs, and its timeouts hold. */
final class InjectedNodes implements Nodes {

  private final UnifiedJedis jedis;
  private final Pace pace = new Pace(Deadline.NONE);

  private InjectedNodes(UnifiedJedis jedis) {
    this.jedis = jedis;
  }

  /** Returns the servers behind a client, whatever its topology. */
  @SuppressWarnings("deprecation") // people still have a JedisCluster
  static Nodes of(UnifiedJedis jedis) {
    if (jedis instanceof RedisClusterClient cluster) {
      return new InjectedCluster(jedis, cluster::getConnectionFromSlot);
    }
    if (jedis instanceof JedisCluster cluster) {
      return new InjectedCluster(jedis, cluster::getConnectionFromSlot);
    }
    return new InjectedNodes(jedis);
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    long began = System.nanoTime();
    if (questions.size() == 1) {
      ask(jedis, questions.get(0));
    } else {
      ask(jedis.pipelined(), questions);
    }
    pace.answered(System.nanoTime() - began);
  }

  /** Asks one by a client. */
  static void ask(UnifiedJedis jedis, Question<?> question) {
    try {
      question.told(jedis.executeCommand(question.asItIs()));
    } catch (JedisDataException e) {
      question.told(e);
    }
  }

  /** Asks several by a pipeline, which is closed then. */
  static void ask(AbstractPipeline pipeline, List<? extends Question<?>> questions) {
    Response<?>[] responses = new Response<?>[questions.size()];
    try (pipeline) {
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
      } catch (IllegalStateException e) {
        // A pipeline to several servers logs that one has failed, and leaves its answers out.
        throw new JedisConnectionException("no answer", e);
      }
    }
  }

  @Override
  public Ear ear(byte[] key) {
    throw new UnsupportedOperationException("copies in memory are for stores opened by a URI");
  }

  @Override
  public void lookAgain() {
    // It sees to that itself.
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
  public long strangers() {
    return 0;
  }

  @Override
  public void forgetPace() {
    pace.reset();
  }

  @Override
  public void doubtIdle() {
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
