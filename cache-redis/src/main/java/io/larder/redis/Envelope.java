package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.Limits;
import io.larder.cache.Terms;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How one entry is written: a header of fixed length, tags, the full key, a checksum, and the
 * payload last and as it is, so that {@code redis-cli --raw get} ends in what was stored.
 *
 * <pre>
 *  0  4  "LRDR"
 *  4  1  revision (1)
 *  5  1  kind: 0 a value, 1 null, 2 a claim
 *  6  1  number of tags
 *  7  1  mark: of a value 1 if soft-purged; of a claim 1 if several callers hold it, plus 2 if
 *        other processes wait for it
 *  8  8  id, random, never 0
 * 16  8  as-of: the clock when the computation began
 * 24  8  fresh, 32 stale while revalidate, 40 stale if error, 48 keep, 56 age, 64 cost: nanoseconds
 * 72  4  length of the tags, 76 of the key, 80 of the payload
 * 84     tags: each a length of 2 bytes and UTF-8
 *        the full key
 *     4  CRC32C of all the rest, but for mark and id
 *        payload
 * </pre>
 *
 * <p>Numbers are big-endian. Scripts read no further than byte 16 and change no more than mark and
 * id, which is why the checksum leaves these two out.
 */
final class Envelope {

  static final byte REVISION = 1;
  static final int HEADER = 84;
  static final int CHECKSUM = 4;

  /** The greatest clock value: beyond, a sorted set's score is no longer exact. */
  static final long MAX_CLOCK = 1L << 53;

  /** The most that can stand before the payload. */
  static final int MAX_HEAD =
      HEADER + Limits.MAX_TAGS * (2 + 3 * Limits.MAX_TAG_LENGTH) + Limits.MAX_KEY_BYTES + CHECKSUM;

  /** What an envelope that this version reads begins with; scripts compare it. */
  static final byte[] BEGINNING = {'L', 'R', 'D', 'R', REVISION};

  static final int VALUE = 0;
  static final int NULL = 1;
  static final int CLAIM = 2;

  static final int MARK_AT = 7;
  static final int ID_AT = 8;
  static final int AS_OF_AT = 16;
  static final int FRESH_AT = 24;
  static final int WHILE_REVALIDATE_AT = 32;
  static final int IF_ERROR_AT = 40;
  static final int KEEP_AT = 48;
  static final int AGE_AT = 56;
  static final int COST_AT = 64;
  static final int TAG_LENGTH_AT = 72;
  static final int KEY_LENGTH_AT = 76;
  static final int PAYLOAD_LENGTH_AT = 80;

  private static final Terms NO_TERMS = Terms.ttl(java.time.Duration.ofNanos(1));
  private static final byte[] NOTHING = {};

  private Envelope() {}

  static byte[] value(byte[] key, long id, long asOf, Terms terms, byte[] payload) {
    return write(VALUE, key, id, asOf, terms, payload);
  }

  static byte[] ofNull(byte[] key, long id, long asOf, Terms terms) {
    return write(NULL, key, id, asOf, terms, NOTHING);
  }

  static byte[] claim(byte[] key, long id) {
    return write(CLAIM, key, id, 0, NO_TERMS, NOTHING);
  }

  private static byte[] write(
      int kind, byte[] key, long id, long asOf, Terms terms, byte[] payload) {
    byte[][] tags = terms.tags().stream().map(tag -> tag.getBytes(UTF_8)).toArray(byte[][]::new);
    int tagBytes = 0;
    for (byte[] tag : tags) {
      tagBytes += 2 + tag.length;
    }
    int head = HEADER + tagBytes + key.length;
    ByteBuffer out = ByteBuffer.allocate(head + CHECKSUM + payload.length);
    out.put(BEGINNING).put((byte) kind).put((byte) tags.length).put((byte) 0);
    out.putLong(id).putLong(asOf);
    out.putLong(terms.freshNanos());
    out.putLong(terms.staleWhileRevalidateNanos()).putLong(terms.staleIfErrorNanos());
    out.putLong(terms.keepNanos());
    out.putLong(terms.ageNanos()).putLong(terms.cost().toNanos());
    out.putInt(tagBytes).putInt(key.length).putInt(payload.length);
    for (byte[] tag : tags) {
      out.putShort((short) tag.length).put(tag);
    }
    out.put(key);
    byte[] bytes = out.array();
    System.arraycopy(payload, 0, bytes, head + CHECKSUM, payload.length);
    out.putInt(checksum(bytes, head));
    return bytes;
  }

  static int checksum(byte[] bytes, int head) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, MARK_AT);
    crc.update(bytes, AS_OF_AT, head - AS_OF_AT);
    crc.update(bytes, head + CHECKSUM, bytes.length - head - CHECKSUM);
    return (int) crc.getValue();
  }

  /** What bytes turned out to be. */
  sealed interface Reading {}

  /** Bytes that are no envelope of ours, or one that is damaged, or lies under another key. */
  record Unreadable() implements Reading {}

  /** An envelope of a revision that a later version of this library wrote. */
  record Future() implements Reading {}

  /** A mark that a value is being computed. */
  record Claimed(long id) implements Reading {}

  /**
   * A value.
   *
   * @param payload the value's bytes; {@code null} is not among them, see {@code isNull}
   */
  record Stored(
      long id, long asOf, Terms terms, boolean softPurged, boolean isNull, ByteBuffer payload)
      implements Reading {

    List<String> tags() {
      return terms.tags();
    }
  }

  /** Returns whether the bytes of an entry's header say that it is an envelope of ours. */
  static boolean beginsLikeOurs(byte[] bytes) {
    return bytes.length >= 5 && Arrays.equals(bytes, 0, 4, BEGINNING, 0, 4);
  }
}
