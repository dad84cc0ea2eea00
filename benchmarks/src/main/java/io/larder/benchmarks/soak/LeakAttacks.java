package io.larder.benchmarks.soak;

import static io.larder.benchmarks.soak.Attacker.any;
import static io.larder.benchmarks.soak.Attacker.below;
import static io.larder.benchmarks.soak.JunkAttacks.field;

import java.io.IOException;
import java.util.Map;

/** What is to bring somebody the answer to another one, or to end pages and to damage them. */
final class LeakAttacks {

  private LeakAttacks() {}

  static Map<String, Attack> all() {
    return Map.of(
        "handlers that leak", LeakAttacks::leaks,
        "cookies and Authorization", LeakAttacks::users,
        "line breaks in fields", LeakAttacks::injections,
        "ranges", LeakAttacks::ranges,
        "conditions", LeakAttacks::conditions,
        "HEAD", LeakAttacks::heads,
        "other methods on ordinary pages", LeakAttacks::methods,
        "POSTs that invalidate", LeakAttacks::invalidations,
        "handlers that break off", LeakAttacks::broken,
        "stale pages", LeakAttacks::stale);
  }

  private static void leaks(Attacker attacker) throws IOException {
    String secret = "s" + any();
    leak(attacker, "/me/cookie", field("Cookie", secret), "cookie " + secret);
    leak(attacker, "/me/token", field("X-Token", secret), "token " + secret);
    leak(attacker, "/me/all", field("X-Token", secret), "all ");
    leak(attacker, "/me/authorization", field("Authorization", secret), "authorization " + secret);
    attacker.ask(attacker.get("/me/address", ""));
    Answer answer = attacker.ask(attacker.get("/me/session", ""));
    String id = answer.text().replace("session ", "").strip();
    attacker.expect(answer.field("Set-Cookie").contains(id), "another one's session", answer);
  }

  private static void leak(Attacker attacker, String target, String field, String right)
      throws IOException {
    Answer mine = attacker.ask(attacker.get(target, field));
    attacker.expect(mine.begins(right), "another one's answer", mine);
    attacker.expect(!mine.isHit(), "a leak was stored", mine);
    Answer nobodys = attacker.ask(attacker.get(target, ""));
    String secret = field.substring(field.indexOf(':') + 2).strip();
    attacker.expect(!nobodys.text().contains(secret), "a leak was served", nobodys);
  }

  private static void users(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (String field : new String[] {"Cookie", "Authorization", "X-Forwarded-For"}) {
        String target = "/pages/small/" + below(32);
        Answer answer = attacker.ask(wire, attacker.get(target, field(field, "u=" + any())));
        attacker.expect(
            answer.begins("http://" + attacker.host() + target + "?null"), "another page", answer);
      }
    }
  }

  private static void injections(Attacker attacker) throws IOException {
    for (String value :
        new String[] {"%0d%0aX-Evil:+1", "%0aX-Evil:+1", "a%00b", "%0d%0a%0d%0ax"}) {
      Answer answer = attacker.ask(attacker.get("/echo/x?v=" + value, "Connection: close\r\n"));
      attacker.expect(answer.field("X-Evil").isEmpty(), "a field was injected", answer);
    }
  }

  private static void ranges(Attacker attacker) throws IOException {
    StringBuilder many = new StringBuilder("bytes=0-0");
    for (int i = 1; i < (below(2) == 0 ? 20 : 300); i++) {
      many.append(',').append(i * 20).append('-').append(i * 20 + 5);
    }
    String[] ranges = {
      many.toString(), "bytes=0-,0-,0-,0-", "bytes=-1", "bytes=99999999-", "bytes=x"
    };
    try (Wire wire = attacker.open()) {
      for (String range : ranges) {
        String target = "/pages/large/" + below(8);
        Answer answer = attacker.ask(wire, attacker.get(target, field("Range", range)));
        attacker.expect(
            answer.status() == 206 || answer.status() == 200 || answer.status() == 416,
            "an odd answer to ranges",
            answer);
        attacker.expect(
            answer.length() < 2 * Bodies.LARGE, "more than the page for ranges", answer);
      }
    }
  }

  private static void conditions(Attacker attacker) throws IOException {
    String tags = "\"t\", ".repeat(900) + "\"end\"";
    String[] fields = {
      field("If-None-Match", tags),
      field("If-None-Match", "*"),
      field("If-Match", "\"none\""),
      field("If-Modified-Since", "Sat, 99 Foo 2099 99:99:99 GMT"),
      field("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"),
      field("If-Range", "W/\"x\"") + field("Range", "bytes=0-1")
    };
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 3 * fields.length; i++) {
        String target = "/pages/small/" + below(32);
        Answer answer = attacker.ask(wire, attacker.get(target, fields[i % fields.length]));
        attacker.expect(answer.status() < 500, "a condition is an error of the server", answer);
      }
    }
  }

  private static void heads(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 5; i++) {
        String target = "/orders/" + below(50) + (below(2) == 0 ? "?" + any() : "");
        Answer answer = attacker.ask(wire, attacker.request("HEAD", target, ""));
        attacker.expect(answer.status() < 500, "a HEAD is an error of the server", answer);
      }
    }
  }

  private static void methods(Attacker attacker) throws IOException {
    for (String method : new String[] {"POST", "DELETE", "PUT", "BREW", "PURGE"}) {
      String request =
          attacker.request(method, "/pages/small/" + below(32), field("Content-Length", 0));
      Answer answer = attacker.ask(request);
      attacker.expect(answer.status() == 405, "another answer than the handler's", answer);
    }
  }

  private static void invalidations(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 5; i++) {
        String target = "/orders/" + below(50);
        attacker.ask(wire, attacker.get(target, ""));
        attacker.ask(wire, attacker.request("POST", target, field("Content-Length", 0)));
      }
    }
  }

  private static void broken(Attacker attacker) throws IOException {
    for (String path : new String[] {"/broken/throws", "/broken/short", "/broken/error"}) {
      try {
        Answer answer = attacker.ask(attacker.get(path, ""));
        attacker.expect(!answer.isHit(), "stored what broke off", answer);
      } catch (IOException e) {
        attacker.cutOff();
      }
    }
  }

  private static void stale(Attacker attacker) throws IOException {
    for (int i = 0; i < 5; i++) {
      String target = "/stale/" + below(20);
      Answer answer = attacker.ask(attacker.get(target, ""));
      attacker.expect(
          answer.status() == 500 || answer.begins("http://" + attacker.host() + target),
          "another page",
          answer);
    }
  }
}
