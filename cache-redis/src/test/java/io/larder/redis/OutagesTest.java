package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.Trouble.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.exceptions.JedisDataException;

/** What is logged of troubles that stay, and of those that come and go. */
class OutagesTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogLines log = new LogLines();
  private final Outages outages = new Outages("here", "redis://here");

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "BUSY", "CROWDED", "INTERRUPTED", "ODD"})
  void whatComesAndGoesEachSecondIsToldOfOnce(Kind kind) {
    Trouble trouble = new Trouble(kind, "trouble");
    for (int second = 0; second < 60; second++) {
      outages.down(trouble, "", second * SECOND);
      outages.odd(trouble, second * SECOND);
      outages.over();
    }
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).startsWith("WARNING Redis at here").contains("(trouble)");
    assertThat(log.lines().get(1)).startsWith("INFO").contains("is back");

    outages.down(trouble, "", 700 * SECOND);
    assertThat(log.lines()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "ACCESS", "REFUSING", "OLD", "DATABASE"})
  void eachOutageIsToldOfWithItsEnd(Kind kind) {
    for (int second = 0; second < 3; second++) {
      outages.down(new Trouble(kind, "trouble"), "", second * SECOND);
      outages.down(new Trouble(kind, "trouble"), "", second * SECOND);
      outages.over();
    }
    assertThat(log.lines()).hasSize(6);
  }

  @Test
  void aServerWithTooManyClientsIsNamedWithWhatToDo() {
    String told = "ERR max number of clients reached";
    Trouble trouble = Trouble.of(new JedisDataException(told));

    outages.odd(trouble, 0);

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING Redis at here takes no more connections (max number of clients")
        .contains("maxclients", "poolSize");
  }

  @Test
  void anOutageIsToldOfWhoseBeginningWasOldNews() {
    outages.odd(new Trouble(Kind.BUSY, "all connections are in use"), 0);
    outages.down(new Trouble(Kind.BUSY, "all connections are in use"), "", SECOND);
    assertThat(log.lines()).hasSize(1);

    outages.down(new Trouble(Kind.UNREACHABLE, "connection refused"), "", 2 * SECOND);
    outages.over();

    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().get(1)).startsWith("WARNING").contains("connection refused");
    assertThat(outages.reason()).isEqualTo("redis: connection refused");
  }
}
