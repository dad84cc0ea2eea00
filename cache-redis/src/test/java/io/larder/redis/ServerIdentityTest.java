package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Asking which server it is, when many callers have to and the server does not answer. */
class ServerIdentityTest {

  private static final int CALLERS = 50;

  private PrivateRedis redis;

  @BeforeEach
  void start() {
    redis = RedisFixture.start();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void callersThatAllHaveToCheckAHungServerShareOneTimeout() throws Exception {
    Gate gate = new Gate(CALLERS);
    try (RedisClient client = client(CALLERS, 2_000);
        RedisBackend backend = backend(client, gate)) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      gate.close();
      Queue<String> answers = new ConcurrentLinkedQueue<>();
      List<Thread> callers = start(CALLERS, () -> answers.add(look(view, "k")));
      // Each has read its entry, and none has looked yet whether a check is due.
      gate.arrived.await();
      redis.pause();

      long start = System.nanoTime();
      gate.open.countDown();
      join(callers);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
      assertThat(answers).hasSize(CALLERS).containsOnly("Unavailable");

      redis.resume();
      await().until(() -> look(view, "k").equals("1"));
    }
  }

  @Test
  void callersThatAllHaveToCheckAServerThatAnswersAreServed() throws Exception {
    Gate gate = new Gate(CALLERS);
    try (RedisClient client = client(CALLERS, 10_000);
        RedisBackend backend = backend(client, gate)) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      gate.close();
      Queue<String> answers = new ConcurrentLinkedQueue<>();
      List<Thread> callers = start(CALLERS, () -> answers.add(look(view, "k")));
      gate.arrived.await();

      gate.open.countDown();
      join(callers);

      assertThat(answers).hasSize(CALLERS).containsOnly("1");
    }
  }

  @Test
  void whoWaitsBehindAnInterruptedCallerAsksItself() throws Exception {
    try (RedisClient client = client(1, 10_000)) {
      ServerIdentity identity = new ServerIdentity(InjectedNodes.of(client), () -> {});
      AtomicReference<Throwable> first = new AtomicReference<>();
      AtomicReference<Throwable> second = new AtomicReference<>();
      Thread interrupted = new Thread(() -> first.set(catchThrowable(() -> identity.check(0))));
      Thread behind = new Thread(() -> second.set(catchThrowable(() -> identity.check(0))));
      try (Connection taken = client.getPool().getResource()) {
        interrupted.start();
        await().until(() -> client.getPool().getNumWaiters() == 1);
        behind.start();
        await().until(() -> behind.getState() == Thread.State.WAITING);
        interrupted.interrupt();
        interrupted.join();
        assertThat(taken.isConnected()).isTrue();
      }
      behind.join();

      assertThat(first.get()).isInstanceOf(JedisException.class);
      assertThat(second.get()).isNull();
      assertThat(identity.version()).isNotEmpty();
    }
  }

  @Test
  void whoWaitsBehindASlowCallerWaitsNoLongerThanItsOwnDeadline() throws Exception {
    try (RedisClient client = client(2, 10_000)) {
      ServerIdentity identity = new ServerIdentity(InjectedNodes.of(client), () -> {});
      redis.pause();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread slow = new Thread(() -> failure.set(catchThrowable(identity::askNow)));
      slow.start();
      await().until(() -> inRead(slow));

      long start = System.nanoTime();
      Deadline deadline = Deadline.of(Duration.ofMillis(200));
      assertThat(catchThrowable(() -> deadline.within(identity::askNow)))
          .isInstanceOf(JedisException.class)
          .satisfies(e -> assertThat(Trouble.of((JedisException) e).phrase()).contains("in time"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

      redis.resume();
      slow.join();
      assertThat(failure.get()).isNull();
    }
  }

  private static boolean inRead(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("RedisInputStream"));
  }

  @Test
  void aFailureIsOverOnceTheServerHasAnswered() {
    try (RedisClient client = client(1)) {
      AtomicLong connections = new AtomicLong();
      // Always one more, so that a check is always due.
      ServerIdentity identity =
          new ServerIdentity(counting(client, connections::incrementAndGet), () -> {});
      int before = identity.failures();
      redis.pause();
      assertThat(catchThrowable(identity::askNow)).isInstanceOf(JedisException.class);
      assertThat(catchThrowable(() -> identity.check(before))).isInstanceOf(JedisException.class);

      redis.resume();
      await().until(() -> catchThrowable(identity::askNow) == null);

      assertThat(catchThrowable(() -> identity.check(before))).isNull();
    }
  }

  private RedisClient client(int connections) {
    return client(connections, 300);
  }

  private RedisClient client(int connections, int timeoutMillis) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(Duration.ofSeconds(30));
    return RedisClient.builder()
        .hostAndPort(redis.host(), redis.port())
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(10_000)
                .socketTimeoutMillis(timeoutMillis)
                .build())
        .poolConfig(pool)
        .build();
  }

  private static RedisBackend backend(RedisClient client, LongSupplier strangers) {
    RedisConnection connection =
        new RedisConnection(counting(client, strangers), "here", "here", Deadline.NONE);
    return new RedisBackend(Lab.context("shop"), connection, MetaClock.MOST_TAGS);
  }

  private static Nodes counting(RedisClient client, LongSupplier strangers) {
    return new ForwardingNodes(InjectedNodes.of(client)) {
      @Override
      public long strangers() {
        return strangers.getAsLong();
      }
    };
  }

  private static List<Thread> start(int count, Runnable work) {
    List<Thread> threads = IntStream.range(0, count).mapToObj(i -> new Thread(work)).toList();
    threads.forEach(Thread::start);
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Counts connections; closed, it holds up whoever asks, and then tells of one more. */
  private static final class Gate implements LongSupplier {

    final CountDownLatch arrived;
    final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean closed;

    Gate(int expected) {
      arrived = new CountDownLatch(expected);
    }

    void close() {
      closed = true;
    }

    @Override
    public long getAsLong() {
      if (!closed) {
        return 0;
      }
      arrived.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 1;
    }
  }
}
