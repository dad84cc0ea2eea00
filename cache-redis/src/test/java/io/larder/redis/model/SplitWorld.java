package io.larder.redis.model;

import static io.larder.redis.model.Rule.FORMER_CLOSED;
import static io.larder.redis.model.Rule.IDENTITY_OF_CONNECTION;

import java.util.function.Consumer;

/**
 * A node with connections to two servers: a replica has taken over, and the old primary still
 * answers over the connections that lead to it. Another node knows the new one only.
 *
 * <p>The node is never given a version that its own evict has ended, once that has returned.
 */
final class SplitWorld extends World {

  private static final int MOST_VERSIONS = 2;
  private static final int MOST_FLOOR = 3;
  private static final int OLD = 0;
  private static final int NEW = 1;

  private final Cell source = cell("source", MOST_VERSIONS);
  private final Cell own = cell("own", MOST_VERSIONS);

  /** What lies on the two servers: the version plus 1. */
  private final Cell[] entries = {
    cell("entry on the old", MOST_VERSIONS + 1), cell("entry on the new", MOST_VERSIONS + 1)
  };

  /** Counts how often all that is older was ended on the new server. */
  private final Cell floor = cell("floor on the new", MOST_FLOOR);

  private final Cell claim = cell("claim on the new", 1);
  private final Cell following = cell("replica follows", 1);
  private final Cell promoted = cell("replica has taken over", 1);

  /** The server that the node takes for the one there is. */
  private final Cell known = cell("known server", 1);

  SplitWorld(Rules rules) {
    super(rules);
    start(entries[OLD], 1);
    start(entries[NEW], 1);
    start(following, 1);
    actor("the replica")
        .step("stops following", s -> s.clear(following))
        .step("takes over", s -> s.set(promoted, 1));
    loadsElsewhere();
    evicts();
    looks();
    connects();
  }

  private void loadsElsewhere() {
    Actor b = actor("B loads:");
    Cell stamp = b.local("stamp", MOST_FLOOR);
    Cell version = b.local("version", MOST_VERSIONS);
    b.step(
        "asks the new server for the clock, and claims",
        s -> s.is(promoted),
        s -> {
          s.copy(stamp, floor);
          s.set(claim, 1);
        });
    b.step("reads the source", s -> s.copy(version, source));
    b.step(
        "fills",
        s -> {
          if (s.is(claim) && s.get(stamp) == s.get(floor)) {
            s.set(entries[NEW], s.get(version) + 1);
          }
        });
  }

  private void evicts() {
    Actor a = actor("A evicts:");
    Cell version = a.local("version", MOST_VERSIONS);
    Cell used = a.local("connection", 1);
    a.step("changes the source", s -> s.set(version, s.add(source, 1)));
    onEither(a, "removes the key", used, s -> remove(s, s.get(used)));
    a.step(
        "is answered",
        s -> {
          if (isOfFormer(s, used)) {
            a.go(s, "removes the key, on the old");
          } else {
            s.copy(own, version);
          }
        });
  }

  private void looks() {
    Actor a = actor("A looks up:");
    Cell must = a.local("must", MOST_VERSIONS);
    Cell used = a.local("connection", 1);
    Cell found = a.local("found", MOST_VERSIONS + 1);
    Consumer<State> read =
        s -> {
          s.copy(must, own);
          s.copy(found, entries[s.get(used)]);
        };
    onEither(a, "reads the entry", used, read);
    if (holds(IDENTITY_OF_CONNECTION)) {
      a.step("takes the answer", s -> answered(s, a, used, found, must));
      return;
    }
    a.step(
        "asks which server it is, over that connection",
        s -> {
          if (s.get(used) == s.get(known)) {
            answered(s, a, used, found, must);
          } else {
            notice(s);
            a.restart(s);
          }
        });
    a.or(
        "asks which server it is, over a connection to the known one",
        s -> s.is(promoted),
        s -> answered(s, a, used, found, must));
  }

  /** A connection to the new server is asked which it leads to before it is used. */
  private void connects() {
    actor("A connects:")
        .step(
            "asks which server it is",
            s -> s.is(promoted) && holds(IDENTITY_OF_CONNECTION),
            this::notice);
  }

  private void notice(State s) {
    reach("another server");
    s.set(known, NEW);
    s.add(floor, 1);
    s.clear(entries[NEW]);
  }

  private void answered(State s, Actor a, Cell used, Cell found, Cell must) {
    if (isOfFormer(s, used)) {
      a.restart(s);
    } else if (s.is(found) && s.get(found) - 1 < s.get(must)) {
      s.violate("A is given version " + (s.get(found) - 1) + ", which it has ended itself");
    } else if (s.is(found)) {
      reach("a hit");
    }
  }

  /** Returns whether an answer came from the server that is known not to be the one any more. */
  private boolean isOfFormer(State s, Cell used) {
    return s.get(used) == OLD && s.get(known) == NEW && holds(FORMER_CLOSED);
  }

  private void onEither(Actor a, String what, Cell used, Consumer<State> then) {
    a.step(
        what + ", on the old",
        s -> s.get(known) == OLD || !holds(FORMER_CLOSED),
        s -> {
          s.set(used, OLD);
          then.accept(s);
        });
    a.or(
        what + ", on the new",
        s -> s.is(promoted) && (s.get(known) == NEW || !holds(IDENTITY_OF_CONNECTION)),
        s -> {
          s.set(used, NEW);
          then.accept(s);
        });
  }

  private void remove(State s, int server) {
    s.clear(entries[server]);
    if (server == OLD && s.is(following)) {
      s.clear(entries[NEW]);
    } else if (server == NEW) {
      s.clear(claim);
    }
  }
}
