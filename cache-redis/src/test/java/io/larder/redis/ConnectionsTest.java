package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.RedisFixture;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** How long somebody waits for a connection. */
class ConnectionsTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final RedisOptions options = RedisOptions.of(StoreUri.parse(redis.url()));
  private final Sockets sockets = new Sockets(options, InetAddress::getAllByName);
  private final Connections connections =
      new Connections(
          1,
          Duration.ofMillis(50),
          () ->
              new NodeConnection(
                  sockets.to(new Address(redis.host(), redis.port())),
                  ConnectionConfig.of(options)),
          connection -> {});

  @AfterEach
  void close() {
    connections.close();
    sockets.close();
  }

  @Test
  void whoHasNoTimeLeftDoesNotWaitAndIsToldThatThePoolIsBusy() {
    assertThat(refusal(Duration.ofNanos(1))).isEqualTo(Trouble.Kind.BUSY);
    assertThat(sockets.made()).isZero();
  }

  @Test
  void whoHasTimeWaitsAsLongAsThePoolSaysAndGetsWhatIsFree() {
    try (Connection taken = inTime(Duration.ofSeconds(10))) {
      assertThat(taken.isConnected()).isTrue();
      assertThat(refusal(Duration.ofSeconds(10))).isEqualTo(Trouble.Kind.BUSY);
    }
    try (Connection again = inTime(Duration.ofSeconds(10))) {
      assertThat(again.isConnected()).isTrue();
    }
    assertThat(sockets.made()).isEqualTo(1);
  }

  @Test
  void thePoolItselfKnowsTheWaitToo() {
    assertThat(connections.longestWait()).isEqualTo(Duration.ofMillis(50));
  }

  private Connection inTime(Duration deadline) {
    return Deadline.of(deadline).within(connections::take);
  }

  private Trouble.Kind refusal(Duration deadline) {
    return Trouble.of(catchThrowableOfType(JedisException.class, () -> inTime(deadline))).kind();
  }
}
