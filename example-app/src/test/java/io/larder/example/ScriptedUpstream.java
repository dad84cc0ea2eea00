package io.larder.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An upstream that answers each request with the bytes it was told, however wrong they are. */
final class ScriptedUpstream implements AutoCloseable {

  /** What is written after a request was read. */
  interface Script {
    void play(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<String> requestLines = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Script script;

  private ScriptedUpstream(Script script) throws IOException {
    this.script = script;
    start("scripted-upstream", this::accept);
  }

  static ScriptedUpstream playing(Script script) throws IOException {
    return new ScriptedUpstream(script);
  }

  /** Answers with a status and a body. */
  static ScriptedUpstream answering(int status, String body) throws IOException {
    return playing(out -> out.write(response(status, body)));
  }

  static byte[] response(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, bytes.length);
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** The first line of each request so far. */
  List<String> requestLines() {
    return List.copyOf(requestLines);
  }

  /** Says nothing more until that long has gone by or the upstream is closed. */
  void hold(long millis) throws InterruptedException {
    closed.await(millis, TimeUnit.MILLISECONDS);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        start("scripted-upstream-connection", () -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = in.readLine();
      if (first != null) {
        requestLines.add(first);
        String line = first;
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        script.play(socket.getOutputStream());
      }
    } catch (IOException e) {
      // The client hung up, as some of the tests want it to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
