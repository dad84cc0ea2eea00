package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link StoredParts} as bytes and reads them: a mark, the total length, the validator,
 * where each stretch begins and how long it is, and then the bytes of all of them.
 */
final class PartsCodec {
  /** "LPR" and the revision of the format. */
  private static final int MARK = 0x4C505201;

  private static final long UNKNOWN = -1;

  private PartsCodec() {}

  static byte[] encode(
      String validator, @Nullable Long total, List<StoredParts.Stretch> stretches) {
    byte[] name = validator.getBytes(UTF_8);
    int head = 4 + 8 + 4 + name.length + 4 + 12 * stretches.size();
    long length = head + stretches.stream().mapToLong(it -> it.range().length()).sum();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length));
    out.putInt(MARK).putLong(total == null ? UNKNOWN : total);
    out.putInt(name.length).put(name).putInt(stretches.size());
    for (StoredParts.Stretch each : stretches) {
      out.putLong(each.range().first()).putInt((int) each.range().length());
    }
    for (StoredParts.Stretch each : stretches) {
      out.put(each.bytes().duplicate());
    }
    return out.array();
  }

  static Optional<StoredParts> decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    if (in.remaining() < 16 || in.getInt() != MARK) {
      return Optional.empty();
    }
    long total = in.getLong();
    int nameLength = in.getInt();
    if (total < UNKNOWN || nameLength < 0 || nameLength > in.remaining() - 4) {
      return Optional.empty();
    }
    String validator = new String(encoded, in.position(), nameLength, UTF_8);
    in.position(in.position() + nameLength);
    int count = in.getInt();
    if (count < 1 || count > StoredParts.MAX_STRETCHES || in.remaining() < 12 * count) {
      return Optional.empty();
    }
    List<StoredParts.Stretch> stretches = new ArrayList<>(count);
    long offset = in.position() + 12L * count;
    for (int i = 0; i < count; i++) {
      long first = in.getLong();
      int length = in.getInt();
      if (first < 0
          || length < 1
          || first > Long.MAX_VALUE - length - 1
          || length > encoded.length - offset) {
        return Optional.empty();
      }
      ByteRange range = new ByteRange(first, first + length - 1);
      stretches.add(new StoredParts.Stretch(range, in.slice((int) offset, length)));
      offset += length;
    }
    return offset == encoded.length
        ? StoredParts.join(validator, total == UNKNOWN ? null : total, stretches)
        : Optional.empty();
  }
}
