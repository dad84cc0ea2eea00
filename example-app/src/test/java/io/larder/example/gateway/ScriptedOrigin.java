package io.larder.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin that answers each path as it was told to, and remembers what it was asked. */
final class ScriptedOrigin implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *(\\d+)");

  /** What is to be said about one path, and what was asked. */
  static final class Page {
    final Queue<String> answers = new ConcurrentLinkedQueue<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private String last = "";

    private synchronized String next(String head) {
      asked.add(head);
      String next = answers.poll();
      if (next != null) {
        last = next;
      }
      return message(last, asked.size(), head.startsWith("HEAD "));
    }
  }

  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final RawOrigin origin;

  ScriptedOrigin() throws IOException {
    origin = RawOrigin.playing(this::play);
  }

  private void play(Wire wire) throws IOException {
    while (true) {
      String head = wire.head();
      Matcher length = LENGTH.matcher(head);
      if (length.find()) {
        wire.body(Integer.parseInt(length.group(1)));
      }
      String answer = of(head.split(" ", 3)[1]).next(head);
      wire.say(answer.replace("{end}", ""));
      if (answer.endsWith("{end}")) {
        wire.close();
        return;
      }
    }
  }

  /** A page by its path, whatever its query. */
  Page of(String target) {
    return pages.computeIfAbsent(target.replaceFirst("[?].*", ""), unused -> new Page());
  }

  private static String message(String script, int number, boolean withoutBody) {
    String text = Dates.fill(script);
    if (text.startsWith("HTTP/")) {
      return text;
    }
    String status = "200";
    if (text.matches("(?s)\\d{3}(\n.*)?")) {
      status = text.substring(0, 3);
      text = text.substring(Math.min(text.length(), 4));
    }
    String lower = "\n" + text.toLowerCase(Locale.ROOT);
    StringBuilder message = new StringBuilder("HTTP/1.1 " + status + " Said\n");
    if (!lower.contains("\ndate:") && !lower.contains("\nno-date")) {
      message.append(Dates.fill("Date: {now}\n"));
    }
    message.append(text.replace("no-date", "X-Date: none")).append(text.isEmpty() ? "" : "\n");
    boolean empty = status.equals("304") || status.equals("204");
    String body = empty ? "" : "body " + number;
    if (!empty && !lower.contains("\ncontent-length:")) {
      message.append("Content-Length: ").append(body.length()).append('\n');
    }
    return message.append('\n').append(withoutBody ? "" : body).toString();
  }

  URI uri() {
    return origin.uri();
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }
}
