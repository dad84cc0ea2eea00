package io.larder.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Connects to servers, within the time that the operation has left.
 *
 * <p>Thread-safe. Closing it cuts every connection, so that nobody waits for an answer any longer.
 */
final class Sockets implements AutoCloseable {

  private final RedisOptions options;
  private final HostResolver.Platform platform;
  private final @Nullable SSLSocketFactory tls;
  private final Watchdog watchdog;
  private final Set<DeadlineSocket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, HostResolver> resolvers = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();
  private volatile boolean closed;

  Sockets(RedisOptions options, HostResolver.Platform platform) {
    this.options = options;
    this.platform = platform;
    this.tls = options.tls() ? Tls.sockets(options.ca()) : null;
    this.watchdog = new Watchdog(options.where());
  }

  /** Returns what connects to one server. */
  JedisSocketFactory to(Address address) {
    return to(address, socket -> {});
  }

  /**
   * Returns what connects to one server.
   *
   * @param opened is told each socket, below TLS, before it connects: closing that ends whatever
   *     somebody waits for on it
   */
  JedisSocketFactory to(Address address, Consumer<DeadlineSocket> opened) {
    // One for each name: of a resolver that hangs there is one thread then, whoever asks again.
    HostResolver resolver =
        resolvers.computeIfAbsent(address.host(), host -> new HostResolver(platform, host));
    return () -> connect(address, resolver, opened);
  }

  /** Returns how many connections there have been so far. */
  long made() {
    return made.get();
  }

  private Socket connect(Address address, HostResolver resolver, Consumer<DeadlineSocket> opened) {
    try {
      IOException failure = new IOException("no address");
      for (InetAddress each : resolver.addresses(left())) {
        try {
          return connect(address, each, opened);
        } catch (IOException e) {
          e.addSuppressed(failure);
          failure = e;
        }
      }
      throw failure;
    } catch (InterruptedIOException e) {
      if (e instanceof SocketTimeoutException) {
        throw failed(e);
      }
      // Not one about the connection: nobody is to try again.
      throw new JedisException("interrupted while connecting", e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static JedisConnectionException failed(IOException e) {
    return new JedisConnectionException("no connection", e);
  }

  private Socket connect(Address server, InetAddress address, Consumer<DeadlineSocket> opened)
      throws IOException {
    DeadlineSocket socket =
        new DeadlineSocket(
            options.timeouts().deadline().toNanos(),
            Deadline.millis(options.timeouts().silence().toNanos()),
            watchdog,
            open::remove);
    open.add(socket);
    opened.accept(socket);
    try {
      if (closed) {
        throw new SocketException("closed");
      }
      socket.setKeepAlive(true);
      socket.setTcpNoDelay(true);
      // Closing waits for nothing: what a peer has not read by then is of no use to it.
      socket.setSoLinger(true, 0);
      socket.connect(new InetSocketAddress(address, server.port()), Deadline.millis(left()));
      made.incrementAndGet();
      return tls == null ? socket : secured(socket, server, tls);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(DeadlineSocket socket, Address server, SSLSocketFactory factory)
      throws IOException {
    SSLSocket secured =
        (SSLSocket) factory.createSocket(socket, server.host(), server.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    // RFC 2818 3.1: the name in the certificate is the one that was asked for.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private long left() throws SocketTimeoutException {
    long left = Deadline.left(System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("the operation took too long");
    }
    return Math.min(left, options.timeouts().connect().toNanos());
  }

  @Override
  public void close() {
    closed = true;
    watchdog.close();
    open.forEach(Sockets::closeQuietly);
  }

  static void closeQuietly(DeadlineSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use to anybody.
    }
  }
}
