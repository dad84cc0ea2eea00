package io.larder.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks the servers of a cluster who has which slots, until one tells. Each has its share of the
 * time that is left, so that one which hangs leaves some to the others. Thread-safe.
 */
final class SlotSource {

  /** So many can hang before those who come after them have to hurry. */
  private static final int MOST_SHARES = 3;

  private final RedisOptions options;
  private final Sockets sockets;

  SlotSource(RedisOptions options, Sockets sockets) {
    this.options = options;
    this.sockets = sockets;
  }

  /**
   * Returns what the first of them says who tells.
   *
   * @param known returns the connections that there are to one; {@code null} if there are none
   * @throws JedisException if none tells
   */
  List<SlotRange> ranges(List<Address> candidates, Function<Address, @Nullable Node> known) {
    JedisException failed = new JedisClusterException("CLUSTERDOWN no server of it is known");
    for (int i = 0; i < candidates.size(); i++) {
      Address asked = candidates.get(i);
      int shares = Math.min(candidates.size() - i, MOST_SHARES);
      long nanos = Math.max(1, Deadline.left(System.nanoTime()) / shares);
      try {
        return Deadline.of(Duration.ofNanos(nanos)).within(() -> ask(asked, known.apply(asked)));
      } catch (JedisException e) {
        Trouble.Kind kind = Trouble.of(e).kind();
        if (kind == Trouble.Kind.INTERRUPTED) {
          throw e;
        }
        // Who refuses says more than who is silent.
        failed = kind == Trouble.Kind.UNREACHABLE && i > 0 ? failed : e;
      }
    }
    throw failed;
  }

  private List<SlotRange> ask(Address address, @Nullable Node known) {
    Question<Object> question = Commands.clusterSlots();
    if (known != null) {
      known.ask(List.of(question));
    } else {
      NodeConnection connection =
          new NodeConnection(sockets.to(address), ConnectionConfig.of(options));
      try {
        connection.ask(question);
      } finally {
        connection.drop();
      }
    }
    List<SlotRange> ranges = SlotRange.read(question.answer(), address);
    if (ranges.isEmpty()) {
      throw new JedisClusterException("CLUSTERDOWN no server of it has slots");
    }
    return ranges;
  }
}
