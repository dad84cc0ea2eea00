package io.larder.benchmarks.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One request of an ordinary client, and what its answer must be.
 *
 * @param kind what is measured
 * @param path the path
 * @param request the request as it goes out
 * @param body the one body that is right
 */
record Hot(Kind kind, String path, String request, Body body) {

  /** Bytes. */
  static final class Body {
    private final byte[] bytes;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** The tag of each page, as its first answer has it: it is made of the body, so it stays. */
  private static final Map<String, String> TAGS = new ConcurrentHashMap<>();

  private static final Map<String, Body> BODIES = new ConcurrentHashMap<>();

  /** What ordinary clients ask for. */
  enum Kind {
    HIT,
    VALIDATION,
    MISS
  }

  static Hot small(String host, long number, boolean validate) {
    String path = "/pages/small/" + number;
    String tag = TAGS.get(path);
    Body body = BODIES.computeIfAbsent(path, unused -> body(host, path, Bodies.SMALL));
    return validate && tag != null
        ? new Hot(Kind.VALIDATION, path, get(host, path, "If-None-Match: " + tag + "\r\n"), body)
        : new Hot(Kind.HIT, path, get(host, path, ""), body);
  }

  static Hot large(String host, long number) {
    String path = "/pages/large/" + number;
    Body body = BODIES.computeIfAbsent(path, unused -> body(host, path, Bodies.LARGE));
    return new Hot(Kind.HIT, path, get(host, path, ""), body);
  }

  static Hot fresh(String host, long number) {
    String path = "/pages/small/fresh-" + number;
    return new Hot(Kind.MISS, path, get(host, path, ""), body(host, path, Bodies.SMALL));
  }

  private static Body body(String host, String path, int size) {
    return new Body(Bodies.of("http://" + host + path + "?null", size));
  }

  private static String get(String host, String path, String fields) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
  }

  /** Says what is wrong with an answer; null if it is right. */
  @Nullable String wrongIn(Answer answer) {
    String tag = answer.field("ETag");
    if (kind == Kind.VALIDATION) {
      return answer.status() == 304 && tag.equals(TAGS.get(path)) ? null : "not confirmed";
    }
    if (answer.status() != 200 || !answer.is(body.bytes)) {
      return "not this page's answer";
    }
    String known = kind == Kind.HIT && !tag.isEmpty() ? TAGS.putIfAbsent(path, tag) : null;
    return known == null || known.equals(tag) ? null : "another tag for the same body";
  }
}
