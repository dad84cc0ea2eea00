package io.larder.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a server says of itself.
 *
 * @param id its run id and its replication id; the same for all that do not tell
 * @param version empty if it does not tell
 * @param replica whether it follows another server, and may not have all that was written
 */
record Introduction(String id, String version, boolean replica) {

  private record Asked(Question<String> server, Question<String> replication) {}

  /**
   * Asks all servers that are in use, and waits for them together.
   *
   * @throws JedisException if one cannot be asked
   */
  static List<Introduction> ofAll(Nodes nodes) {
    List<Asked> asked = new ArrayList<>();
    List<Nodes.Exchange> exchanges = new ArrayList<>();
    try {
      for (Nodes.Primary each : nodes.used()) {
        Asked questions = new Asked(Commands.info("server"), Commands.info("replication"));
        exchanges.add(each.send(List.of(questions.server(), questions.replication())));
        asked.add(questions);
      }
      exchanges.forEach(Nodes.Exchange::read);
    } finally {
      exchanges.forEach(Nodes.Exchange::close);
    }
    return asked.stream().map(Introduction::of).toList();
  }

  private static Introduction of(Asked asked) {
    String server;
    String replication;
    try {
      server = asked.server().answer();
      replication = asked.replication().answer();
    } catch (JedisDataException e) {
      if (Trouble.of(e).kind() != Trouble.Kind.ACCESS || !"NOPERM".equals(Trouble.of(e).phrase())) {
        throw e;
      }
      // A user without INFO: only the clock itself can show that it went back.
      server = "run_id:unknown";
      replication = "";
    }
    return new Introduction(
        field(server, "run_id") + "/" + field(replication, "master_replid"),
        field(server, "redis_version"),
        "slave".equals(field(replication, "role")));
  }

  private static String field(String info, String name) {
    int at = info.indexOf(name + ":");
    if (at < 0) {
      return "";
    }
    int end = info.indexOf('\r', at);
    return info.substring(at + name.length() + 1, end < 0 ? info.length() : end);
  }
}
