package io.larder.redis.testing;

import io.larder.redis.testing.RedisServerOptions.Setting;
import java.util.List;

/** What servers need that have replicas or are some, and what they say about it. */
final class Replication {
  private Replication() {}

  /** Lines of redis.conf by which a replica logs in, and is there as soon as can be. */
  static List<Setting> settings(RedisServerOptions.User admin) {
    return List.of(
        new Setting("masteruser", admin.name()),
        new Setting("masterauth", admin.password()),
        // Without a disk, a master sends nothing until the replica's next word, for up to a second
        // after it calls itself connected.
        new Setting("repl-diskless-sync", "no"),
        // No snapshot lies about that no test has asked for.
        new Setting("rdb-del-sync-files", "yes"),
        new Setting("repl-diskless-load", "on-empty-db"),
        new Setting("repl-ping-replica-period", "1"));
  }

  /** Returns whether a server says that it is a master. */
  static boolean isMaster(RedisNode node) {
    return "master".equals(role(node).get(0));
  }

  /** Returns whether a server says that it is a replica and has all that its master has. */
  static boolean isSynchronised(RedisNode node) {
    List<?> role = role(node);
    return "slave".equals(role.get(0)) && "connected".equals(role.get(3));
  }

  private static List<?> role(RedisNode node) {
    if (node.command("ROLE") instanceof List<?> role) {
      return role;
    }
    throw new IllegalStateException(node + " does not know its role");
  }
}
