package io.larder.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks RESP2 and answers each command as it is told to, by the command's name. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, String> replies;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** What is not among the replies is answered with OK. */
  ScriptedServer(Map<String, String> replies) throws IOException {
    this.replies = replies;
    start(this::accept);
  }

  static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Returns the names of the commands so far, in their order. */
  List<String> commands() {
    return commands;
  }

  /** Closes the connections that there are, as a restart would. */
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      sockets.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = client.getOutputStream();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String name = "";
      for (int i = 0, words = Integer.parseInt(line.substring(1)); i < words; i++) {
        char[] word = new char[Integer.parseInt(in.readLine().substring(1))];
        for (int at = 0; at < word.length; ) {
          at += in.read(word, at, word.length - at);
        }
        in.readLine();
        name = i == 0 ? new String(word).toUpperCase(Locale.ROOT) : name;
      }
      commands.add(name);
      String reply = replies.getOrDefault(name, "+OK") + "\r\n";
      out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The end of one side.
              }
            },
            "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    hangUp();
  }
}
