package io.larder.benchmarks.soak;

import static io.larder.benchmarks.soak.Attacker.any;
import static io.larder.benchmarks.soak.Attacker.below;
import static io.larder.benchmarks.soak.JunkAttacks.field;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is to hold threads, buffers and connections: slowness, aborts, and crowds. */
final class SlowAttacks {

  private static final int CROWD = 30;

  private SlowAttacks() {}

  static Map<String, Attack> all() {
    return Map.of(
        "answers that are read in part", SlowAttacks::halfRead,
        "hits that are read in part", SlowAttacks::halfReadHit,
        "requests that stop", SlowAttacks::halfAsked,
        "content that stops", SlowAttacks::halfSent,
        "resets", SlowAttacks::resets,
        "a crowd for a slow page", attacker -> crowd(attacker, "/slow/"),
        "a crowd for a slow asynchronous page", attacker -> crowd(attacker, "/later/"),
        "a crowd that leaves", SlowAttacks::crowdThatLeaves,
        "handlers that never end", attacker -> never(attacker, ""),
        "handlers that end too late", attacker -> never(attacker, "&after=900"));
  }

  private static void halfRead(Attacker attacker) throws IOException {
    Wire wire = Wire.narrow(attacker.port());
    wire.send(attacker.get("/big/" + any() + "?size=1000000", ""));
    wire.taste(below(2) == 0 ? 100 : 800_000);
    attacker.hold(wire, 4000);
  }

  private static void halfReadHit(Attacker attacker) throws IOException {
    Wire wire = Wire.narrow(attacker.port());
    for (int i = 0; i < 10; i++) {
      wire.send(attacker.get("/pages/large/" + below(8), ""));
    }
    wire.taste(100);
    attacker.hold(wire, 4000);
  }

  private static void halfAsked(Attacker attacker) throws IOException {
    Wire wire = attacker.open();
    String request = attacker.get("/pages/small/1", "");
    wire.send(request.substring(0, 1 + below(request.length() - 2)));
    attacker.hold(wire, 3000);
  }

  private static void halfSent(Attacker attacker) throws IOException {
    Wire wire = attacker.open();
    String length = field("Content-Length", 10_000);
    wire.send(attacker.request("POST", "/search", length) + "x".repeat(below(9000)));
    attacker.hold(wire, 3000);
  }

  private static void resets(Attacker attacker) throws IOException {
    for (int i = 0; i < 5; i++) {
      Wire wire = Wire.narrow(attacker.port());
      wire.send(attacker.get("/big/" + any() + "?size=900000&chunked", ""));
      if (below(2) == 0) {
        wire.taste(1 + below(4000));
      }
      wire.reset();
    }
  }

  private static List<Wire> gather(Attacker attacker, String target) throws IOException {
    List<Wire> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      Wire wire = attacker.open();
      crowd.add(wire);
      wire.send(attacker.get(target, ""));
    }
    return crowd;
  }

  private static void crowd(Attacker attacker, String path) throws IOException {
    String target = path + below(4);
    List<Wire> crowd = gather(attacker, target);
    for (Wire each : crowd) {
      try (each) {
        Answer answer = attacker.seen(each.answer(false));
        attacker.expect(
            answer.begins("http://" + attacker.host() + target),
            "another page for a crowd",
            answer);
      }
    }
  }

  private static void crowdThatLeaves(Attacker attacker) throws IOException {
    for (Wire each : gather(attacker, "/slow/left-" + below(4))) {
      attacker.hold(each, below(500));
    }
  }

  private static void never(Attacker attacker, String more) throws IOException {
    String target = "/never/" + below(100) + "?n=1" + more;
    for (int i = 0; i < 2; i++) {
      Wire wire = attacker.open();
      wire.send(attacker.get(target, ""));
      attacker.hold(wire, 1500);
    }
  }
}
