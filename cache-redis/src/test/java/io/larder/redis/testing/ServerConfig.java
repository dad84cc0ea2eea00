package io.larder.redis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes redis.conf: a file rather than arguments, so that no password shows among processes. */
final class ServerConfig {
  private ServerConfig() {}

  /**
   * Writes the file for one start.
   *
   * @param admin the fixture's own user, so that it can look into a server whatever its rules
   */
  static Path write(
      Path folder,
      int port,
      RedisServerOptions options,
      RedisServerOptions.User admin,
      @Nullable TestCertificate certificate)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("bind 127.0.0.1");
    lines.add("daemonize no");
    lines.add("save \"\"");
    lines.add("appendonly no");
    lines.add("repl-diskless-sync-delay 0"); // else a replica waits five seconds for others
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
    }
    if (options.password() != null) {
      lines.add("requirepass " + quoted(options.password()));
    }
    lines.add(user(admin));
    options.users().forEach(user -> lines.add(user(user)));
    options.settings().forEach(it -> lines.add(it.name() + " " + quoted(it.value())));
    return Files.write(folder.resolve("redis.conf"), lines);
  }

  private static String user(RedisServerOptions.User user) {
    StringBuilder line = new StringBuilder("user ").append(quoted(user.name()));
    line.append(" reset on ").append(quoted(">" + user.password()));
    user.rules().forEach(rule -> line.append(' ').append(quoted(rule)));
    return line.toString();
  }

  private static String quoted(String text) {
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("A setting of Redis cannot hold control characters");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
