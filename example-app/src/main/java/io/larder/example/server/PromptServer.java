package io.larder.example.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server at one address that ends within two seconds, whatever its requests are doing:
 * those that are under way have one of them. Thread-safe.
 */
public final class PromptServer implements AutoCloseable {
  /** How long requests that are under way may take when the server is told to end. */
  private static final Duration GRACE = Duration.ofMillis(1_100);

  /** How long their threads may take to end then: half of it by themselves, half interrupted. */
  private static final Duration INTERRUPTED_FOR = Duration.ofMillis(200);

  /** How long connections without a request are kept then. */
  private static final Duration IDLE_AT_END = Duration.ofMillis(200);

  private final QueuedThreadPool threads;
  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler requests = new GracefulHandler();

  /**
   * Creates one, to be started.
   *
   * @param name of its threads
   * @param most threads
   * @param address where to listen; port 0 is any free one
   * @param protocols what it speaks, the usual one first
   */
  public PromptServer(
      String name, int most, InetSocketAddress address, ConnectionFactory... protocols) {
    threads =
        new QueuedThreadPool(most) {
          /** Whatever the server sets: it never sets less than a second. */
          @Override
          public long getStopTimeout() {
            return INTERRUPTED_FOR.toMillis();
          }
        };
    threads.setName(name);
    server = new Server(threads);
    server.setStopTimeout(GRACE.toMillis());
    connector = new ServerConnector(server, protocols);
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setShutdownIdleTimeout(IDLE_AT_END.toMillis());
    server.addConnector(connector);
  }

  /** What its requests run on. */
  public Executor threads() {
    return threads;
  }

  /** Adds something that starts and ends with it. */
  public void with(Object part) {
    server.addBean(part);
  }

  /**
   * Starts it; if that fails it is closed.
   *
   * @throws Exception if its address cannot be had ({@link java.io.IOException}), or it does not
   *     start
   */
  public void start(Handler handler) throws Exception {
    requests.setHandler(handler);
    server.setHandler(requests);
    try {
      // First of all: whoever has the wrong port shall hear of that alone.
      connector.open();
      server.start();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    String host = connector.getHost();
    return "http://%s:%d"
        .formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", connector.getLocalPort());
  }

  /** Requests that are under way, be it that their clients have their answers already. */
  public long requests() {
    return requests.getCurrentRequestCount();
  }

  /** Waits until it has stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Answers the requests that are under way, for 1.1 seconds at most, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // It has stopped all the same; what was still under way is told to its client by the socket.
    }
  }
}
