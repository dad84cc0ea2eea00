package io.larder.benchmarks.soak;

import static io.larder.benchmarks.soak.Attacker.any;
import static io.larder.benchmarks.soak.Attacker.below;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is to fill the store, or to get past its keys. */
final class JunkAttacks {

  private static final int BATCH = 150;
  private static final List<String> ODD_TARGETS =
      List.of(
          "/pages/small/%zz",
          "/pages/small/%",
          "/pages/small/1?%zz=%",
          "/pages/small/%2e%2e/1",
          "/pages/small/..;/1",
          "/pages/small/1;jsessionid=1",
          "/pages//small/1",
          "/pages/small%2F1",
          "/pages/small/%252F1",
          "/pages/small/%c0%af1",
          "/pages/small/1?a=\u0080",
          "/pages/small/1?q=%00&%");

  private JunkAttacks() {}

  static Map<String, Attack> all() {
    return Map.of(
        "junk queries", JunkAttacks::queries,
        "junk queries of ordinary pages", JunkAttacks::queriesOfPages,
        "variants", JunkAttacks::variants,
        "hosts", JunkAttacks::hosts,
        "odd targets", JunkAttacks::oddTargets,
        "large bodies", JunkAttacks::largeBodies,
        "large request heads", JunkAttacks::largeRequests,
        "large answer heads", JunkAttacks::largeHeads,
        "content by the key", JunkAttacks::searches,
        "never to be shared", JunkAttacks::unshared);
  }

  private static void queries(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < BATCH; i++) {
        String query = "q=" + any() + "&" + any();
        Answer answer = attacker.ask(wire, attacker.get("/junk/x?" + query, ""));
        attacker.expect(answer.begins(page(attacker, "/junk/x?" + query)), "another page", answer);
      }
    }
  }

  private static void queriesOfPages(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 5; i++) {
        String target = "/pages/large/" + below(8) + "?utm=" + any();
        Answer answer = attacker.ask(wire, attacker.get(target, ""));
        attacker.expect(answer.begins(page(attacker, target)), "another page", answer);
      }
    }
  }

  private static void variants(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 20; i++) {
        String variant = "v" + (below(3) == 0 ? any() : below(40));
        String target = "/vary/" + below(20);
        Answer answer = attacker.ask(wire, attacker.get(target, field("X-Variant", variant)));
        attacker.expect(answer.begins("variant " + variant + "\n"), "another variant", answer);
      }
    }
  }

  private static void hosts(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 20; i++) {
        String host = "h" + any() + ".example";
        String target = "/pages/small/" + below(32);
        String request = attacker.get(target, field("X-Forwarded-Host", "evil.example"));
        Answer answer = attacker.ask(wire, request.replace(attacker.host(), host));
        attacker.expect(answer.begins("http://" + host + target), "another host's page", answer);
      }
      String elsewhere = "http://elsewhere.example/pages/small/1";
      Answer answer = attacker.ask(wire, attacker.get(elsewhere, ""));
      boolean right = answer.status() == 400 || answer.begins(elsewhere);
      attacker.expect(right, "another host's page for a whole URI", answer);
    }
  }

  private static void oddTargets(Attacker attacker) throws IOException {
    for (String target : ODD_TARGETS) {
      Answer answer = attacker.ask(attacker.get(target, "Connection: close\r\n"));
      attacker.expect(answer.status() < 500, "an odd target is an error of the server", answer);
      attacker.expect(!answer.isHit(), "an odd target is a hit", answer);
    }
  }

  private static void largeBodies(Attacker attacker) throws IOException {
    int most = 1024 * 1024;
    int size = List.of(most - 1, most, most + 1, 3 * most).get(below(4));
    String chunked = below(2) == 0 ? "&chunked" : "";
    String target = "/big/" + below(1000) + "?size=" + size + chunked;
    Answer answer = attacker.ask(attacker.get(target, ""));
    attacker.expect(answer.length() == size, "a large body of another length", answer);
    attacker.expect(size <= most || !answer.isHit(), "stored above maxBody", answer);
  }

  private static void largeRequests(Attacker attacker) throws IOException {
    String field = field("X-Large", "x".repeat(List.of(1000, 7000, 9000, 60_000).get(below(4))));
    Answer answer = attacker.ask(attacker.get("/pages/small/" + below(32), field));
    attacker.expect(answer.status() < 500, "a large request is an error of the server", answer);
  }

  private static void largeHeads(Attacker attacker) throws IOException {
    int fields = List.of(10, 75, 85, 200).get(below(4));
    Answer answer = attacker.ask(attacker.get("/head/" + below(500) + "?fields=" + fields, ""));
    attacker.expect(answer.status() == 200, "a large head is no answer", answer);
    attacker.expect(fields < 85 || !answer.isHit(), "stored above maxHead", answer);
  }

  private static void searches(Attacker attacker) throws IOException {
    String content = "q" + any() + "x".repeat(below(2) == 0 ? 10 : 70 * 1024);
    String fields = field("Content-Type", "text/plain") + field("Content-Length", content.length());
    String method = below(2) == 0 ? "POST" : "QUERY";
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 2; i++) {
        String request = attacker.request(method, "/search", fields) + content;
        Answer answer = attacker.ask(wire, request);
        String begin = content.substring(0, 15);
        attacker.expect(answer.begins("search " + begin), "the answer to other content", answer);
      }
    }
  }

  private static void unshared(Attacker attacker) throws IOException {
    try (Wire wire = attacker.open()) {
      for (int i = 0; i < 10; i++) {
        Answer answer = attacker.ask(wire, attacker.get("/unshared/" + any(), ""));
        attacker.expect(!answer.isHit(), "stored what says no-store", answer);
      }
    }
  }

  private static String page(Attacker attacker, String target) {
    return "http://" + attacker.host() + target;
  }

  static String field(String name, Object value) {
    return name + ": " + value + "\r\n";
  }
}
