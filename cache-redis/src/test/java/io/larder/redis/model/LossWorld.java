package io.larder.redis.model;

import io.larder.redis.model.Server.Shard;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and a server that loses things: its clock, its latest writes, its connections.
 *
 * <p>A node is never given a version that its own write has ended, once that has returned. Nor is
 * another node, unless a failover has lost the write: then from the moment on when the node that
 * wrote has made up for it.
 */
final class LossWorld extends World {

  private static final Set<Shard> META = EnumSet.of(Shard.META);
  private static final Set<Shard> ENTRY = EnumSet.of(Shard.ENTRY);
  private static final Set<Shard> BOTH = EnumSet.allOf(Shard.class);

  final Cell source = cell("source", Server.MOST_VERSIONS);

  /** The newest version whose write is not lost. */
  final Cell due = cell("due", Server.MOST_VERSIONS);

  private final Cell down = cell("down", 1);
  final Server server = new Server(this);

  /** What is due of the calls that have begun. */
  private final List<Cell> promised = new ArrayList<>();

  private @Nullable Late late;
  private boolean hasOutages;
  private boolean hasFaults;
  private boolean isOneServer;
  private int ids;

  LossWorld(Rules rules) {
    super(rules);
    promises(due);
  }

  /** Returns a new node that has seen the clock as it is in the beginning. */
  Node node(String name) {
    Node node = new Node(this, name);
    node.recovers();
    return node;
  }

  /** Returns the write that a put may leave on its way; of one put only. */
  Late late() {
    if (late == null) {
      late = new Late(this);
    }
    return late;
  }

  /** A call that has begun is promised what was due then, but for what is lost meanwhile. */
  void promises(Cell cell) {
    promised.add(cell);
  }

  private void isLostFrom(State s, int version) {
    for (Cell cell : promised) {
      s.set(cell, Math.min(s.get(cell), version));
    }
  }

  int nextId() {
    return ++ids;
  }

  boolean isUp(State s) {
    return !s.is(down);
  }

  /** Whether a command may be executed and its answer never arrive. */
  boolean hasOutages() {
    return hasOutages;
  }

  /** Whether there is anything that a node may take notice of. */
  boolean hasFaults() {
    return hasFaults;
  }

  /** Whether all commands of a pipeline go over one connection, which breaks with its server. */
  boolean isOneServer() {
    return isOneServer;
  }

  /** The meta key vanishes, once: it is flushed, or evicted. */
  LossWorld losesItsClock() {
    hasFaults = true;
    actor("the meta key").step("vanishes", s -> s.is(server.clock), server::loseMeta);
    return this;
  }

  /** All keys vanish, once; as from a new server, or by a flush of all. */
  LossWorld losesEverything(boolean isNewServer) {
    hasFaults = true;
    isOneServer = true;
    actor("the server")
        .step(
            isNewServer ? "is replaced by an empty one" : "is flushed",
            s -> {
              server.loseMeta(s);
              server.entry.clear(s);
              if (isNewServer) {
                s.add(server.metaRun, 1);
                s.add(server.entryRun, 1);
              }
            });
    return this;
  }

  LossWorld losesTheEntry() {
    actor("the entry").step("vanishes", server.entry::isThere, server.entry::clear);
    return this;
  }

  /** A replica that lacks the last writes takes over, or a snapshot is what a restart brings. */
  LossWorld failsOver() {
    isOneServer = true;
    return failsOver("the replica", BOTH);
  }

  /** On a cluster: the same for the shard of the meta key alone. */
  LossWorld failsOverMeta() {
    return failsOver("the meta key's replica", META);
  }

  /** On a cluster: the same for the shard of the entry alone. */
  LossWorld failsOverEntry() {
    return failsOver("the entry's replica", ENTRY);
  }

  private LossWorld failsOver(String replica, Set<Shard> shards) {
    hasFaults = true;
    Actor a = actor(replica);
    Cell dueThen = a.local("due", Server.MOST_VERSIONS);
    a.step(
        "stops following",
        s -> {
          shards.forEach(shard -> server.stopFollowing(s, shard));
          s.copy(dueThen, due);
        });
    a.step(
        "takes over",
        s -> {
          shards.forEach(shard -> server.failOver(s, shard));
          isLostFrom(s, s.get(dueThen));
        });
    return this;
  }

  /** A replica takes over that has heard of nothing since the clock stood at 1. */
  LossWorld failsOverFarBehind() {
    isOneServer = true;
    return failsOverFarBehind("the replica", BOTH);
  }

  /** On a cluster: the same for the shard of the meta key alone. */
  LossWorld failsOverMetaFarBehind() {
    return failsOverFarBehind("the meta key's replica", META);
  }

  private LossWorld failsOverFarBehind(String replica, Set<Shard> shards) {
    hasFaults = true;
    actor(replica)
        .step(
            "takes over, far behind",
            s -> {
              shards.forEach(shard -> server.failOverFarBehind(s, shard));
              isLostFrom(s, 0);
            });
    return this;
  }

  /** The server is out of reach for a while, once; any answer may be lost. */
  LossWorld isOutOfReachForAWhile() {
    hasOutages = true;
    actor("the server")
        .step("is out of reach", s -> s.set(down, 1))
        .step("is back", s -> s.set(down, 0));
    return this;
  }
}
