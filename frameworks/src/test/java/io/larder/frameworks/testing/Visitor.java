package io.larder.frameworks.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client with what it says in each request.
 *
 * @param name what tests call it
 * @param upgrades whether it offers HTTP/2 in its first request, as Java's client does by default
 * @param fields names and values in turn
 */
public record Visitor(String name, boolean upgrades, List<String> fields) {

  public static final Visitor FIREFOX =
      visitor(
          "Firefox",
          "User-Agent",
          "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Accept",
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "Accept-Language",
          "en-US,en;q=0.5",
          "Accept-Encoding",
          "gzip, deflate, br, zstd",
          "DNT",
          "1",
          "Sec-GPC",
          "1",
          "Upgrade-Insecure-Requests",
          "1",
          "Referer",
          "http://127.0.0.1/start",
          "Sec-Fetch-Dest",
          "document",
          "Sec-Fetch-Mode",
          "navigate",
          "Sec-Fetch-Site",
          "none",
          "Sec-Fetch-User",
          "?1",
          "Priority",
          "u=0, i");

  public static final Visitor CHROME =
      visitor(
          "Chrome",
          "User-Agent",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
              + " Safari/537.36",
          "Accept",
          "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
          "Accept-Language",
          "de-DE,de;q=0.9",
          "Accept-Encoding",
          "gzip, deflate, br, zstd",
          "Cache-Control",
          "max-age=0",
          "Sec-CH-UA",
          "\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"",
          "Sec-CH-UA-Mobile",
          "?0",
          "Sec-CH-UA-Platform",
          "\"Linux\"",
          "Upgrade-Insecure-Requests",
          "1",
          "Sec-Fetch-Dest",
          "document",
          "Sec-Fetch-Mode",
          "navigate",
          "Sec-Fetch-Site",
          "same-origin",
          "Sec-Fetch-User",
          "?1");

  public static final Visitor CURL = visitor("curl", "User-Agent", "curl/8.14.1", "Accept", "*/*");

  /** Java's own client, which adds fields by itself. */
  public static final Visitor JAVA = new Visitor("java.net.http", true, List.of());

  private static Visitor visitor(String name, String... fields) {
    return new Visitor(name, false, List.of(fields));
  }

  /** All of them. */
  public static Stream<Visitor> all() {
    return Stream.of(FIREFOX, CHROME, CURL, JAVA);
  }

  /** The same with further fields, or other values of those that it has. */
  public Visitor with(String... more) {
    List<String> merged = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < more.length; i += 2) {
      names.add(more[i]);
    }
    for (int i = 0; i < fields.size(); i += 2) {
      if (names.stream().noneMatch(fields.get(i)::equalsIgnoreCase)) {
        merged.addAll(fields.subList(i, i + 2));
      }
    }
    merged.addAll(Arrays.asList(more));
    return new Visitor(name, upgrades, List.copyOf(merged));
  }

  /** The same as proxies and tracing hand it on, a number telling apart one from another. */
  public Visitor behindProxy(int number) {
    return with(
        "X-Forwarded-For",
        "192.0.2." + number,
        "X-Forwarded-Proto",
        "https",
        "X-Real-IP",
        "192.0.2." + number,
        "Via",
        "1.1 proxy" + number,
        "X-Request-Id",
        "request" + number,
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333" + number + "-01");
  }

  @Override
  public String toString() {
    return name;
  }
}
