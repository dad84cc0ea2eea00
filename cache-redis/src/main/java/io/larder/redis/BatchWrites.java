package io.larder.redis;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Claims and what is written under them for many keys at once, as {@link Writes} does it for one:
 * one script on one key each, all in one round trip.
 */
final class BatchWrites {

  private final Nodes nodes;
  private final MetaClock clock;
  private final Entries entries;
  private final Writes writes;

  BatchWrites(Nodes nodes, MetaClock clock, Entries entries, Writes writes) {
    this.nodes = nodes;
    this.clock = clock;
    this.entries = entries;
    this.writes = writes;
  }

  /** A key, and what has become of its claim so far. */
  static final class Claiming {

    final String key;
    final byte[] name;

    /** The same however often it is asked: a claim may lie there whose answer never came. */
    final long id;

    Claim claim;

    /** Creates it for a key to be claimed. */
    Claiming(String key, byte[] name) {
      this.key = key;
      this.name = name;
      this.id = Ids.next();
      this.claim = Claim.refused(key);
    }

    /** Creates it for a claim to be given up. */
    Claiming(Claim claim, byte[] name) {
      this.key = claim.key();
      this.name = name;
      this.id = claim.id();
      this.claim = claim;
    }
  }

  /** What is to be written under a claim, and what has become of it so far. */
  static final class Writing {

    final byte[] name;
    final Claim claim;
    final byte[] envelope;
    final Terms terms;
    final boolean leased;
    FillResult result = FillResult.UNAVAILABLE;

    /**
     * Creates it.
     *
     * @param leased whether others may wait for it, even if the claim does not lie there any more
     */
    Writing(byte[] name, Claim claim, byte[] envelope, Terms terms, boolean leased) {
      this.name = name;
      this.claim = claim;
      this.envelope = envelope;
      this.terms = terms;
      this.leased = leased;
    }
  }

  /**
   * Claims keys; the stamp is read in the same round trip, before the claims. Of a cluster the same
   * holds as for one key.
   *
   * @param odd is told of what the server refuses about one of them
   */
  void claim(List<Claiming> all, Consumer<JedisDataException> odd) {
    long before = clock.seen();
    Question<long[]> scores = clock.question(Writes.NO_VIEW, List.of());
    List<ScriptBatch.Call> calls = new ArrayList<>(all.size());
    for (Claiming each : all) {
      calls.add(new ScriptBatch.Call(each.name, writes.claiming(each.name, each.id)));
    }
    ScriptBatch batch = new ScriptBatch(Script.CLAIM, calls);
    batch.ask(nodes, scores);
    Marks marks = clock.read(scores, List.of(), before);
    for (int i = 0; i < calls.size(); i++) {
      Claiming each = all.get(i);
      Object reply = claimed(batch, i, calls.get(i), odd);
      each.claim =
          reply == null || marks == null
              ? Claim.refused(each.key)
              : Writes.claimed(each.key, each.id, reply, marks.clock());
    }
  }

  /** Null if something lies there that is not ours to replace. */
  private @Nullable Object claimed(
      ScriptBatch batch, int at, ScriptBatch.Call call, Consumer<JedisDataException> odd) {
    try {
      Object reply = batch.answer(at);
      return reply == null && entries.removeUnreadable(call.key)
          ? Script.CLAIM.run(nodes, call.key, call.arguments)
          : reply;
    } catch (JedisDataException e) {
      ofOneKey(e, odd);
      return null;
    }
  }

  /** Stores what loads produced, where what was claimed still lies there. */
  void fill(List<Writing> all, Consumer<JedisDataException> odd) {
    // What an attempt has told that came to nothing says nothing of this one.
    all.forEach(each -> each.result = FillResult.UNAVAILABLE);
    ScriptBatch batch = batch(all, false);
    try {
      batch.ask(nodes, null);
    } finally {
      // Of a cluster some servers may have done it while another could not be reached.
      for (int i = 0; i < all.size(); i++) {
        if (batch.told(i, 1)) {
          all.get(i).result = FillResult.STORED;
        } else if (batch.told(i, 0)) {
          all.get(i).result = FillResult.REFUSED;
        }
      }
    }
    for (int i = 0; i < all.size(); i++) {
      try {
        Object unused = batch.answer(i);
      } catch (JedisDataException e) {
        ofOneKey(e, odd);
      }
    }
  }

  /**
   * Stores or removes, then moves the clock; returns whether that had to be restored.
   *
   * @param evict the same without the values
   */
  boolean put(List<Writing> all, Invalidation evict) {
    ScriptBatch batch = batch(all, true);
    batch.ask(nodes, null);
    for (int i = 0; i < all.size(); i++) {
      Object unused = batch.answer(i); // what was refused may lie there still
    }
    return clock.move(evict);
  }

  private ScriptBatch batch(List<Writing> all, boolean put) {
    List<ScriptBatch.Call> calls = new ArrayList<>(all.size());
    for (Writing each : all) {
      List<byte[]> arguments =
          writes.writing(each.claim.id(), each.envelope, each.terms, put, each.leased);
      calls.add(new ScriptBatch.Call(each.name, arguments));
    }
    return new ScriptBatch(Script.WRITE, calls);
  }

  /** Gives claims up. */
  void abandon(List<Claiming> all, Consumer<JedisDataException> odd) {
    List<ScriptBatch.Call> calls = new ArrayList<>(all.size());
    for (Claiming each : all) {
      calls.add(new ScriptBatch.Call(each.name, writes.abandoning(each.id)));
    }
    ScriptBatch batch = new ScriptBatch(Script.ABANDON, calls);
    batch.ask(nodes, null);
    for (int i = 0; i < calls.size(); i++) {
      try {
        Object unused = batch.answer(i);
      } catch (JedisDataException e) {
        ofOneKey(e, odd);
      }
    }
  }

  /**
   * Prolongs leases; returns of each whether its claim still lies there, of which one that is
   * refused says nothing else.
   */
  List<Boolean> prolong(List<HeldLease> all, Consumer<JedisDataException> odd) {
    List<ScriptBatch.Call> calls = new ArrayList<>(all.size());
    for (HeldLease each : all) {
      calls.add(new ScriptBatch.Call(each.name, writes.prolonging(each.id)));
    }
    ScriptBatch batch = new ScriptBatch(Script.PROLONG, calls);
    batch.ask(nodes, null);
    List<Boolean> lie = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      try {
        lie.add(Long.valueOf(1).equals(batch.answer(i)));
      } catch (JedisDataException e) {
        ofOneKey(e, odd);
        lie.add(true);
      }
    }
    return lie;
  }

  /** Throws what every key would meet. */
  private static void ofOneKey(JedisDataException e, Consumer<JedisDataException> odd) {
    if (Trouble.of(e).kind().concernsAll()) {
      throw e;
    }
    odd.accept(e);
  }
}
