package io.larder.redis.testing;

import io.larder.redis.testing.RedisServerOptions.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a private set-up of sentinels is started with; each {@code with} returns a changed copy.
 *
 * @param servers what holds for primary and replica: password, users, TLS, settings, binary
 * @param sentinelPassword what clients have to say to sentinels, or null for nothing
 * @param masterName what the sentinels call what they watch
 * @param downAfter how long a server may be silent until the first sentinel holds it to be down;
 *     the second, which makes two, has 300 ms more patience
 * @param failoverTimeout how long a step of a failover may take; the next failover that sentinels
 *     begin by themselves comes twice as long after the last at the earliest
 * @param proxied whether all are led to the servers through a {@link ChaosProxy} each, and clients
 *     to the sentinels
 */
public record SentinelOptions(
    RedisServerOptions servers,
    @Nullable String sentinelPassword,
    String masterName,
    Duration downAfter,
    Duration failoverTimeout,
    boolean proxied) {

  static final int QUORUM = 2;

  public SentinelOptions {
    if (downAfter.toMillis() < 1 || failoverTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("downAfter and failoverTimeout must be 1 ms at least");
    }
    if (!masterName.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "Sentinels cannot watch '" + masterName + "': use letters, digits, '.', '_' and '-'");
    }
  }

  /** {@code mymaster} without passwords, held to be down after a second, no proxies. */
  public static SentinelOptions defaults() {
    return new SentinelOptions(
        RedisServerOptions.defaults(),
        null,
        "mymaster",
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        false);
  }

  /** With another primary and replica. */
  public SentinelOptions withServers(RedisServerOptions each) {
    return new SentinelOptions(
        each, sentinelPassword, masterName, downAfter, failoverTimeout, proxied);
  }

  /** With sentinels that ask for a password. */
  public SentinelOptions withSentinelPassword(String password) {
    return new SentinelOptions(servers, password, masterName, downAfter, failoverTimeout, proxied);
  }

  /** With another name of what is watched. */
  public SentinelOptions withMasterName(String name) {
    return new SentinelOptions(
        servers, sentinelPassword, name, downAfter, failoverTimeout, proxied);
  }

  /** With another time until a silent server is held to be down. */
  public SentinelOptions withDownAfter(Duration time) {
    return new SentinelOptions(
        servers, sentinelPassword, masterName, time, failoverTimeout, proxied);
  }

  /**
   * With a proxy in front of each server and each sentinel. Sentinels and replicas know the servers
   * by their proxies too, so who holds a server's proxy has it replaced.
   */
  public SentinelOptions behindProxies() {
    return new SentinelOptions(
        servers, sentinelPassword, masterName, downAfter, failoverTimeout, true);
  }

  /** The options of primary or replica as a server, with the port that it tells the others. */
  RedisServerOptions ofServer(RedisServerOptions.User admin, int port, int announced) {
    List<Setting> lines = new ArrayList<>(Replication.settings(admin));
    if (announced != port) {
      lines.add(new Setting("replica-announce-ip", "127.0.0.1"));
      lines.add(new Setting("replica-announce-port", "" + announced));
    }
    return servers.over(lines);
  }

  /** The lines of a sentinel's file that say what it watches, and how. */
  List<String> watched(RedisServerOptions.User admin, int primaryPort, Duration patience) {
    String name = " " + masterName + " ";
    return List.of(
        "sentinel monitor" + name + "127.0.0.1 " + primaryPort + " " + QUORUM,
        "sentinel down-after-milliseconds" + name + patience.toMillis(),
        "sentinel failover-timeout" + name + failoverTimeout.toMillis(),
        "sentinel auth-user" + name + ServerConfig.quoted(admin.name()),
        "sentinel auth-pass" + name + ServerConfig.quoted(admin.password()));
  }

  @Override
  public String toString() {
    String secret = sentinelPassword == null ? "" : ", sentinels with password";
    return "SentinelOptions[" + servers + secret + ", " + masterName + ", " + downAfter + "]";
  }
}
