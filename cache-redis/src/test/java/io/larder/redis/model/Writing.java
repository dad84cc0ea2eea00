package io.larder.redis.model;

import static io.larder.redis.model.Rule.PUT_CAS;
import static io.larder.redis.model.Rule.PUT_REPLAYED_AS_EVICT;

/** How a node's threads evict, invalidate and put, and how that is replayed. */
final class Writing {

  private Writing() {}

  /** A call that changes the source, and evicts the key or invalidates the tag. */
  static void write(Node node, int what) {
    LossWorld world = node.world;
    Server server = node.server;
    boolean isKey = what == Kept.KEY;
    Actor a = world.actor(node.name + (isKey ? " evicts:" : " invalidates:"));
    Cell version = a.local("version", Server.MOST_VERSIONS);
    Sent sent = new Sent(node, a, what, version);
    a.step("changes the source", s -> s.set(version, s.add(world.source, 1)));
    if (isKey) {
      a.step(
          "removes the key",
          node::isReady,
          s -> {
            sent.send(s);
            server.entry.clear(s);
          });
      sent.orKeeps();
      a.step("moves the clock", world::isUp, s -> sent.moveOrAgain(s, "removes the key"));
      sent.orFails();
    } else {
      a.step(
          "moves the clock and sets the tag",
          node::isReady,
          s -> {
            sent.send(s);
            sent.move(s);
            mark(s, server, Kept.TAG);
          });
      sent.orKeeps();
    }
    a.step("is answered", sent::answered);
    sent.orHearsNothing();
  }

  /** A call that puts a value, computed after a claim was taken. */
  static void put(Node node) {
    LossWorld world = node.world;
    Server server = node.server;
    int claimId = world.nextId();
    int writeId = world.nextId();
    Actor a = world.actor(node.name + " puts:");
    Cell version = a.local("version", Server.MOST_VERSIONS);
    Cell stamp = a.local("stamp", Server.MOST_CLOCK);
    Cell claim = a.local("claim", Server.MOST_IDS);
    Sent sent = new Sent(node, a, Kept.KEY, version);
    Late late = world.late();
    a.step(
        "reads the clock and claims the key",
        node::isReady,
        s -> {
          s.copy(stamp, server.clock);
          s.set(claim, server.entry.claim(s, claimId));
        });
    a.step("changes the source", s -> s.set(version, s.add(world.source, 1)));
    a.step(
        "writes, or leaves the key empty",
        node::isReady,
        s -> {
          sent.send(s);
          put(world, s, s.get(claim), writeId, s.get(stamp), s.get(version));
        });
    sent.orKeeps();
    a.or(
        "writes, which is late, and hears nothing",
        s -> world.hasOutages() && node.isReady(s),
        s -> {
          late.hold(s, s.get(claim), writeId, s.get(stamp), s.get(version));
          sent.keep(s);
          a.end(s);
        });
    a.step("moves the clock", world::isUp, sent::move);
    sent.orFails();
    a.step("is answered", sent::answered);
    sent.orHearsNothing();
  }

  /** The script of a put. */
  static void put(LossWorld world, State s, int claim, int writeId, int stamp, int version) {
    Slot entry = world.server.entry;
    if (s.get(entry.id()) == claim || !world.holds(PUT_CAS)) {
      entry.write(s, writeId, stamp, version);
      world.reach("a put that is written");
    } else {
      entry.clear(s);
    }
  }

  /** A call that evicts another key. */
  static void evictAnother(Node node) {
    Actor a = node.world.actor(node.name + " evicts another key:");
    Sent sent = new Sent(node, a, Kept.OTHER, a.local("version", 0));
    a.step(
        "moves the clock",
        node::isReady,
        s -> {
          sent.send(s);
          sent.move(s);
          sent.answered(s);
        });
    sent.orKeeps();
  }

  private static void mark(State s, Server server, int what) {
    if ((what & Kept.TAG) != 0) {
      s.copy(server.tag, server.clock);
      s.copy(server.last, server.clock);
    }
    if ((what & Kept.ALL) != 0) {
      s.copy(server.floor, server.clock);
      s.copy(server.last, server.clock);
    }
  }

  static void replayKey(Node node, State s) {
    if (node.world.holds(PUT_REPLAYED_AS_EVICT)) {
      node.server.entry.clear(s);
    } else {
      node.world.late().writeAnyway(s);
    }
  }

  static void replayMarks(Node node, State s) {
    node.server.restore(s, s.get(node.seen));
    s.raise(node.seen, node.server.move(s));
    mark(s, node.server, s.get(node.kept.doing));
  }
}
