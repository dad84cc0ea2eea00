package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateSentinelTest {
  private static final SentinelOptions DEFAULTS = SentinelOptions.defaults();

  @Test
  void theSharedOnesAreOneAndAnswer() {
    SentinelFixture shared = SentinelFixture.shared();
    String key = RedisFixture.namespace();

    assertThat(shared).isSameAs(SentinelFixture.shared());
    assertThat(shared.hostsAndPorts().split(",")).hasSize(3);
    assertThat(shared.masterName()).isEqualTo("mymaster");
    assertThat(shared.commandAtPrimary("SET", key, "v")).isEqualTo("OK");
  }

  @Test
  void aKilledPrimaryIsReplacedByItsReplicaAndComesBackAsOne() {
    try (PrivateSentinel all = SentinelFixture.start()) {
      RedisNode old = all.primary();
      RedisNode replica = all.replica();
      assertThat(List.of(old, replica)).isEqualTo(all.servers());
      all.commandAtPrimary("SET", "k", "v");
      old.command("WAIT", "1", "5000");

      assertThat(all.killPrimary()).isSameAs(replica);

      assertThat(old.isUp()).isFalse();
      for (RedisNode sentinel : all.sentinels()) {
        assertThat(sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
            .isEqualTo(List.of("127.0.0.1", "" + replica.port()));
      }
      assertThat(all.commandAtPrimary("GET", "k")).isEqualTo("v");

      all.restartAsReplica(old);
      assertThat(all.replica()).isSameAs(old);
      assertThat(old.command("GET", "k")).isEqualTo("v");

      assertThat(all.failOver()).isSameAs(old);
      assertThat(all.commandAtPrimary("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void aSuspendedPrimaryIsReplacedAndWakesAsAPrimary() {
    try (PrivateSentinel all = SentinelFixture.start()) {
      RedisNode old = all.primary();

      old.pause();
      RedisNode promoted = all.awaitPromotion(old);
      assertThat(promoted).isNotSameAs(old);

      old.resume();
      assertThat(Replication.isMaster(old)).as("until the sentinels notice").isTrue();
      assertThat(all.primary()).isSameAs(promoted);
    }
  }

  @Test
  void aNameThatSentinelsDoNotTakeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withMasterName("my master"))
        .withMessageContaining("my master");
  }
}
