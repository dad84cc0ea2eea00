package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page as a small binary head and then its body as it is, so that the end of a stored page
 * reads as what the client gets.
 *
 * <pre>
 * u8 version (1, or 2 with notes) | u16 status | u8 has entity tag | u16 number of texts
 * in version 2: u16 number of notes
 * each text (the entity tag, then name and value of each field): u32 length, UTF-8
 * each note: the same
 * body
 * </pre>
 *
 * <p>Who knows version 1 alone finds no page in one with notes: they may forbid to serve it.
 */
final class PageCodec implements Codec<Page> {

  private static final byte PLAIN = 1;
  private static final byte NOTED = 2;
  private static final int FIXED = 6;

  private static final int MOST_TEXTS = 0xFFFF;

  /** The longest array that every JVM makes. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** What a page costs in memory beside its texts and its body: object headers and arrays. */
  private static final long OVERHEAD = 160;

  @Override
  public byte[] encode(Page page) {
    boolean tagged = page.etag() != null;
    int fields = 2 * page.fieldCount() + (tagged ? 1 : 0);
    int notes = page.notes().size();
    if (fields > MOST_TEXTS || notes > MOST_TEXTS) {
      throw new CodecException("a page with " + page.fieldCount() + " fields has too many", null);
    }
    byte[][] texts = new byte[fields + notes][];
    int next = 0;
    if (page.etag() != null) {
      texts[next++] = utf8(page.etag());
    }
    for (int i = 0; i < page.fieldCount(); i++) {
      texts[next++] = utf8(page.name(i));
      texts[next++] = utf8(page.value(i));
    }
    for (String note : page.notes()) {
      texts[next++] = utf8(note);
    }
    long size = FIXED + (notes == 0 ? 0 : 2) + (long) page.bodyLength();
    for (byte[] text : texts) {
      size += 4 + text.length;
    }
    if (size > MOST) {
      throw new CodecException("a page of " + size + " bytes is too big for an array", null);
    }
    ByteBuffer out = ByteBuffer.allocate((int) size);
    out.put(notes == 0 ? PLAIN : NOTED).putShort((short) page.status());
    out.put((byte) (tagged ? 1 : 0)).putShort((short) fields);
    if (notes > 0) {
      out.putShort((short) notes);
    }
    for (byte[] text : texts) {
      out.putInt(text.length).put(text);
    }
    return out.put(page.bodyBuffer()).array();
  }

  @Override
  public Page decode(ByteBuffer bytes) {
    try {
      byte version = bytes.get();
      if (version != PLAIN && version != NOTED) {
        throw new CodecException("a page of another version", null);
      }
      int status = bytes.getShort() & 0xFFFF;
      byte flag = bytes.get();
      boolean tagged = flag == 1;
      int texts = bytes.getShort() & 0xFFFF;
      if (status < 100 || status > 599 || flag < 0 || flag > 1) {
        throw new CodecException("a page whose head is out of range", null);
      }
      int noted = version == NOTED ? bytes.getShort() & 0xFFFF : 0;
      if (texts % 2 != flag || 4 * (texts + noted) > bytes.remaining()) {
        throw new CodecException("a page whose fields are not whole", null);
      }
      String etag = tagged ? value(bytes) : null;
      String[] names = new String[texts / 2];
      String[] values = new String[texts / 2];
      for (int i = 0; i < names.length; i++) {
        names[i] = name(bytes);
        values[i] = value(bytes);
      }
      return body(bytes, status, names, values, etag, notes(bytes, noted));
    } catch (BufferUnderflowException e) {
      throw new CodecException("a page that ends too early", e);
    }
  }

  /** Stores hand over buffers of their own, so the body stays where it is if it can. */
  private static Page body(
      ByteBuffer bytes,
      int status,
      String[] names,
      String[] values,
      @Nullable String etag,
      List<String> notes) {
    if (bytes.hasArray() && bytes.arrayOffset() + bytes.limit() == bytes.array().length) {
      int from = bytes.arrayOffset() + bytes.position();
      return new Page(status, names, values, etag, notes, bytes.array(), from);
    }
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    return new Page(status, names, values, etag, notes, body, 0);
  }

  private static List<String> notes(ByteBuffer bytes, int count) {
    if (count == 0) {
      return List.of();
    }
    String[] notes = new String[count];
    for (int i = 0; i < count; i++) {
      notes[i] = text(bytes);
    }
    return List.of(notes);
  }

  @Override
  public OptionalLong sizeOf(Page page) {
    long size = OVERHEAD + page.bodyLength();
    for (int i = 0; i < page.fieldCount(); i++) {
      size += 96L + page.name(i).length() + page.value(i).length();
    }
    for (String note : page.notes()) {
      size += 64L + note.length();
    }
    return OptionalLong.of(size);
  }

  @Override
  public boolean sized() {
    return true;
  }

  /** Any two write and read the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PageCodec;
  }

  @Override
  public int hashCode() {
    return PageCodec.class.hashCode();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A name as RFC 9110 5.1 has it. Whoever can write to the store must not write fields by it. */
  private static String name(ByteBuffer bytes) {
    String name = text(bytes);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == ':') {
        throw new CodecException("a page with a field whose name is none", null);
      }
    }
    if (name.isEmpty()) {
      throw new CodecException("a page with a field without a name", null);
    }
    return name;
  }

  /** A value as RFC 9110 5.5 has it: a line break would begin another field, or another answer. */
  private static String value(ByteBuffer bytes) {
    String value = text(bytes);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
        throw new CodecException("a page with a field whose value is none", null);
      }
    }
    return value;
  }

  private static String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new CodecException("a page whose field is longer than the page", null);
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
