package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** When the primaries of a cluster are taken for others than those that were there. */
class ServerIdentityOfClustersTest {

  private final Talking cluster = new Talking();
  private final AtomicInteger changes = new AtomicInteger();
  private final ServerIdentity identity = new ServerIdentity(cluster, changes::incrementAndGet);

  @Test
  void thoseThatStayAreNoOthers() {
    look("a=1", "b=2", "c=3");
    look("c=3", "b=2", "a=1");

    assertThat(changes).hasValue(0);
  }

  @Test
  void oneThatWasRestartedIsAnother() {
    look("a=1", "b=2", "c=3");
    look("a=1", "b=9", "c=3");

    assertThat(changes).hasValue(1);
    look("a=1", "b=9", "c=3");
    assertThat(changes).as("once").hasValue(1);
  }

  @Test
  void oneThatWasReplacedByItsReplicaIsAnother() {
    look("a=1", "b=2", "c=3");
    look("a=1", "d=4", "c=3");

    assertThat(changes).hasValue(1);
  }

  @Test
  void oneThatIsAReplicaNowIsAnother() {
    look("a=1", "b=2", "c=3");
    look("a=1", "b=replica", "d=4", "c=3");

    assertThat(changes).hasValue(1);
  }

  @Test
  void oneMoreBesideAllThatWereThereTakesNothingOver() {
    look("a=1", "b=2");
    look("a=1", "b=2", "c=3");

    assertThat(changes).hasValue(0);
  }

  @Test
  void oneThatIsSilentIsComparedWhenItSpeaksAgain() {
    look("a=1", "b=2", "c=3");
    look("a=1", "b=silent", "c=3");
    assertThat(changes).as("it may come back as it was").hasValue(0);
    look("a=1", "b=2", "c=3");
    assertThat(changes).hasValue(0);
    look("a=1", "b=silent", "c=3");
    look("a=1", "b=9", "c=3");

    assertThat(changes).hasValue(1);
  }

  @Test
  void oneThatWasSilentIsAskedAsSoonAsItMayBeAgain() {
    look("a=1", "b=2", "c=3");
    cluster.down = List.of("b");
    look("a=1", "b=silent", "c=3");
    servers("a=1", "b=9", "c=3");
    identity.check(identity.failures());
    assertThat(changes).as("not while it is known to be down").hasValue(0);

    cluster.down = List.of();
    identity.check(identity.failures());

    assertThat(changes).hasValue(1);
  }

  @Test
  void oneMoreWhileAnotherIsSilentMayStandInForIt() {
    look("a=1", "b=2", "c=3");
    look("a=1", "b=silent", "c=3", "d=4");

    assertThat(changes).hasValue(1);
  }

  @Test
  void thoseThatDoNotTellAreNoOthers() {
    look("a=1", "b=unknown");
    look("a=1", "b=unknown");

    assertThat(changes).hasValue(0);
  }

  @Test
  void oneWithoutWhichNothingIsServedMayNotBeSilent() {
    look("a=1");
    assertThatThrownBy(() -> look("a=down")).isInstanceOf(JedisConnectionException.class);

    assertThat(changes).hasValue(0);
  }

  private void look(String... servers) {
    servers(servers);
    String unused = identity.askNow();
  }

  private void servers(String... servers) {
    cluster.servers.clear();
    for (String server : servers) {
      cluster.servers.put(
          server.substring(0, server.indexOf('=')), server.substring(server.indexOf('=') + 1));
    }
  }

  /** Servers of which each tells one run id. */
  private static final class Talking extends ForwardingNodes {

    final Map<String, String> servers = new LinkedHashMap<>();
    List<String> down = List.of();

    Talking() {
      super(null);
    }

    @Override
    public boolean isCluster() {
      return true;
    }

    @Override
    public long strangers() {
      return 0;
    }

    @Override
    public List<String> outOfReach() {
      return down;
    }

    @Override
    public List<Primary> used() {
      List<Primary> used = new ArrayList<>();
      servers.forEach((name, tells) -> used.add(new One(name, tells)));
      return used;
    }
  }

  private record One(String name, String tells) implements Nodes.Primary {

    @Override
    public Nodes.Exchange send(List<? extends Question<?>> questions) {
      JedisConnectionException silence = new JedisConnectionException("silence");
      if (tells.equals("silent")) {
        throw new ShardFailure(null, new byte[0], silence, false);
      } else if (tells.equals("down")) {
        throw silence;
      }
      boolean replica = tells.equals("replica");
      questions.get(0).told(Lab.bytes("redis_version:7.2.0\r\nrun_id:" + tells + "\r\n"));
      questions
          .get(1)
          .told(Lab.bytes("role:" + (replica ? "slave" : "master") + "\r\nmaster_replid:r\r\n"));
      return Exchanged.DONE;
    }
  }
}
