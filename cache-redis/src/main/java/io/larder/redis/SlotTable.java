package io.larder.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which primary of a cluster has which slots, as a server of it has told.
 *
 * <p>Who needs a table while there is none waits for it as for any connection. From then on it is
 * looked up beside the callers, when something has failed or was redirected. Thread-safe.
 */
final class SlotTable implements AutoCloseable {

  /** One redirection is followed by many, of which each has corrected its own slot already. */
  private static final long PAUSE_NANOS = 500_000_000L;

  private final RedisOptions options;
  private final Sockets sockets;
  private final List<Address> named;
  private final SlotSource source;
  private final Runnable changed;
  private final Runnable replaced;
  private final Background looks;
  private final AtomicReferenceArray<@Nullable Shard> owners =
      new AtomicReferenceArray<>(SlotRange.SLOTS);
  private final Map<Address, Shard> shards = new ConcurrentHashMap<>();
  private final AtomicInteger orders = new AtomicInteger();
  private final AtomicLong strangers = new AtomicLong();
  private final ReentrantLock looking = new ReentrantLock();
  private volatile List<Address> replicas = List.of();
  private volatile boolean known;
  private volatile boolean doubted;
  private volatile boolean closed;
  private volatile long lookedAt;

  // Guarded by the lock.
  private @Nullable JedisException failure;
  private long failedAt;

  /**
   * Creates it, empty.
   *
   * @param changed is run when slots have another owner, or an owner is back
   * @param replaced is run when another server answers at an address than before
   */
  SlotTable(
      RedisOptions options,
      Place.Cluster place,
      Sockets sockets,
      Runnable changed,
      Runnable replaced) {
    this.options = options;
    this.sockets = sockets;
    this.named = place.addresses();
    this.source = new SlotSource(options, sockets);
    this.changed = changed;
    this.replaced = replaced;
    this.looks = new Background("slots " + place.where(), Threads::daemon, this::lookQuietly);
  }

  static int slot(byte[] key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /**
   * Waits until there is a table; where there is one, this looks again if that was asked for.
   *
   * @throws JedisException if no server of the cluster tells
   */
  void require() {
    if (known && !doubted) {
      return;
    }
    long began = System.nanoTime();
    if (!known) {
      Deadline.lock(looking);
    } else if (!looking.tryLock()) {
      return;
    }
    boolean moved;
    try {
      if (known && !doubted) {
        return;
      }
      JedisException before = failure;
      if (!known && before != null && failedAt - began > 0) {
        // Who has waited for the one who asked in vain shares that.
        throw before;
      }
      boolean first = !known;
      try {
        doubted = false;
        moved = look() && !first;
      } catch (JedisException e) {
        if (first) {
          throw e;
        }
        Trouble.keepInterrupt(e);
        moved = false;
      }
    } finally {
      looking.unlock();
    }
    if (moved) {
      changed.run();
    }
  }

  /** Has the table looked up again before the next question. */
  void doubt() {
    doubted = true;
  }

  /** Has all idle connections tested before they are used again. */
  void doubtIdle() {
    shards.values().forEach(shard -> shard.node().doubtIdle());
  }

  /** Has it looked up beside the callers. */
  void lookLater() {
    looks.wake();
  }

  boolean isKnown() {
    return known;
  }

  /** Returns who has a slot; {@code null} if nobody. */
  @Nullable Shard owner(int slot) {
    return owners.get(slot);
  }

  boolean isOwner(int slot, Shard shard) {
    return owners.get(slot) == shard;
  }

  /** Returns all who have slots. */
  Collection<Shard> owners() {
    Set<Shard> all = new LinkedHashSet<>();
    for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
      Shard shard = owners.get(slot);
      if (shard != null) {
        all.add(shard);
      }
    }
    return all;
  }

  /** Notes who has a slot now, as the one has told who had it. */
  void moved(int slot, Shard to) {
    owners.set(slot, to);
    if (System.nanoTime() - lookedAt > PAUSE_NANOS) {
      lookLater();
    }
  }

  /** Returns the one at an address. */
  Shard at(Address address) {
    Shard shard = shards.computeIfAbsent(address, this::open);
    if (closed) {
      shard.close();
    }
    return shard;
  }

  private Shard open(Address address) {
    return new Shard(
        new Node(
            address,
            sockets,
            ConnectionConfig.of(options),
            options,
            new Succession(address, told -> {}, strangers, replaced),
            new Pace(Deadline.of(options.timeouts().deadline()))),
        orders.incrementAndGet(),
        Deadline.of(options.timeouts().deadline()),
        this::isThereStill,
        changed);
  }

  /** Returns how often a connection was made to a server that was not known there. */
  long strangers() {
    return strangers.get();
  }

  /** Returns whether it has left the cluster, or was never of it. */
  boolean isGone(Shard shard) {
    return shards.get(shard.address()) != shard;
  }

  private boolean isThereStill(Shard shard) {
    lookQuietly();
    return !isGone(shard);
  }

  private void lookQuietly() {
    boolean moved;
    looking.lock();
    try {
      moved = !closed && look();
    } catch (JedisException e) {
      // The table stays as it is, until the next who doubts it.
      return;
    } finally {
      looking.unlock();
    }
    if (moved) {
      changed.run();
    }
  }

  /** Looks it up; returns whether it is another one than before. */
  private boolean look() {
    try {
      boolean moved = Deadline.of(options.timeouts().deadline()).within(this::firstAnswer);
      failure = null;
      return moved;
    } catch (JedisException e) {
      failure = e;
      failedAt = System.nanoTime();
      throw e;
    } finally {
      lookedAt = System.nanoTime();
    }
  }

  private boolean firstAnswer() {
    return take(source.ranges(candidates(), this::known));
  }

  /** Returns whom to ask: those that are well first, each time in another order. */
  private List<Address> candidates() {
    List<Address> well = new ArrayList<>();
    List<Address> ill = new ArrayList<>();
    for (Shard shard : owners()) {
      (shard.isDown() ? ill : well).add(shard.address());
    }
    Collections.shuffle(well);
    List<Address> others = new ArrayList<>(named);
    others.addAll(replicas);
    Collections.shuffle(others);
    Set<Address> all = new LinkedHashSet<>(well);
    others.removeAll(ill);
    all.addAll(others);
    all.addAll(ill);
    return List.copyOf(all);
  }

  private @Nullable Node known(Address address) {
    Shard shard = shards.get(address);
    return shard == null ? null : shard.node();
  }

  private boolean take(List<SlotRange> ranges) {
    @Nullable Shard[] now = new @Nullable Shard[SlotRange.SLOTS];
    Set<Address> others = new LinkedHashSet<>();
    for (SlotRange range : ranges) {
      Shard shard = at(range.primary());
      for (int slot = range.first(); slot <= range.last(); slot++) {
        now[slot] = shard;
      }
      others.addAll(range.replicas());
    }
    boolean moved = false;
    for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
      moved |= owners.getAndSet(slot, now[slot]) != now[slot];
    }
    replicas = List.copyOf(others);
    known = true;
    Collection<Shard> owning = owners();
    for (Shard shard : List.copyOf(shards.values())) {
      // One that slots are on their way to has none yet.
      if (!owning.contains(shard) && !shard.expectsSlots()) {
        shards.remove(shard.address(), shard);
        shard.replaced();
      }
    }
    return moved;
  }

  @Override
  public void close() {
    closed = true;
    looks.close();
    sockets.close();
    shards.values().forEach(Shard::close);
    shards.values().forEach(Shard::awaitEnd);
  }
}
