package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ClusterOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Slots that move between the question who has them and the one to wait for replicas. */
class ReplicasTest {

  private static final String PATIENT =
      "?timeout=5s&connectTimeout=5s&poolWait=5s&deadline=20s&invalidationReplicas=1";

  @Test
  void aServerThatHasGotSlotsMeanwhileIsAskedTooAndWhileTheyMoveOnNothingIsPromised() {
    try (ClusterLab lab = new ClusterLab(ClusterOptions.defaults())) {
      RedisOptions options =
          RedisOptions.of(StoreUri.parse("redis+cluster://" + lab.redis.hostsAndPorts() + PATIENT));
      byte[] clock = new Layout("shop").meta();
      Sockets sockets = new Sockets(options, InetAddress::getAllByName);
      List<byte[]> keys = IntStream.range(0, 60).mapToObj(i -> Lab.bytes("k" + i)).toList();
      Invalidation evict = Invalidation.evict(keys, List.of());
      try (Moving nodes =
          new Moving(new ClusterNodes(options, (Place.Cluster) options.place(), sockets, clock))) {
        Replicas replicas = Replicas.of(RedisConnection.of(options, nodes), clock);

        assertThat(replicas.have(evict)).isTrue();
        assertThat(nodes.waits).as("one of each server").isEqualTo(3);

        nodes.moves = 1;
        assertThat(replicas.have(evict)).isTrue();
        assertThat(nodes.waits).as("and of one before that").isEqualTo(3 + 1 + 3);

        nodes.moves = Integer.MAX_VALUE;
        assertThat(replicas.have(evict)).isFalse();
      }
    }
  }

  /** Counts who is asked to wait; all keys were on one server when it was asked who has them. */
  private static final class Moving extends ForwardingNodes {

    int moves;
    int waits;

    Moving(Nodes behind) {
      super(behind);
    }

    @Override
    public List<byte[]> oneOfEach(List<byte[]> keys) {
      return moves-- > 0 ? keys.subList(0, 1) : super.oneOfEach(keys);
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      waits += (int) questions.stream().filter(Question::takesTime).count();
      super.ask(questions);
    }
  }
}
