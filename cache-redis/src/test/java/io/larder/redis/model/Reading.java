package io.larder.redis.model;

import static io.larder.redis.model.Rule.CLAIM;
import static io.larder.redis.model.Rule.ENTRY_BEFORE_CLOCK;

import java.util.function.Consumer;

/** How a node's threads look up and load. */
final class Reading {

  private Reading() {}

  /** A call that looks the key up, and returns what it finds if that is valid. */
  static void look(Node node) {
    LossWorld world = node.world;
    Server server = node.server;
    Actor a = world.actor(node.name + " looks up:");
    Asked asked = new Asked(node, a);
    Cell begun = a.local("has begun", 1);
    Cell own = a.local("must", Server.MOST_VERSIONS);
    Cell due = a.local("should", Server.MOST_VERSIONS);
    world.promises(due);
    Slot found = a.localSlot("found", server.entry);
    Consumer<State> ask =
        s -> {
          if (!s.is(begun)) {
            s.set(begun, 1);
            s.copy(own, node.own);
            s.copy(due, world.due);
          }
          asked.send(s);
        };
    Consumer<State> entry = s -> found.copy(s, server.entry);
    if (world.holds(ENTRY_BEFORE_CLOCK)) {
      a.step("asks, and reads the entry", node::isReady, ask.andThen(entry));
      a.step("reads the marks", world::isUp, asked.orAgain(a, asked::readMarks));
    } else {
      a.step("asks, and reads the marks", node::isReady, ask.andThen(asked::readMarks));
      a.step("reads the entry", world::isUp, asked.orAgain(a, entry));
    }
    a.step(
        "takes the answer, and asks which server it is",
        world::isUp,
        s -> {
          int must = Math.max(s.get(own), s.get(due));
          if (!node.trusts(s, asked, s.get(found.asOf()))) {
            found.clear(s);
            a.restart(s);
          } else if (found.holdsValue(s) && s.get(found.asOf()) >= s.get(asked.least)) {
            world.reach("a hit");
            if (found.version(s) < must) {
              s.violate(
                  String.format(
                      "%s is given version %d, and %d was due", node.name, found.version(s), must));
            }
          }
        });
  }

  /** A call that loads what is not there, or not valid, or stale, and fills it in. */
  static void load(Node node) {
    LossWorld world = node.world;
    Server server = node.server;
    int claimId = world.nextId();
    int writeId = world.nextId();
    Actor a = world.actor(node.name + " loads:");
    Asked asked = new Asked(node, a);
    Cell claim = a.local("claim", Server.MOST_IDS);
    Cell version = a.local("version", Server.MOST_VERSIONS);
    a.step(
        "asks for the clock",
        node::isReady,
        s -> {
          asked.send(s);
          asked.readMarks(s);
          s.set(asked.least, 0);
        });
    a.step(
        "claims the key",
        world::isUp,
        asked.orAgain(a, s -> s.set(claim, server.entry.claim(s, claimId))));
    a.step(
        "takes the answer, and asks which server it is",
        world::isUp,
        s -> {
          if (!node.trusts(s, asked, 0)) {
            a.restart(s);
          } else {
            s.clear(asked.before, asked.epoch);
          }
        });
    a.step("reads the source", s -> s.copy(version, world.source));
    a.step(
        "fills",
        node::isReady,
        s -> {
          boolean lies = s.get(server.entry.id()) == s.get(claim);
          if (lies || !server.entry.isThere(s) && !world.holds(CLAIM)) {
            server.entry.write(s, writeId, s.get(asked.clock), s.get(version));
            world.reach("a fill");
          }
        });
  }
}
