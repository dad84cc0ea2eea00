package io.larder.redis.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether sentinels have come to rest.
 *
 * @param port by which sentinels know a server
 */
record SentinelSettling(
    String masterName,
    List<RedisNode> servers,
    List<RedisNode> sentinels,
    ToIntFunction<RedisNode> port) {

  /** Waits until all sentinels that are up name the same primary, and returns its port. */
  int awaitAgreement() {
    AtomicInteger agreed = new AtomicInteger();
    Patience.await(
        "sentinels to agree on a primary",
        () -> {
          List<Integer> named = up(sentinels).stream().map(this::primary).distinct().toList();
          if (named.size() != 1) {
            return "they name " + named;
          }
          agreed.set(named.get(0));
          return null;
        });
    return agreed.get();
  }

  /** Waits until all sentinels name that server, and it is a primary. */
  void awaitPromotion(RedisNode server) {
    Patience.await(
        "sentinels to promote " + server,
        () -> {
          String missing = missingAtSentinels(port.applyAsInt(server));
          return missing != null || Replication.isMaster(server) ? missing : "it is a replica";
        });
  }

  /** Waits until all is as it should be, with the primary that they agree on. */
  void await() {
    Patience.await("the sentinels to settle", () -> missing(primary(up(sentinels).get(0))));
  }

  private int primary(RedisNode sentinel) {
    Object address = sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
    if (address instanceof List<?> hostAndPort) {
      return Integer.parseInt(String.valueOf(hostAndPort.get(1)));
    }
    throw new IllegalStateException(sentinel + " knows no primary");
  }

  /** The server that sentinels know by a port. */
  RedisNode at(int itsPort) {
    return servers.stream()
        .filter(it -> port.applyAsInt(it) == itsPort)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Port " + itsPort + " is a stranger's"));
  }

  private static List<RedisNode> up(List<RedisNode> nodes) {
    return nodes.stream().filter(RedisNode::isUp).toList();
  }

  private @Nullable String missingAtSentinels(int primaryPort) {
    for (RedisNode sentinel : up(sentinels)) {
      if (primary(sentinel) != primaryPort) {
        return sentinel + " names another primary";
      }
      String flags = master(sentinel).getOrDefault("flags", "");
      if (!flags.equals("master")) {
        return sentinel + " calls the primary " + flags;
      }
    }
    return null;
  }

  private Map<String, String> master(RedisNode sentinel) {
    return fields(sentinel.command("SENTINEL", "MASTER", masterName));
  }

  private @Nullable String missing(int primaryPort) {
    String atSentinels = missingAtSentinels(primaryPort);
    if (atSentinels != null) {
      return atSentinels;
    }
    RedisNode primary = at(primaryPort);
    if (!Replication.isMaster(primary)) {
      return primary + " is not the primary yet";
    }
    for (RedisNode server : up(servers)) {
      if (server != primary && !Replication.isSynchronised(server)) {
        return server + " is not synchronised";
      }
    }
    for (RedisNode sentinel : up(sentinels)) {
      String missing = missing(sentinel, primaryPort);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private @Nullable String missing(RedisNode sentinel, int primaryPort) {
    List<?> replicas = list(sentinel.command("SENTINEL", "REPLICAS", masterName));
    for (RedisNode server : up(servers)) {
      String name = "" + port.applyAsInt(server);
      if (!name.equals("" + primaryPort)
          && replicas.stream()
              .map(SentinelSettling::fields)
              .noneMatch(it -> name.equals(it.get("port")) && "slave".equals(it.get("flags")))) {
        return sentinel + " does not reach the replica at port " + name;
      }
    }
    List<?> others = list(sentinel.command("SENTINEL", "SENTINELS", masterName));
    long reached =
        others.stream()
            .map(SentinelSettling::fields)
            .map(it -> it.getOrDefault("flags", ""))
            // What it said of the primary a while ago stands there as well.
            .filter(it -> !it.contains("s_down") && !it.contains("disconnected"))
            .count();
    int expected = up(sentinels).size() - 1;
    return reached == expected ? null : sentinel + " reaches " + reached + " of " + expected;
  }

  private static List<?> list(@Nullable Object reply) {
    return reply instanceof List<?> list ? list : List.of();
  }

  private static Map<String, String> fields(@Nullable Object reply) {
    List<?> words = list(reply);
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      fields.put(String.valueOf(words.get(i)), String.valueOf(words.get(i + 1)));
    }
    return fields;
  }
}
