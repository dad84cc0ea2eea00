package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.redis.MetaClock.ClockRegressed;
import io.larder.redis.testing.RedisFixture;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** How often clock and floor are raised, when the server shows that it has lost something. */
class RedisLinkTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final byte[] meta = new Layout(RedisFixture.namespace()).meta();

  @Test
  void whatShowsALossWhileOneIsMadeUpForIsMadeUpForToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch raised = new CountDownLatch(1);
    try (RedisClient client = RedisClient.create(redis.url())) {
      Moves moves = new Moves(client);
      RedisLink link = link(client, moves);
      Thread other =
          new Thread(
              () ->
                  link.ask(
                      regressed(
                          () -> {
                            asked.countDown();
                            awaitQuietly(raised);
                          }),
                      why -> why));
      other.start();
      asked.await();
      // The first raise is done on the server, and this node is about to note it.
      moves.after =
          () -> {
            raised.countDown();
            joinQuietly(other);
          };

      assertThat(link.ask(regressed(() -> {}), why -> why)).isEqualTo("answer");

      assertThat(moves.count).hasValue(2);
    }
  }

  @Test
  void oneLossIsMadeUpForOnce() {
    try (RedisClient client = RedisClient.create(redis.url())) {
      Moves moves = new Moves(client);
      RedisLink link = link(client, moves);

      assertThat(link.ask(regressed(() -> {}), why -> why)).isEqualTo("answer");
      assertThat(link.ask(() -> "answer", why -> why)).isEqualTo("answer");

      assertThat(moves.count).hasValue(1);
    }
  }

  @Test
  void whatARestoredClockMayHaveLostIsReplayedBeforeTheAnswer() {
    try (RedisClient client = RedisClient.create(redis.url())) {
      Moves moves = new Moves(client);
      RedisLink link = link(client, moves);

      assertThat(link.apply(() -> true, Invalidation.tags(List.of("t")))).isEqualTo(Answer.APPLIED);

      assertThat(link.pending().isEmpty()).as("nobody else is told to wait").isTrue();
      assertThat(moves.count).hasValue(1);
    }
  }

  @Test
  void aLateFailureIsNoOutageAndWhatItWasToDoIsDoneWithoutAFurtherCall() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch recovered = new CountDownLatch(1);
    AtomicReference<Answer> answer = new AtomicReference<>();
    try (LogLines log = new LogLines();
        RedisClient client = RedisClient.create(redis.url())) {
      Moves moves = new Moves(client);
      RedisLink link = link(client, moves);
      BooleanSupplier hangs =
          () -> {
            began.countDown();
            awaitQuietly(recovered);
            throw silence();
          };
      Thread late =
          new Thread(() -> answer.set(link.apply(hangs, Invalidation.tags(List.of("t")))));
      late.start();
      began.await();
      assertThat(ask(link, RedisLinkTest::fail)).contains("no answer in time");
      link.version();
      await().until(() -> ask(link, () -> "answer").equals("answer"));
      int before = moves.count.get();

      recovered.countDown();
      late.join();

      assertThat(answer).hasValue(Answer.DEFERRED);
      await().until(() -> link.pending().isEmpty());
      assertThat(moves.count.get()).isGreaterThan(before);
      assertThat(ask(link, () -> "answer")).isEqualTo("answer");
      assertThat(log.lines()).as("the outage before, and its end").hasSize(2);
      link.close();
    }
  }

  private static String ask(RedisLink link, Supplier<String> question) {
    return link.ask(question, why -> why);
  }

  private static String fail() {
    throw silence();
  }

  private static JedisConnectionException silence() {
    return new JedisConnectionException("of a test", new SocketTimeoutException());
  }

  private RedisLink link(RedisClient client, Moves moves) {
    return new RedisLink(
        RedisConnection.injected(client), new MetaClock(moves, meta, 200), new RedisStats());
  }

  /** A question that finds the clock set back the first time it is asked. */
  private static Supplier<String> regressed(Runnable before) {
    AtomicBoolean first = new AtomicBoolean(true);
    return () -> {
      if (first.getAndSet(false)) {
        before.run();
        throw new ClockRegressed();
      }
      return "answer";
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The way by which the clock is moved: counts that, and does something after the first. */
  private static final class Moves extends ForwardingNodes {

    final AtomicInteger count = new AtomicInteger();
    volatile Runnable after = () -> {};

    Moves(RedisClient client) {
      super(InjectedNodes.of(client));
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      super.ask(questions);
      boolean moves =
          questions.stream()
              .map(question -> question.arguments().getCommand())
              .anyMatch(command -> command == Command.EVALSHA || command == Command.EVAL);
      if (moves && questions.get(0).refusal() == null && count.incrementAndGet() == 1) {
        after.run();
      }
    }
  }
}
