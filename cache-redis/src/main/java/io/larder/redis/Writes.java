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

  /** A clear mark that no view has: a claim needs the clock alone. */
  private static final byte[] NO_VIEW = Invalidation.clearMark("").getBytes(US_ASCII);

  private final Nodes nodes;
  private final MetaClock clock;
  private final Entries entries;
  private final byte[] fenceMillis;

  Writes(Nodes nodes, MetaClock clock, Entries entries, Duration fenceWindow) {
    this.nodes = nodes;
    this.clock = clock;
    this.entries = entries;
    this.fenceMillis = decimal(Math.max(1, fenceWindow.toMillis()));
  }

  /**
   * Claims a key; the stamp is read in the same round trip, before the claim. In a cluster it may
   * be read just after it: what is loaded is loaded after both, and what was ended in between has
   * taken the claim away, or has moved the clock before that was read.
   */
  Claim claim(String key, byte[] name) {
    long before = clock.seen();
    long id = Ids.next();
    List<byte[]> arguments = List.of(Envelope.BEGINNING, Envelope.claim(name, id), fenceMillis);
    Question<long[]> scores = clock.question(NO_VIEW, List.of());
    Question<@Nullable Object> claimed = Script.CLAIM.on(name, arguments);
    nodes.ask(List.of(scores, claimed));
    Marks marks = clock.read(scores, List.of(), before);
    byte @Nullable [] lies = (byte[]) Script.CLAIM.result(claimed, nodes, arguments);
    if (lies == null && entries.removeUnreadable(name)) {
      lies = (byte[]) Script.CLAIM.run(nodes, name, arguments);
    }
    if (lies == null || marks == null) {
      // Something lies there that is not ours to replace, or the clock finds no room.
      return Claim.refused(key);
    }
    return new Claim(
        key, lies.length == 0 ? id : ByteBuffer.wrap(lies).getLong(), marks.clock(), true);
  }

  /** Stores what a load produced, if what was claimed still lies there. */
  boolean fill(byte[] name, long id, byte[] envelope, Terms terms) {
    return write(name, id, envelope, terms, FILL);
  }

  /**
   * Stores or removes, then moves the clock; returns whether that had to be restored.
   *
   * @param evict the same without the value
   */
  boolean put(byte[] name, long id, byte[] envelope, Terms terms, Invalidation evict) {
    write(name, id, envelope, terms, PUT);
    return clock.move(evict);
  }

  boolean abandon(byte[] name, long id) {
    List<byte[]> arguments = List.of(Envelope.BEGINNING, Ids.bytes(id));
    return Long.valueOf(1).equals(Script.ABANDON.run(nodes, name, arguments));
  }

  private boolean write(byte[] name, long id, byte[] envelope, Terms terms, byte[] mode) {
    List<byte[]> arguments =
        List.of(
            Envelope.BEGINNING,
            Ids.bytes(id),
            envelope,
            decimal(millis(terms.usableNanos())),
            mode);
    return Long.valueOf(1).equals(Script.WRITE.run(nodes, name, arguments));
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
