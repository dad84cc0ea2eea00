package io.larder.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Processes that belong together: one binary, one user of the fixture's own, one certificate, and
 * one end, which the JVM's end brings if nothing else did. Thread-safe once all are started.
 */
final class NodeGroup implements AutoCloseable {
  private final RedisBinary binary;
  private final boolean watchdog;
  private final RedisServerOptions.User admin =
      new RedisServerOptions.User(
          "larder-fixture", UUID.randomUUID().toString(), List.of("~*", "&*", "+@all"));
  private final List<RedisNode> nodes = new ArrayList<>();
  private final AtExit end = AtExit.of(this::end);
  private @Nullable ServerFolder keys;
  // No lock guards it: a node asks for it under its own, which our end wants to have.
  private volatile @Nullable TestCertificate certificate;
  private volatile @Nullable SSLContext trust;

  private NodeGroup(RedisBinary binary, boolean watchdog) {
    this.binary = binary;
    this.watchdog = watchdog;
  }

  /** How the file of one of the processes is written, each time it starts with a new one. */
  interface Config {
    List<String> lines(Path folder, int port);
  }

  /**
   * Opens one that has no processes yet.
   *
   * @param tls whom its certificate names, or null for no TLS
   * @param watchdog whether its processes end with a JVM that is killed
   */
  static NodeGroup open(
      RedisBinary binary, RedisServerOptions.@Nullable CertificateName tls, boolean watchdog)
      throws Unavailable {
    OrphanSweep.once();
    NodeGroup group = new NodeGroup(binary, watchdog);
    try {
      if (tls != null) {
        group.certify(tls);
      }
      return group;
    } catch (IOException e) {
      group.close();
      throw new Unavailable(e.toString(), e);
    }
  }

  private synchronized void certify(RedisServerOptions.CertificateName tls) throws IOException {
    ServerFolder folder = ServerFolder.create(ServerFolder.root());
    keys = folder;
    TestCertificate ours = TestCertificate.create(folder.path(), tls);
    certificate = ours;
    trust = ours.trustStore().sslContext();
  }

  /** Adds a server, which {@link #start} starts; {@code bus} if it is a node of a cluster. */
  RedisNode addServer(Config config, boolean bus) throws Unavailable {
    return add(new RedisNode.Kind("server", bus, List.of()), config);
  }

  /** Adds a sentinel, which {@link #start} starts. */
  RedisNode addSentinel(Config config) throws Unavailable {
    return add(new RedisNode.Kind("sentinel", false, List.of("--sentinel")), config);
  }

  private synchronized RedisNode add(RedisNode.Kind kind, Config config) throws Unavailable {
    try {
      RedisNode node = RedisNode.create(this, kind, config);
      nodes.add(node);
      return node;
    } catch (IOException e) {
      throw new Unavailable(e.toString(), e);
    }
  }

  /** Starts processes side by side, and returns when each of them answers. */
  void start(List<RedisNode> some) throws Unavailable {
    for (RedisNode node : some) {
      node.begin();
    }
    for (RedisNode node : some) {
      node.awaitBegun();
    }
  }

  RedisBinary binary() {
    return binary;
  }

  boolean watchdog() {
    return watchdog;
  }

  RedisServerOptions.User admin() {
    return admin;
  }

  /** What they listen with, or null for plain TCP. */
  @Nullable TestCertificate certificate() {
    return certificate;
  }

  /** What the fixture itself trusts, the same for all connections; null for plain TCP. */
  @Nullable SSLContext trust() {
    return trust;
  }

  /**
   * What a client needs to trust their certificate.
   *
   * @throws IllegalStateException if they were started without TLS
   */
  TrustStore trustStore() {
    TestCertificate ours = certificate;
    if (ours == null) {
      throw new IllegalStateException("This server was started without TLS: use withTls()");
    }
    return ours.trustStore();
  }

  /** Kills all that run, and removes their files. */
  @Override
  public void close() {
    end.close();
  }

  private synchronized void end() {
    RuntimeException failure = null;
    for (RedisNode node : nodes) {
      try {
        node.close();
      } catch (RuntimeException e) {
        // The others are to end all the same.
        failure = e;
      }
    }
    if (keys != null) {
      try {
        keys.delete();
      } catch (IOException e) {
        failure = new UncheckedIOException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
