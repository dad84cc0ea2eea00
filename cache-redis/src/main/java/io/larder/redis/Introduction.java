package io.larder.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a server says of itself.
 *
 * @param server its name
 * @param id its run id and its replication id; the same for all that do not tell; {@code null} of a
 *     part of a cluster that is out of reach
 * @param version empty if it does not tell
 * @param replica whether it follows another server, and may not have all that was written
 */
record Introduction(String server, @Nullable String id, String version, boolean replica) {

  /**
   * Asks all servers that are in use, and waits for them together.
   *
   * @throws JedisException if one cannot be asked without which nothing is served
   */
  static List<Introduction> ofAll(Nodes nodes) {
    List<Asked> asked = new ArrayList<>();
    try {
      for (Nodes.Primary each : nodes.used()) {
        asked.add(new Asked(each));
      }
      asked.forEach(Asked::read);
    } finally {
      asked.forEach(Asked::close);
    }
    return asked.stream().map(Asked::told).toList();
  }

  /**
   * Asks one connection.
   *
   * @throws JedisException if it does not answer, or refuses for another reason than that the user
   *     may not ask
   */
  static Introduction over(NodeConnection connection, String server) {
    Question<String> about = Commands.info("server");
    Question<String> replication = Commands.info("replication");
    connection.ask(List.of(about, replication));
    return of(server, about, replication);
  }

  static Introduction of(String name, Question<String> server, Question<String> replication) {
    try {
      return new Introduction(
          name,
          field(server.answer(), "run_id") + "/" + field(replication.answer(), "master_replid"),
          field(server.answer(), "redis_version"),
          "slave".equals(field(replication.answer(), "role")));
    } catch (JedisDataException e) {
      Trouble trouble = Trouble.of(e);
      if (trouble.kind() != Trouble.Kind.ACCESS || !trouble.phrase().equals("NOPERM")) {
        throw e;
      }
      // A user without INFO: only the clock itself can show that it went back.
      return new Introduction(name, "unknown", "", false);
    }
  }

  /** Returns the value of a field; empty if it is not among what the server told. */
  static String field(String info, String name) {
    int at = info.startsWith(name + ":") ? 0 : info.indexOf("\n" + name + ":") + 1;
    if (at == 0 && !info.startsWith(name + ":")) {
      return "";
    }
    int end = info.indexOf('\r', at);
    return info.substring(at + name.length() + 1, end < 0 ? info.length() : end);
  }

  /** One that was asked. */
  private static final class Asked {

    private final long began = System.nanoTime();
    private final Nodes.Primary primary;
    private final String name;
    private final Question<String> server = Commands.info("server");
    private final Question<String> replication = Commands.info("replication");
    private Nodes.@Nullable Exchange exchange;
    private boolean silent;

    Asked(Nodes.Primary primary) {
      this.primary = primary;
      name = primary.name();
      try {
        exchange = primary.send(List.of(server, replication));
      } catch (ShardFailure e) {
        askOnceMore(e);
      }
    }

    void read() {
      try {
        if (exchange != null) {
          exchange.read();
        }
      } catch (ShardFailure e) {
        close();
        askOnceMore(e);
      }
    }

    /**
     * A connection that lay idle may be broken while its server is well: the others are tested now.
     */
    private void askOnceMore(ShardFailure failure) {
      ShardFailure last = failure;
      exchange = null;
      if (Trouble.isOfOneConnection(failure)) {
        try (Nodes.Exchange again = primary.send(List.of(server, replication))) {
          again.read();
          return;
        } catch (ShardFailure e) {
          last = e;
        }
      }
      last.tell(began);
      silent = true;
    }

    void close() {
      if (exchange != null) {
        exchange.close();
      }
    }

    Introduction told() {
      return silent ? new Introduction(name, null, "", false) : of(name, server, replication);
    }
  }
}
