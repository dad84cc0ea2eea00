package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.cache.Claim;
import io.larder.cache.Terms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Claims and what is written under them: one script on one key each. */
final class Writes {

  private static final byte[] PUT = "put".getBytes(US_ASCII);
  private static final byte[] FILL = "fill".getBytes(US_ASCII);

  private static final byte[] LEASED = "lease".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};

  /** A clear mark that no view has: a claim needs the clock alone. */
  static final byte[] NO_VIEW = Invalidation.clearMark("").getBytes(US_ASCII);

  private final Nodes nodes;
  private final MetaClock clock;
  private final Entries entries;
  private final byte[] wakes;
  private final byte[] fenceMillis;

  Writes(Nodes nodes, MetaClock clock, Entries entries, Layout layout, Duration fenceWindow) {
    this.nodes = nodes;
    this.clock = clock;
    this.entries = entries;
    this.wakes = layout.wakes();
    this.fenceMillis = decimal(Math.max(1, fenceWindow.toMillis()));
  }

  /**
   * Claims a key; the stamp is read in the same round trip, before the claim. In a cluster it may
   * be read just after it: what is loaded is loaded after both, and what was ended in between has
   * taken the claim away, or has moved the clock before that was read.
   *
   * @param id the same if it is done again: a claim may lie there whose answer never came
   */
  Claim claim(String key, byte[] name, long id) {
    Told told = claim(name, Script.CLAIM, claiming(name, id));
    return told == null ? Claim.refused(key) : claimed(key, id, told.reply(), told.at());
  }

  /** Returns what {@link Script#CLAIM} is given. */
  List<byte[]> claiming(byte[] name, long id) {
    return List.of(Envelope.BEGINNING, Envelope.claim(name, id), fenceMillis);
  }

  /** Returns the claim of which {@link Script#CLAIM} has told. */
  static Claim claimed(String key, long id, Object reply, long at) {
    byte[] lies = (byte[]) reply;
    return new Claim(key, lies.length == 0 ? id : ByteBuffer.wrap(lies).getLong(), at, true);
  }

  /** What asking for a lease has come to. */
  sealed interface Leasing {

    /**
     * The lease is the caller's; if the claim is not granted, because nothing can be claimed.
     *
     * @param claim the claim
     */
    record Own(Claim claim) implements Leasing {}

    /**
     * A value lies there.
     *
     * @param claim the claim to replace it
     */
    record Value(Claim claim) implements Leasing {}

    /**
     * It is another process's.
     *
     * @param millis how many milliseconds it lasts from now on
     */
    record Another(long millis) implements Leasing {}
  }

  /**
   * Claims a key as {@link #claim} does, unless another process has the lease.
   *
   * @param id as with {@link #claim}: nobody waits for a lease of its own
   * @param millis how long a lease lasts
   * @param ended the id of a value that lies there and was ended, whose place a claim may take; 0:
   *     of none
   */
  Leasing lease(String key, byte[] name, long id, long millis, long ended) {
    byte[] mark = Envelope.claim(name, id);
    byte[] dead = ended == 0 ? NOTHING : Ids.bytes(ended);
    Told told =
        claim(
            name,
            Script.LEASE,
            List.of(Envelope.BEGINNING, mark, fenceMillis, decimal(millis), dead));
    if (told == null) {
      return new Leasing.Own(Claim.refused(key));
    }
    if (told.reply() instanceof Long left) {
      return new Leasing.Another(left);
    }
    byte[] lies = (byte[]) told.reply();
    if (lies.length == 0) {
      return new Leasing.Own(new Claim(key, id, told.at(), true));
    }
    Claim claim = new Claim(key, ByteBuffer.wrap(lies, 1, 8).getLong(), told.at(), true);
    return lies[0] == Envelope.CLAIM ? new Leasing.Own(claim) : new Leasing.Value(claim);
  }

  private record Told(Object reply, long at) {}

  /** Null if something lies there that is not ours to replace, or the clock finds no room. */
  private @Nullable Told claim(byte[] name, Script script, List<byte[]> arguments) {
    long before = clock.seen();
    Question<long[]> scores = clock.question(NO_VIEW, List.of());
    Question<@Nullable Object> claimed = script.on(name, arguments);
    nodes.ask(List.of(scores, claimed));
    Marks marks = clock.read(scores, List.of(), before);
    Object reply = script.result(claimed, nodes, arguments);
    if (reply == null && entries.removeUnreadable(name)) {
      reply = script.run(nodes, name, arguments);
    }
    return reply == null || marks == null ? null : new Told(reply, marks.clock());
  }

  /** Returns what {@link Script#PROLONG} is given. */
  List<byte[]> prolonging(long id) {
    return List.of(Envelope.BEGINNING, Ids.bytes(id), fenceMillis);
  }

  /**
   * Stores what a load produced, if what was claimed still lies there.
   *
   * @param leased whether others may wait for it, even if it does not lie there any more
   */
  boolean fill(byte[] name, long id, byte[] envelope, Terms terms, boolean leased) {
    return write(name, writing(id, envelope, terms, false, leased));
  }

  /**
   * Stores or removes, then moves the clock; returns whether that had to be restored.
   *
   * @param evict the same without the value
   */
  boolean put(
      byte[] name, long id, byte[] envelope, Terms terms, Invalidation evict, boolean leased) {
    write(name, writing(id, envelope, terms, true, leased));
    return clock.move(evict);
  }

  boolean abandon(byte[] name, long id) {
    return Long.valueOf(1).equals(Script.ABANDON.run(nodes, name, abandoning(id)));
  }

  /** Returns what {@link Script#ABANDON} is given. */
  List<byte[]> abandoning(long id) {
    return List.of(Envelope.BEGINNING, Ids.bytes(id), wakes);
  }

  private boolean write(byte[] name, List<byte[]> arguments) {
    return Long.valueOf(1).equals(Script.WRITE.run(nodes, name, arguments));
  }

  /**
   * Returns what {@link Script#WRITE} is given.
   *
   * @param put whether the key is to be left empty where what was claimed does not lie there
   */
  List<byte[]> writing(long id, byte[] envelope, Terms terms, boolean put, boolean leased) {
    return List.of(
        Envelope.BEGINNING,
        Ids.bytes(id),
        envelope,
        decimal(millis(terms.usableNanos())),
        put ? PUT : FILL,
        wakes,
        leased ? LEASED : NOTHING);
  }

  /** Returns a lifetime in whole milliseconds, rounded up: none is shorter than was asked for. */
  static long millis(long nanos) {
    return (nanos + 999_999) / 1_000_000;
  }

  static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(US_ASCII);
  }
}
