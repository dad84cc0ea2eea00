package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.Limits;
import io.larder.cache.Terms;
import io.larder.redis.Envelope.Claimed;
import io.larder.redis.Envelope.Future;
import io.larder.redis.Envelope.Reading;
import io.larder.redis.Envelope.Stored;
import io.larder.redis.Envelope.Unreadable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@linkplain Envelope envelopes} and believes nothing: every length, lifetime and text is
 * checked before it is used, and whatever does not fit is {@link Unreadable}, never an exception.
 */
final class EnvelopeReader {

  private static final Reading UNREADABLE = new Unreadable();
  private static final Reading FUTURE = new Future();
  private static final long LONGEST = Terms.MAX_LIFETIME.toNanos();

  private EnvelopeReader() {}

  /** Reads the bytes that lie under that key, whole. */
  static Reading read(byte[] bytes, byte[] key) {
    if (!Envelope.beginsLikeOurs(bytes)) {
      return UNREADABLE;
    }
    if ((bytes[4] & 0xFF) > Envelope.REVISION) {
      return FUTURE;
    }
    int head = head(bytes);
    if (bytes[4] != Envelope.REVISION || head < 0) {
      return UNREADABLE;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int payload = head + Envelope.CHECKSUM;
    int keyAt = head - in.getInt(Envelope.KEY_LENGTH_AT);
    boolean whole =
        in.getInt(Envelope.PAYLOAD_LENGTH_AT) == bytes.length - payload
            && Arrays.equals(bytes, keyAt, head, key, 0, key.length)
            && in.getInt(head) == Envelope.checksum(bytes, head);
    return whole ? body(bytes, payload) : UNREADABLE;
  }

  /**
   * Returns where the checksum stands, or -1 if the header, or its lengths, cannot be right. Enough
   * of the bytes to reach that far suffices.
   */
  static int head(byte[] bytes) {
    if (bytes.length < Envelope.HEADER + Envelope.CHECKSUM) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int tags = in.getInt(Envelope.TAG_LENGTH_AT);
    int key = in.getInt(Envelope.KEY_LENGTH_AT);
    if (tags < 0 || tags > Envelope.MAX_HEAD || key < 0 || key > Limits.MAX_KEY_BYTES) {
      return -1;
    }
    int head = Envelope.HEADER + tags + key;
    return head + Envelope.CHECKSUM <= bytes.length && in.getInt(Envelope.PAYLOAD_LENGTH_AT) >= 0
        ? head
        : -1;
  }

  private static Reading body(byte[] bytes, int payloadAt) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long id = in.getLong(Envelope.ID_AT);
    long asOf = in.getLong(Envelope.AS_OF_AT);
    int kind = in.get(5);
    int mark = in.get(Envelope.MARK_AT);
    boolean empty = payloadAt == in.capacity();
    if (id == 0 || asOf < 0 || asOf >= Envelope.MAX_CLOCK || mark < 0) {
      return UNREADABLE;
    }
    if (kind == Envelope.CLAIM) {
      return empty && mark <= 3 ? new Claimed(id) : UNREADABLE;
    }
    if (mark > 1) {
      return UNREADABLE;
    }
    Terms terms = terms(bytes);
    if (terms == null || kind < 0 || kind > Envelope.NULL || (kind == Envelope.NULL && !empty)) {
      return UNREADABLE;
    }
    ByteBuffer payload = in.slice(payloadAt, in.capacity() - payloadAt);
    return new Stored(id, asOf, terms, mark == 1, kind == Envelope.NULL, payload);
  }

  /** Returns the terms that an envelope's head tells, or {@code null} if they cannot be right. */
  static @Nullable Terms terms(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long fresh = in.getLong(Envelope.FRESH_AT);
    long keep = in.getLong(Envelope.KEEP_AT);
    if (fresh == 0 && keep == 0) {
      return null;
    }
    for (int at = Envelope.FRESH_AT; at < Envelope.TAG_LENGTH_AT; at += 8) {
      if (in.getLong(at) < 0 || in.getLong(at) > LONGEST) {
        return null;
      }
    }
    List<String> tags = tags(bytes, in);
    if (tags == null) {
      return null;
    }
    Terms terms =
        fresh == 0 ? Terms.kept(Duration.ofNanos(keep)) : Terms.ttl(Duration.ofNanos(fresh));
    terms = with(terms, in.getLong(Envelope.WHILE_REVALIDATE_AT), Terms::staleWhileRevalidate);
    terms = with(terms, in.getLong(Envelope.IF_ERROR_AT), Terms::staleIfError);
    terms = with(terms, keep, Terms::keep);
    terms = with(terms, in.getLong(Envelope.AGE_AT), Terms::aged);
    terms = with(terms, in.getLong(Envelope.COST_AT), Terms::cost);
    return tags.isEmpty() ? terms : terms.tagged(tags);
  }

  private static Terms with(Terms terms, long nanos, BiFunction<Terms, Duration, Terms> setter) {
    return nanos == 0 ? terms : setter.apply(terms, Duration.ofNanos(nanos));
  }

  private static @Nullable List<String> tags(byte[] bytes, ByteBuffer in) {
    int count = in.get(6);
    int end = Envelope.HEADER + in.getInt(Envelope.TAG_LENGTH_AT);
    if (count < 0 || count > Limits.MAX_TAGS) {
      return null;
    }
    List<String> tags = new ArrayList<>(count);
    int at = Envelope.HEADER;
    for (int i = 0; i < count; i++) {
      int length = at + 2 <= end ? in.getShort(at) & 0xFFFF : -1;
      if (length < 1 || at + 2 + length > end) {
        return null;
      }
      tags.add(new String(bytes, at + 2, length, UTF_8));
      at += 2 + length;
    }
    return at == end ? tags : null;
  }
}
