package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ClusterFixture;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Who is interrupted while it waits for Redis knows that afterwards, whatever it was told. */
class InterruptsTest {

  private final Nodes interrupted = new Interrupted(nobody());

  @AfterEach
  void close() {
    boolean unused = Thread.interrupted();
    interrupted.close();
  }

  private static OneServer nobody() {
    RedisOptions options = RedisOptions.of(StoreUri.parse("redis://127.0.0.1:1"));
    return new OneServer(
        options, (Place.Server) options.place(), new Sockets(options, InetAddress::getAllByName));
  }

  @Test
  void whoAsksForTheHealth() {
    try (RedisBackend backend = backend()) {
      assertThat(backend.health().detail()).isEqualTo("redis at here: interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whoInspects() {
    try (RedisBackend backend = backend()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> backend.inspect("*", 10))
          .withMessage("redis at here cannot be inspected: interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whoAsksAnOldServerHowOldItIs() {
    ServerIdentity identity = new ServerIdentity(interrupted, () -> {});
    try (LogLines log = new LogLines();
        Breaker breaker = new Breaker("here", () -> false, () -> {})) {
      Failures failures = new Failures(connection(), identity, breaker);

      String reason =
          failures.of(new JedisDataException("ERR unknown command 'EVALSHA'"), System.nanoTime());

      assertThat(reason).isEqualTo("redis: unknown command");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void whoLooksForSlotsThatAreKnownMoreOrLess() {
    RedisOptions options =
        RedisOptions.of(
            StoreUri.parse(
                "redis+cluster://"
                    + ClusterFixture.shared().hostsAndPorts()
                    + "?poolSize=1&deadline=20s&timeout=5s&connectTimeout=5s&poolWait=5s"));
    List<Nodes.Exchange> held = new ArrayList<>();
    try (ClusterNodes nodes =
        new ClusterNodes(
            options,
            (Place.Cluster) options.place(),
            new Sockets(options, InetAddress::getAllByName),
            new Layout("shop").meta())) {
      for (int i = 0; i < options.pool().connections(); i++) {
        nodes.primaries().forEach(it -> held.add(it.send(List.of(Commands.info("server")))));
      }
      nodes.lookAgain();
      Thread.currentThread().interrupt();

      JedisException failure =
          catchThrowableOfType(
              JedisException.class, () -> nodes.ask(Commands.pttl(Lab.bytes("k"))));

      assertThat(Trouble.of(failure).kind())
          .as("it does not wait for a connection once more")
          .isEqualTo(Trouble.Kind.INTERRUPTED);
      held.forEach(Nodes.Exchange::close);
    }
  }

  private RedisConnection connection() {
    return new RedisConnection(interrupted, "here", "here", Deadline.NONE);
  }

  private RedisBackend backend() {
    return new RedisBackend(Lab.context("shop"), connection(), MetaClock.MOST_TAGS);
  }

  /** Whoever asks these is interrupted, and its flag is lost as with Jedis. */
  private static final class Interrupted extends ForwardingNodes {

    Interrupted(Nodes behind) {
      super(behind);
    }

    private static JedisException interrupted() {
      return new JedisException("of a test", new InterruptedException());
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      throw interrupted();
    }

    @Override
    public List<? extends Primary> primaries() {
      throw interrupted();
    }

    @Override
    public List<? extends Primary> used() {
      throw interrupted();
    }
  }
}
