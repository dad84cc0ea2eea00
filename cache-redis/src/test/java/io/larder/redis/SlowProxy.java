package io.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and a server, and passes on as slowly as it is told to. */
final class SlowProxy implements AutoCloseable {

  /**
   * How the proxy passes on.
   *
   * @param before this much of each answer goes on at once
   * @param bytes so much of the rest at a time
   * @param pause after each of them
   * @param reads whether it reads what the client sends
   */
  record Way(int before, int bytes, Duration pause, boolean reads) {

    static final Way FAST = new Way(Integer.MAX_VALUE, 1, Duration.ZERO, true);
    static final Way DEAF = new Way(0, 1, Duration.ofMinutes(1), false);

    static Way drips(int before, int bytes, int millis) {
      return new Way(before, bytes, Duration.ofMillis(millis), true);
    }
  }

  private final ServerSocket listening = new ServerSocket();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final String host;
  private final int port;
  private volatile Way way = Way.FAST;

  SlowProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    // Small, so that a client that is not read from soon has to wait.
    listening.setReceiveBufferSize(4096);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void passOn(Way slower) {
    way = slower;
  }

  /** Returns how many connections of clients there are. */
  long connections() {
    return sockets.stream().filter(socket -> socket.getLocalPort() == port()).count();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      sockets.add(client);
      Socket server = new Socket(host, port);
      sockets.add(server);
      client.setTcpNoDelay(true);
      Pair pair = new Pair(client, server);
      start(pair::questions);
      start(pair::answers);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The end of one side.
              }
            },
            "slow-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private final class Pair {

    private final Socket client;
    private final Socket server;
    private volatile int passed;

    Pair(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void questions() throws IOException {
      try {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] bytes = new byte[8192];
        while (true) {
          while (!way.reads()) {
            pause(Duration.ofMillis(5));
          }
          int read = in.read(bytes);
          if (read < 0) {
            return;
          }
          passed = 0;
          out.write(bytes, 0, read);
        }
      } finally {
        end();
      }
    }

    void answers() throws IOException {
      try {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] bytes = new byte[65536];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          for (int at = 0; at < read; ) {
            Way now = way;
            int length = passed < now.before() ? now.before() - passed : now.bytes();
            if (passed >= now.before()) {
              pause(now.pause());
            }
            length = Math.min(length, read - at);
            out.write(bytes, at, length);
            at += length;
            passed += length;
          }
        }
      } finally {
        end();
      }
    }

    private void pause(Duration time) {
      Way then = way;
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0 && way == then; left = end - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(left, 20_000_000));
      }
    }

    private void end() throws IOException {
      client.close();
      server.close();
      sockets.remove(client);
      sockets.remove(server);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
