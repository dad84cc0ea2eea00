package io.larder.redis.model;

import static io.larder.redis.model.Rule.BEYOND;
import static io.larder.redis.model.Rule.EPOCH;
import static io.larder.redis.model.Rule.IDENTITY;
import static io.larder.redis.model.Rule.IDENTITY_OF_ALL;
import static io.larder.redis.model.Rule.RAISE;
import static io.larder.redis.model.Rule.REPLAY;
import static io.larder.redis.model.Rule.REPLAY_FIRST;
import static io.larder.redis.model.Rule.SEEN;
import static io.larder.redis.model.Rule.SEEN_BEFORE_SENT;

/**
 * A process that uses the server: what it remembers of it, and how it notices and makes up for what
 * the server may have lost. Each of its actors is a thread.
 */
final class Node {

  static final int MOST_EPOCHS = 3;

  /** The values of {@link #lost}. */
  private static final int LOST = 1;

  private static final int BEING_MADE_UP_FOR = 2;

  final LossWorld world;
  final Server server;
  final String name;
  final Kept kept;

  /** The highest value of the clock that this node has seen. */
  final Cell seen;

  /** How often this node has raised clock and floor. */
  final Cell epoch;

  /** The newest version that a write of this node's own has brought and returned. */
  final Cell own;

  /** Whether something has shown that the server may have lost invalidations. */
  private final Cell lost;

  private final Cell metaRun;
  private final Cell entryRun;

  Node(LossWorld world, String name) {
    this.world = world;
    this.server = world.server;
    this.name = name;
    kept = new Kept(world, name);
    seen = world.cell(name + ".seen", Server.MOST_CLOCK);
    epoch = world.cell(name + ".epoch", MOST_EPOCHS);
    own = world.cell(name + ".own", Server.MOST_VERSIONS);
    lost = world.cell(name + ".lost", BEING_MADE_UP_FOR);
    metaRun = world.cell(name + ".meta's run id", server.metaRun.most());
    entryRun = world.cell(name + ".entry's run id", server.entryRun.most());
    world.start(seen, 1);
  }

  /** What the node has seen of the clock in the beginning, if that is not 1; 0 if it is new. */
  Node hasSeen(int clock) {
    world.start(seen, clock);
    return this;
  }

  Node looks() {
    Reading.look(this);
    return this;
  }

  Node loads() {
    Reading.load(this);
    return this;
  }

  Node evicts() {
    Writing.write(this, Kept.KEY);
    return this;
  }

  Node invalidates() {
    Writing.write(this, Kept.TAG);
    return this;
  }

  Node puts() {
    Writing.put(this);
    return this;
  }

  /** A call that evicts another key, and so moves the clock. */
  Node evictsAnotherKey() {
    Writing.evictAnother(this);
    return this;
  }

  /** Any other call of this node, which shows it which server there is. */
  Node asksWhichServerItIs() {
    world
        .actor(name + " in passing")
        .step("asks which server it is", s -> world.isUp(s) && isAnother(s), this::identify);
    return this;
  }

  /** More time passes than what was invalidated is remembered for. */
  Node forgetsWhatIsLongAgo() {
    world
        .actor(name + "'s memory")
        .step("loses what is 10 s ago", s -> s.is(kept.recent), s -> s.set(kept.recent, 0));
    return this;
  }

  /** Returns whether the server may be asked: nothing waits, and nothing is to be made up for. */
  boolean isReady(State s) {
    return world.isUp(s) && !s.is(lost) && (kept.isEmpty(s) || !world.holds(REPLAY_FIRST));
  }

  /**
   * Judges an answer, and takes notice of what it shows.
   *
   * @param asOf of the entry in the answer, or 0
   */
  boolean trusts(State s, Asked asked, int asOf) {
    int clock = s.get(asked.clock);
    int before = s.get(world.holds(SEEN_BEFORE_SENT) ? asked.before : seen);
    boolean isSame = s.get(asked.epoch) == s.get(epoch);
    boolean wentBack = clock < before && world.holds(SEEN);
    boolean isBeyond = asOf > clock && world.holds(BEYOND);
    if (isBeyond) {
      s.raise(seen, asOf);
    }
    if (wentBack || isBeyond) {
      if (isSame) {
        notice(s);
      }
    } else {
      s.raise(seen, clock);
    }
    identify(s);
    return !wentBack && !isBeyond && !s.is(lost) && (isSame || !world.holds(EPOCH));
  }

  private void notice(State s) {
    s.set(lost, LOST);
    if (!world.hasFaults()) {
      s.violate(name + " takes the server for one that has lost something, and it has not");
    }
  }

  private boolean isAnother(State s) {
    boolean anotherMeta = s.get(metaRun) != s.get(server.metaRun);
    boolean anotherEntry = s.get(entryRun) != s.get(server.entryRun);
    return world.holds(IDENTITY) && (anotherMeta || anotherEntry && world.holds(IDENTITY_OF_ALL));
  }

  private void identify(State s) {
    if (isAnother(s)) {
      s.copy(metaRun, server.metaRun);
      s.copy(entryRun, server.entryRun);
      notice(s);
    }
  }

  /** Adds the thread that makes up for what was lost, and replays what waits. */
  void recovers() {
    Actor a = world.actor(name + " recovers");
    Cell made = a.local("makes up for", Server.MOST_VERSIONS);
    a.forever();
    a.step(
        "asks which server it is",
        s -> world.isUp(s) && (s.is(lost) || s.is(kept.waiting)),
        s -> {
          identify(s);
          if (s.is(lost)) {
            s.set(lost, BEING_MADE_UP_FOR);
          } else {
            a.go(s, "takes what waits, and removes its key");
          }
        });
    a.step(
        "raises clock and floor",
        world::isUp,
        s -> {
          if (world.holds(REPLAY)) {
            kept.replayRecent(s);
          }
          server.raise(s, s.get(seen));
          s.raise(seen, s.get(server.clock));
          if (world.holds(RAISE)) {
            s.raise(world.due, s.get(own));
          }
          s.add(epoch, 1);
          if (s.get(lost) == BEING_MADE_UP_FOR) {
            s.set(lost, 0);
          }
          if (kept.isEmpty(s)) {
            a.end(s);
          }
        });
    a.step(
        "takes what waits, and removes its key",
        world::isUp,
        s -> {
          s.copy(made, own);
          if ((kept.take(s) & Kept.KEY) != 0) {
            Writing.replayKey(this, s);
          }
        });
    a.step(
        "replays, and moves the clock",
        world::isUp,
        s -> {
          Writing.replayMarks(this, s);
          s.raise(world.due, s.get(made));
          kept.done(s);
        });
  }
}
