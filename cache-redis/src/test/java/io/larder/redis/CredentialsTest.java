package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.larder.redis.Trouble.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.exceptions.JedisException;

/** Who is asked for user and password, how often, and for how long. */
class CredentialsTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Supplier<RedisCredentials>> source =
      new AtomicReference<>(() -> said("app", "one"));
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void release() {
    open.countDown();
  }

  @Test
  void eachConnectionAsksAnew() {
    Credentials credentials = credentials(LONG);
    assertThat(credentials.get().getPassword()).containsExactly('o', 'n', 'e');
    source.set(() -> said("app", "two"));

    assertThat(credentials.get().getPassword()).containsExactly('t', 'w', 'o');

    assertThat(asked).hasValue(2);
  }

  @Test
  void thoseWhoWaitShareOneQuestion() {
    source.set(this::hanging);
    Credentials credentials = credentials(LONG);
    List<CompletableFuture<RedisCredentials>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread[] waiting = new Thread[1];
      CompletableFuture<RedisCredentials> answer = new CompletableFuture<>();
      waiting[0] = new Thread(() -> answer.complete(credentials.get()));
      waiting[0].start();
      await().until(() -> waiting[0].getState() == Thread.State.TIMED_WAITING);
      answers.add(answer);
    }

    open.countDown();

    answers.forEach(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join());
    assertThat(asked).hasValue(1);
  }

  @Test
  void oneThatHangsIsWaitedForAsLongAsItMay() {
    source.set(this::hanging);

    assertThat(refusal(credentials(SHORT), LONG)).isEqualTo(slow());
    assertThat(refusal(credentials(LONG), SHORT)).isEqualTo(slow());
  }

  @Test
  void whoHasNoTimeLeftDoesNotWait() {
    source.set(this::hanging);
    Credentials credentials = credentials(LONG);

    Trouble late =
        Deadline.of(Duration.ofNanos(1))
            .within(
                () -> {
                  while (Deadline.left(System.nanoTime()) > 0) {
                    Thread.onSpinWait();
                  }
                  return trouble(credentials::get);
                });

    assertThat(late).isEqualTo(slow());
  }

  @Test
  void oneThatFailsIsToldWithoutItsMessage() {
    source.set(
        () -> {
          throw new IllegalStateException("s3cret");
        });

    Trouble trouble = refusal(credentials(LONG), LONG);

    assertThat(trouble.kind()).isEqualTo(Kind.ACCESS);
    assertThat(trouble.phrase())
        .contains("their provider fails: IllegalStateException")
        .doesNotContain("s3cret");
  }

  @Test
  void oneThatSaysNothingFailsToo() {
    source.set(() -> null);

    Trouble trouble = refusal(credentials(LONG), LONG);

    assertThat(trouble.phrase()).contains("their provider fails: NullPointerException");
  }

  @Test
  void afterAFailureItIsAskedAgain() {
    Credentials credentials = credentials(LONG);
    source.set(
        () -> {
          throw new IllegalStateException("of a test");
        });
    assertThat(refusal(credentials, LONG).kind()).isEqualTo(Kind.ACCESS);
    source.set(() -> said("app", "one"));

    assertThat(credentials.get().getUser()).isEqualTo("app");
  }

  @Test
  void whoIsInterruptedWhileItWaitsLearnsThat() throws Exception {
    source.set(this::hanging);
    Credentials credentials = credentials(LONG);
    AtomicReference<Trouble> told = new AtomicReference<>();
    Thread waiting = new Thread(() -> told.set(trouble(credentials::get)));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    waiting.interrupt();
    waiting.join();

    assertThat(told.get().kind()).isEqualTo(Kind.INTERRUPTED);
  }

  @Test
  void anotherPasswordOrUserIsAChangeAndTheSameIsNone() {
    Credentials credentials = credentials(LONG);
    credentials.get();
    assertThat(credentials.changes()).as("the first").isZero();
    credentials.get();
    assertThat(credentials.changes()).as("the same").isZero();

    source.set(() -> said("app", "two"));
    credentials.get();
    assertThat(credentials.changes()).isEqualTo(1);

    source.set(() -> said("other", "two"));
    credentials.get();
    assertThat(credentials.changes()).isEqualTo(2);
  }

  @Test
  void itIsAskedInADaemonThread() {
    AtomicBoolean daemon = new AtomicBoolean();
    source.set(
        () -> {
          daemon.set(Thread.currentThread().isDaemon());
          return said("app", "one");
        });

    credentials(LONG).get();

    assertThat(daemon).isTrue();
  }

  private Credentials credentials(Duration most) {
    return new Credentials(
        () -> {
          asked.incrementAndGet();
          return source.get().get();
        },
        most);
  }

  private RedisCredentials hanging() {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return said("app", "one");
  }

  private static RedisCredentials said(String user, String password) {
    return new DefaultRedisCredentials(user, password);
  }

  private static Trouble slow() {
    return new Trouble(Kind.UNREACHABLE, "no answer in time");
  }

  private static Trouble refusal(Credentials credentials, Duration deadline) {
    long start = System.nanoTime();
    Trouble trouble = Deadline.of(deadline).within(() -> trouble(credentials::get));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    return trouble;
  }

  private static Trouble trouble(Supplier<RedisCredentials> asking) {
    return Trouble.of(catchThrowableOfType(JedisException.class, asking::get));
  }
}
