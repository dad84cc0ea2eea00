package io.larder.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * What a client of somebody else's for a cluster knows; it stays theirs, and its timeouts and
 * retries hold. It is one whole: with a part of it out of reach, all of it is.
 */
final class InjectedCluster implements Nodes {

  /** Since Jedis 8; without one each pipeline to several servers makes threads of its own. */
  private static final boolean TAKES_EXECUTOR = takesExecutor();

  private static final Address UNKNOWN = new Address("unknown", 0);

  private final UnifiedJedis jedis;
  private final Pace pace = new Pace(Deadline.NONE);
  private final IntFunction<Connection> connections;

  /**
   * Creates it.
   *
   * @param connections returns a connection to the primary that has a slot
   */
  InjectedCluster(UnifiedJedis jedis, IntFunction<Connection> connections) {
    this.jedis = jedis;
    this.connections = connections;
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    long began = System.nanoTime();
    askAll(questions);
    pace.answered(System.nanoTime() - began);
  }

  private void askAll(List<? extends Question<?>> questions) {
    if (questions.size() == 1) {
      InjectedNodes.ask(jedis, questions.get(0));
      return;
    }
    InjectedNodes.ask(pipelined(), questions);
    for (Question<?> question : questions) {
      if (question.refusal() instanceof JedisRedirectionException) {
        // Its pipelines do not follow where slots have gone, its single commands do.
        InjectedNodes.ask(jedis, question);
      }
    }
  }

  private AbstractPipeline pipelined() {
    return TAKES_EXECUTOR && jedis instanceof RedisClusterClient cluster
        ? cluster.pipelined(SameThread.EXECUTOR)
        : jedis.pipelined();
  }

  private static boolean takesExecutor() {
    try {
      return RedisClusterClient.class.getMethod("pipelined", ExecutorService.class) != null;
    } catch (NoSuchMethodException e) {
      return false;
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
    return true;
  }

  @Override
  public List<byte[]> oneOfEach(List<byte[]> keys) {
    // Which they are it tells nobody.
    return List.copyOf(keys);
  }

  @Override
  public List<Primary> primaries() {
    Question<Object> question = Commands.clusterSlots();
    ask(0, List.of(question));
    Map<Address, Primary> primaries = new HashMap<>();
    for (SlotRange range : SlotRange.read(question.answer(), UNKNOWN)) {
      primaries.putIfAbsent(range.primary(), new OfSlot(range));
    }
    return new ArrayList<>(primaries.values());
  }

  @Override
  public List<Primary> used() {
    return primaries();
  }

  private void ask(int slot, List<? extends Question<?>> questions) {
    try (Connection connection = connections.apply(slot)) {
      for (Question<?> question : questions) {
        connection.sendCommand(question.arguments());
      }
      List<Object> replies = connection.getMany(questions.size());
      for (int i = 0; i < replies.size(); i++) {
        questions.get(i).told(replies.get(i));
      }
    }
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

  /** The primary that has some slots. */
  private final class OfSlot implements Primary {

    private final SlotRange range;

    OfSlot(SlotRange range) {
      this.range = range;
    }

    @Override
    public String name() {
      return range.primary().toString();
    }

    @Override
    public Exchange send(List<? extends Question<?>> questions) {
      ask(range.first(), questions);
      return Exchanged.DONE;
    }
  }

  /** Does what it is given at once, in the thread that gives it. */
  private static final class SameThread extends AbstractExecutorService {

    static final ExecutorService EXECUTOR = new SameThread();

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      // It holds nothing.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
