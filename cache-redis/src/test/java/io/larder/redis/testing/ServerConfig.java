package io.larder.redis.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in redis.conf: a file rather than arguments, so that no password shows among
 * processes.
 */
final class ServerConfig {
  private ServerConfig() {}

  /**
   * The lines of a server.
   *
   * @param folder where it works
   * @param admin the fixture's own user, so that it can look into a server whatever its rules
   */
  static List<String> ofServer(
      Path folder,
      int port,
      RedisServerOptions options,
      RedisServerOptions.User admin,
      @Nullable TestCertificate certificate) {
    List<String> lines = common(folder, port, options.password(), admin, certificate);
    lines.add("save \"\"");
    lines.add("appendonly no");
    lines.add("repl-diskless-sync-delay 0"); // else a replica waits five seconds for others
    options.users().forEach(user -> lines.add(user(user)));
    options.settings().forEach(it -> lines.add(it.name() + " " + quoted(it.value())));
    return lines;
  }

  /**
   * The lines of a sentinel, without those that say what it watches.
   *
   * @param password that it asks of clients, or null for none
   */
  static List<String> ofSentinel(
      Path folder,
      int port,
      @Nullable String password,
      RedisServerOptions.User admin,
      @Nullable TestCertificate certificate) {
    List<String> lines = common(folder, port, password, admin, certificate);
    lines.add("sentinel sentinel-user " + quoted(admin.name()));
    lines.add("sentinel sentinel-pass " + quoted(admin.password()));
    return lines;
  }

  private static List<String> common(
      Path folder,
      int port,
      @Nullable String password,
      RedisServerOptions.User admin,
      @Nullable TestCertificate certificate) {
    List<String> lines = new ArrayList<>();
    lines.add("bind 127.0.0.1");
    lines.add("daemonize no");
    lines.add("dir " + quoted(folder.toString()));
    if (certificate == null) {
      lines.add("port " + port);
    } else {
      lines.add("port 0");
      lines.add("tls-port " + port);
      lines.add("tls-cert-file " + quoted(certificate.chainPem().toString()));
      lines.add("tls-key-file " + quoted(certificate.keyPem().toString()));
      lines.add("tls-ca-cert-file " + quoted(certificate.chainPem().toString()));
      lines.add("tls-auth-clients no");
      lines.add("tls-replication yes");
    }
    if (password != null) {
      lines.add("requirepass " + quoted(password));
    }
    lines.add(user(admin));
    return lines;
  }

  private static String user(RedisServerOptions.User user) {
    StringBuilder line = new StringBuilder("user ").append(quoted(user.name()));
    line.append(" reset on ").append(quoted(">" + user.password()));
    user.rules().forEach(rule -> line.append(' ').append(quoted(rule)));
    return line.toString();
  }

  /** Returns a text as one word of redis.conf. */
  static String quoted(String text) {
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("A setting of Redis cannot hold control characters");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
