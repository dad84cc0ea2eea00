package io.larder.redis.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A slot on its way from one master to another, step by step, so that a test can stop between any
 * two of them: {@link #begin()}, {@link #moveKeys(int)} until it moves none, {@link #finish()}.
 *
 * <p>Steps are for one thread. A slot that is left half-way stays half-way.
 */
public final class SlotMigration {
  private static final String PATIENCE_MILLIS = "5000";

  private final PrivateCluster cluster;
  private final String slot;
  private final RedisNode from;
  private final RedisNode to;
  private final RedisServerOptions.User admin;

  SlotMigration(
      PrivateCluster cluster,
      int slot,
      RedisNode from,
      RedisNode to,
      RedisServerOptions.User admin) {
    this.cluster = cluster;
    this.slot = "" + slot;
    this.from = from;
    this.to = to;
    this.admin = admin;
  }

  /** The master that has the slot at first. */
  public RedisNode from() {
    return from;
  }

  /** The master that is to have it. */
  public RedisNode to() {
    return to;
  }

  /** Opens the slot at both ends: from now on clients are asked ({@code ASK}) for new keys. */
  public void begin() {
    to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", cluster.id(from));
    from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", cluster.id(to));
  }

  /**
   * Moves some of the keys that lie in the slot now.
   *
   * @return how many, 0 if there are none left
   */
  public int moveKeys(int atMost) {
    Object keys = from.command("CLUSTER", "GETKEYSINSLOT", slot, "" + atMost);
    List<String> moved = ((List<?>) keys).stream().map(String::valueOf).toList();
    if (!moved.isEmpty()) {
      List<String> command =
          new ArrayList<>(List.of("MIGRATE", to.host(), "" + to.port(), "", "0", PATIENCE_MILLIS));
      command.addAll(List.of("AUTH2", admin.name(), admin.password(), "KEYS"));
      command.addAll(moved);
      from.command(command.toArray(String[]::new));
    }
    return moved.size();
  }

  /**
   * Gives the slot to its new master, which must have all of its keys, and waits until all know.
   */
  public void finish() {
    String owner = cluster.id(to);
    // The new owner first: if it goes down in between, the slot still has one.
    List<RedisNode> told = new ArrayList<>(List.of(to, from));
    cluster.masters().stream().filter(it -> it.isUp() && !told.contains(it)).forEach(told::add);
    told.forEach(it -> it.command("CLUSTER", "SETSLOT", slot, "NODE", owner));
    cluster.awaitSettled();
  }

  /** Does all steps from the first to the last. */
  public void complete() {
    begin();
    while (moveKeys(100) > 0) {
      // until none is left
    }
    finish();
  }
}
