package io.larder.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, and does to their connections what networks do.
 *
 * <p>It listens on a port of 127.0.0.1 that it keeps until it is closed. What it is told holds at
 * once, for the connections that there are as well. A server that is down costs it nothing: it
 * connects anew for each client. Thread-safe.
 */
public final class ChaosProxy implements AutoCloseable {
  /** Not the platform's default: a client that is not read from soon has to wait. */
  private static final int RECEIVE_BUFFER = 64 << 10;

  private static final int BACKLOG = 256;
  private static final int PORTS_TRIED = 5;

  private final String targetHost;
  private final IntSupplier targetPort;
  private volatile ProxyValve questions = new ProxyValve();
  private volatile ProxyValve answers = new ProxyValve();
  private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final int port;
  private @Nullable ServerSocket door;
  private @Nullable Thread doorman;
  private boolean closed;

  private ChaosProxy(String targetHost, IntSupplier targetPort) throws IOException {
    this.targetHost = targetHost;
    this.targetPort = targetPort;
    ServerSocket first = null;
    for (int tries = 1; first == null; tries++) {
      try {
        first = listening(FreePorts.find(false));
      } catch (IOException e) {
        if (tries == PORTS_TRIED) {
          throw e;
        }
      }
    }
    this.port = first.getLocalPort();
    this.door = first;
  }

  /** A proxy in front of a server, which passes everything on at once. */
  public static ChaosProxy to(String host, int port) {
    return to(host, () -> port);
  }

  /** A proxy in front of a server whose port is looked up for each connection. */
  public static ChaosProxy to(String host, IntSupplier port) {
    try {
      ChaosProxy proxy = new ChaosProxy(host, port);
      proxy.open();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket listening(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.bind(new InetSocketAddress(FreePorts.loopback(), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private synchronized void open() {
    ServerSocket listening = door;
    if (listening != null) {
      Thread thread = new Thread(() -> accept(listening), "chaos-proxy " + port);
      thread.setDaemon(true);
      thread.start();
      doorman = thread;
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket client = listening.accept();
        accepted.incrementAndGet();
        ProxyLink link = new ProxyLink(client, links::remove);
        links.add(link);
        if (listening.isClosed()) {
          // It came while we closed, and who ended all links has not seen it.
          link.end(true);
        } else {
          link.start(new InetSocketAddress(targetHost, targetPort.getAsInt()), questions, answers);
        }
      }
    } catch (IOException e) {
      // Nobody is let in any more.
    }
  }

  /** Always 127.0.0.1. */
  public String host() {
    return "127.0.0.1";
  }

  /** Its port, to connect to instead of the server's. */
  public int port() {
    return port;
  }

  /** Passes on what clients send, from now on, in this way. */
  public void questions(ProxyFlow flow) {
    questions.set(flow);
  }

  /** Passes on what the server sends, from now on, in this way. */
  public void answers(ProxyFlow flow) {
    answers.set(flow);
  }

  /** Passes on what either side sends, from now on, in this way. */
  public void bothWays(ProxyFlow flow) {
    questions(flow);
    answers(flow);
  }

  /**
   * Passes nothing on, and closes nothing: neither side hears of the other any more, not even that
   * it has gone (half-open). Connections are still accepted.
   */
  public void hold() {
    bothWays(ProxyFlow.HELD);
  }

  /** Has the connections that there are half-open for good; new ones are as at first. */
  public synchronized void strand() {
    hold();
    questions = new ProxyValve();
    answers = new ProxyValve();
  }

  /** Resets (RST) all connections, on both sides; new ones are accepted. */
  public void reset() {
    links.forEach(link -> link.end(true));
  }

  /** Refuses new connections; those that there are go on. */
  public synchronized void refuse() {
    if (door != null && doorman != null) {
      try {
        door.close();
        // The kernel lets clients in as long as somebody still waits for them.
        doorman.join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while refusing connections", e);
      }
      door = null;
    }
  }

  /** Refuses new connections and resets those that there are, as a server that has died. */
  public void cut() {
    refuse();
    reset();
  }

  /** Passes everything on at once and accepts connections: all as at first. */
  public synchronized void heal() {
    if (closed) {
      throw new IllegalStateException("This proxy is closed");
    }
    bothWays(ProxyFlow.AT_SPEED);
    if (door == null) {
      try {
        door = listening(port);
      } catch (IOException e) {
        throw new UncheckedIOException("Port " + port + " was taken meanwhile", e);
      }
      open();
    }
  }

  /** How many connections of clients there are now. */
  public int connections() {
    return links.size();
  }

  /** How many connections of clients there have been since it was opened. */
  public long accepted() {
    return accepted.get();
  }

  /** Resets all connections and gives its port back. */
  @Override
  public synchronized void close() {
    closed = true;
    cut();
  }
}
