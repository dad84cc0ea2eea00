package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Some slots of a cluster, and who has them.
 *
 * @param first the first, 0 or more
 * @param last the last, 16383 or less
 * @param primary whom to ask for their keys
 * @param replicas who follows it
 */
record SlotRange(int first, int last, Address primary, List<Address> replicas) {

  /** How many slots there are. */
  static final int SLOTS = 16_384;

  /** Reads the answer to {@code CLUSTER SLOTS} of a server at that address. */
  static List<SlotRange> read(Object answer, Address asked) {
    if (!(answer instanceof List<?> ranges)) {
      throw unreadable();
    }
    List<SlotRange> read = new ArrayList<>(ranges.size());
    for (Object range : ranges) {
      if (!(range instanceof List<?> parts) || parts.size() < 3) {
        throw unreadable();
      }
      int first = number(parts.get(0), SLOTS - 1);
      int last = number(parts.get(1), SLOTS - 1);
      Address primary = address(parts.get(2), asked);
      List<Address> replicas = new ArrayList<>(parts.size());
      for (Object part : parts.subList(3, parts.size())) {
        Address replica = address(part, asked);
        if (replica != null) {
          replicas.add(replica);
        }
      }
      // Without a primary nobody is told of these: who asks is told that they are not served.
      if (primary != null && first <= last) {
        read.add(new SlotRange(first, last, primary, List.copyOf(replicas)));
      }
    }
    return read;
  }

  /** Returns where a server is; {@code null} if even its cluster does not know. */
  private static @Nullable Address address(Object node, Address asked) {
    if (!(node instanceof List<?> parts) || parts.size() < 2) {
      throw unreadable();
    }
    int port = number(parts.get(1), 65_535);
    Object host = parts.get(0);
    String name = host instanceof byte[] bytes ? new String(bytes, UTF_8) : "";
    if (name.equals("?") || port == 0) {
      return null;
    }
    // Nothing there means: as you have reached me.
    return new Address(name.isEmpty() ? asked.host() : name, port);
  }

  private static int number(Object number, int most) {
    if (!(number instanceof Long value) || value < 0 || value > most) {
      throw unreadable();
    }
    return value.intValue();
  }

  private static JedisDataException unreadable() {
    return new JedisDataException("ERR what was told is no table of slots");
  }
}
