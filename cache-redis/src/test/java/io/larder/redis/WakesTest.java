package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Lease.Wait;
import io.larder.cache.ManyTimes;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.RedisFixture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether who waits is woken, whatever becomes of the connection that listens. */
@ManyTimes
class WakesTest {

  /** Longer than any of these tests: nobody is woken by the end of a lease. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** Longer than a machine that is busy leaves a connection that lives without an answer. */
  private static final Duration SIGN = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final byte[] NAME = "k".getBytes(UTF_8);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger epoch = new AtomicInteger();
  private final String channel = RedisFixture.namespace();
  private ChaosProxy proxy;
  private Nodes nodes;
  private Wakes wakes;

  @BeforeEach
  void open() {
    RedisFixture redis = RedisFixture.shared();
    proxy = ChaosProxy.to(redis.host(), redis.port());
    String there = redis.host() + ":" + redis.port();
    String url =
        redis.url().replace(there, proxy.host() + ":" + proxy.port())
            + "?timeout=5s&connectTimeout=5s&deadline=5s";
    RedisOptions options = RedisOptions.of(StoreUri.parse(url));
    nodes =
        new OneServer(
            options,
            (Place.Server) options.place(),
            new Sockets(options, InetAddress::getAllByName));
    wakes = wakes(SIGN);
  }

  private Wakes wakes(Duration sign) {
    Deadline deadline = Deadline.of(Duration.ofSeconds(5));
    return new Wakes(
        () -> deadline.within(() -> nodes.ear(NAME)),
        epoch::get,
        channel.getBytes(UTF_8),
        "here",
        sign);
  }

  @AfterEach
  void close() {
    wakes.close();
    threads.shutdownNow();
    nodes.close();
    proxy.close();
  }

  private Future<Wait> waiting() {
    Wakes.Heard before = wakes.heard(NAME);
    long ends = System.nanoTime() + LEASE.toNanos();
    return threads.submit(() -> wakes.await(NAME, before, ends, LEASE.toNanos()));
  }

  private static Wait end(Future<Wait> waiting) throws Exception {
    return waiting.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  /** Has somebody wait until it listens on another connection than before. */
  private void listen() throws Exception {
    listen(wakes.heard(NAME).connection());
  }

  private void listen(int before) throws Exception {
    while (wakes.heard(NAME).connection() <= before) {
      assertThat(end(waiting())).isEqualTo(Wait.LOOK_AGAIN);
    }
  }

  private void publish(String message) {
    RedisFixture.shared().command("PUBLISH", channel, message);
  }

  @Test
  void whoWaitsIsWoken() throws Exception {
    listen();
    Future<Wait> stored = waiting();
    publish("1k");
    assertThat(end(stored)).isEqualTo(Wait.LOOK_AGAIN);
  }

  @Test
  void aConnectionOnWhichNothingHappensIsKept() throws Exception {
    Duration sign = Duration.ofSeconds(2);
    wakes = wakes(sign);
    listen();
    Future<Wait> waiting = waiting();
    // It is asked for a sign, and would be cut at twice that time if it gave none.
    await().pollDelay(sign.multipliedBy(5).dividedBy(2)).until(() -> true);

    assertThat(waiting.isDone()).isFalse();
    assertThat(proxy.accepted()).isEqualTo(1);
    publish("1k");
    assertThat(end(waiting)).isEqualTo(Wait.LOOK_AGAIN);
  }

  /** As after a failover that was noticed, of which the connection has not heard. */
  @Test
  void whatWasListenedToIsNotTrustedAfterAnOutage() throws Exception {
    listen();
    proxy.strand();

    wakes.lost();

    await().until(() -> wakes.heard(NAME).connection() == 0);
    listen();
    assertThat(proxy.accepted()).isEqualTo(2);
    whoWaitsIsWokenOn(2);
  }

  @Test
  void norOnceAnotherServerMayHaveTakenItsPlace() throws Exception {
    listen();
    Future<Wait> waiting = waiting();
    epoch.incrementAndGet();

    assertThat(end(waiting)).isEqualTo(Wait.LOOK_AGAIN);
    listen(1);
    assertThat(proxy.accepted()).isEqualTo(2);
    whoWaitsIsWokenOn(2);
  }

  @Test
  void aConnectionThatGivesNoSignOfLifeIsCut() throws Exception {
    listen();
    proxy.strand();
    Future<Wait> waiting = waiting();

    assertThat(end(waiting)).isEqualTo(Wait.LOOK_AGAIN);

    listen(1);
    assertThat(proxy.accepted()).isEqualTo(2);
    whoWaitsIsWokenOn(2);
  }

  /** Somebody who is let in, and told nothing more. */
  @Test
  void oneThatIsNeverListenedOnIsCut() throws Exception {
    listen();
    proxy.strand();
    wakes.lost();
    await().until(() -> wakes.heard(NAME).connection() == 0);
    proxy.hold();

    assertThat(end(waiting())).isNotNull();

    proxy.heal();
    while (wakes.heard(NAME).connection() == 0) {
      assertThat(end(waiting())).isNotNull();
    }
  }

  private void whoWaitsIsWokenOn(int connection) throws Exception {
    assertThat(wakes.heard(NAME).connection()).isEqualTo(connection);
    Future<Wait> stored = waiting();
    publish("1k");
    assertThat(end(stored)).isEqualTo(Wait.LOOK_AGAIN);
    assertThat(wakes.heard(NAME).connection()).isEqualTo(connection);
  }
}
