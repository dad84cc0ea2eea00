package io.larder.example.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that plays a script on every connection. */
final class RawOrigin implements AutoCloseable {
  /** What is said on one connection. */
  interface Script {
    void play(Wire wire) throws Exception;
  }

  private final ServerSocket server;
  private final Script script;
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();

  private RawOrigin(Script script, int window) throws IOException {
    this.script = script;
    server = new ServerSocket();
    if (window > 0) {
      server.setReceiveBufferSize(window);
    }
    server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    Thread accepting = new Thread(this::accept, "raw-origin");
    accepting.setDaemon(true);
    accepting.start();
  }

  static RawOrigin playing(Script script) throws IOException {
    return new RawOrigin(script, 0);
  }

  /** With a small window, so that little is on its way while the script does not read. */
  static RawOrigin narrow(Script script) throws IOException {
    return new RawOrigin(script, 16 * 1024);
  }

  /** Says the same to every request without a body, on connections that stay. */
  static RawOrigin saying(String response) throws IOException {
    RawOrigin[] self = new RawOrigin[1];
    self[0] =
        playing(
            wire -> {
              while (true) {
                self[0].heads.add(wire.head());
                wire.say(response);
              }
            });
    return self[0];
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread playing = new Thread(() -> play(socket), "raw-origin-connection");
        playing.setDaemon(true);
        playing.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void play(Socket socket) {
    try (Wire wire = new Wire(socket)) {
      wires.add(wire);
      script.play(wire);
    } catch (Exception e) {
      // The script ends with its connection.
    }
  }

  /** The head of the next request. */
  String asked() throws InterruptedException {
    @Nullable String head = heads.poll(20, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError("the origin was not asked");
    }
    return head;
  }

  boolean wasAsked() {
    return !heads.isEmpty();
  }

  int port() {
    return server.getLocalPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
