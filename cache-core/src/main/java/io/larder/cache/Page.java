package io.larder.cache;

import io.larder.cache.codec.CodecException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stored HTTP response: status, header fields in their order, entity tag and body.
 *
 * <p>A page may have notes: what the cache has written down for itself, which no client sees.
 *
 * <p>Under a rule with {@code compress} the cache keeps a page as it sends it to most clients: the
 * body encoded, and a head that says so. {@link #coding} tells; {@link #decoded} is the page as the
 * handler wrote it.
 *
 * <p>Immutable and thread-safe. What serving it needs is worked out once, when it is stored, so
 * that a hit parses nothing. The arrays that it is made of are never written to by it and must not
 * be by others; {@link #bodyBuffer} is for those who want that guarantee.
 */
public final class Page {

  /** What a page may have beside a body of the size that is allowed: the field lines above all. */
  static final long MOST_HEAD_BYTES = 64 << 10;

  private final int status;
  private final String[] names;
  private final String[] values;
  private final @Nullable String etag;
  private final List<String> notes;
  private final @Nullable Coding coding;

  /** The body stands in a part of it: what a page was read from is not copied. */
  private final byte[] bytes;

  private final int from;

  /** Whether a field line has the name of an earlier one; null if none has. */
  private final boolean @Nullable [] repeats;

  /**
   * Creates a page; it takes the arrays over.
   *
   * @param status the status code, 200 to 599
   * @param names the field names, in order
   * @param values the field values, one for each name
   * @param etag the entity tag as it stands in the ETag field, quotes included, if there is one
   * @param body the body, without transfer coding
   */
  public Page(int status, String[] names, String[] values, @Nullable String etag, byte[] body) {
    this(status, names, values, etag, List.of(), body, 0);
  }

  /** Creates a page with notes, whose body is the rest of these bytes. */
  Page(
      int status,
      String[] names,
      String[] values,
      @Nullable String etag,
      List<String> notes,
      byte[] bytes,
      int from) {
    if (names.length != values.length) {
      throw new IllegalArgumentException(
          names.length + " field names and " + values.length + " values: one value for each name");
    }
    this.status = status;
    this.names = names;
    this.values = values;
    this.etag = etag;
    this.notes = notes;
    this.coding = Coding.of(notes);
    this.bytes = bytes;
    this.from = from;
    this.repeats = repeats(names);
  }

  /**
   * Returns this page with other notes; it shares everything else. What says how the body is
   * encoded stays, unless it is said anew.
   */
  public Page noted(List<String> notes) {
    List<String> all =
        coding == null || Coding.of(notes) != null
            ? List.copyOf(notes)
            : Stream.concat(notes.stream(), Stream.of(coding.note())).toList();
    return new Page(status, names, values, etag, all, bytes, from);
  }

  /** Returns what the cache has written down about this page, unmodifiable; for no client. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Returns the content coding in which the cache itself has written the body, such as {@code
   * gzip}; null if the body is as the handler wrote it, be that encoded or not.
   */
  public @Nullable String coding() {
    return coding == null ? null : coding.token();
  }

  /**
   * Returns the length in bytes of the body as the handler wrote it; less than 0 if that cannot be
   * told.
   */
  public int decodedLength() {
    return coding == null ? bodyLength() : coding.length();
  }

  /**
   * Returns this page with its body as the handler wrote it, and the head that belongs to it;
   * itself if it is that. {@code Vary} goes on naming {@code Accept-Encoding}.
   *
   * @throws CodecException if the body is not what it says, or is written in a content coding whose
   *     library is not there
   */
  public Page decoded() {
    return coding == null ? this : CodedPages.decode(this, coding, true);
  }

  /**
   * Returns the same without a body, for those who need the head alone.
   *
   * @throws CodecException if the head contradicts itself
   */
  public Page decodedHead() {
    return coding == null ? this : CodedPages.decode(this, coding, false);
  }

  /**
   * Returns this page with its body in a content coding, for those who fill the cache; itself if
   * that would not be smaller by a tenth. To be asked of pages whose body is not encoded.
   *
   * @param coding {@code gzip}; {@code br} or {@code zstd} where their library is there
   * @throws IllegalArgumentException if the coding cannot be used here
   */
  public Page encoded(String coding) {
    return CodedPages.encode(this, coding);
  }

  /**
   * Returns this page with its body as another page has it that is the same in a content coding;
   * itself if that one is not encoded.
   */
  public Page encodedLike(Page encoded) {
    return CodedPages.encodeLike(this, encoded);
  }

  /**
   * Returns a list of entity tags in which those of encoded pages are those that their handlers
   * gave them.
   */
  public static String plainTags(String list) {
    return CodedPages.plainTags(list);
  }

  @Nullable Coding codingNote() {
    return coding;
  }

  /** Returns the status code. */
  public int status() {
    return status;
  }

  /** Returns the number of field lines. */
  public int fieldCount() {
    return names.length;
  }

  /** Returns the name of a field line, from 0. */
  public String name(int index) {
    return names[index];
  }

  /** Returns the value of a field line, from 0. */
  public String value(int index) {
    return values[index];
  }

  /** Returns whether the field line, from 0, has the name of an earlier one, ignoring case. */
  public boolean repeats(int index) {
    return repeats != null && repeats[index];
  }

  /** Returns the value of the first field line of that name, ignoring case. */
  public @Nullable String first(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(name)) {
        return values[i];
      }
    }
    return null;
  }

  /** Returns the names of the field lines, in order. */
  public List<String> names() {
    return List.of(names);
  }

  /** Returns the values of the field lines, in order. */
  public List<String> values() {
    return List.of(values);
  }

  /** Returns the entity tag, quotes included. */
  public @Nullable String etag() {
    return etag;
  }

  /** Returns the length of the body as it is stored, in bytes. */
  public int bodyLength() {
    return bytes.length - from;
  }

  /**
   * Writes the body out, without a copy of it.
   *
   * @throws IOException if the stream does
   */
  public void writeBody(OutputStream out) throws IOException {
    out.write(bytes, from, bodyLength());
  }

  /**
   * Writes a part of the body out, without a copy of it.
   *
   * @param offset where the part begins, in bytes from 0
   * @param length its length in bytes
   * @throws IndexOutOfBoundsException if it does not lie within the body; nothing is written then
   * @throws IOException if the stream does
   */
  public void writeBody(OutputStream out, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bodyLength());
    out.write(bytes, from + offset, length);
  }

  /**
   * Returns the body as it is stored, not to be changed; see {@link #decoded}. Of a page that was
   * read from another process it is a copy: to write it out, use {@link #writeBody}.
   */
  public byte[] body() {
    return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** Returns the body as a read-only buffer. */
  public ByteBuffer bodyBuffer() {
    return ByteBuffer.wrap(bytes, from, bodyLength()).slice().asReadOnlyBuffer();
  }

  private static boolean @Nullable [] repeats(String[] names) {
    boolean[] repeats = null;
    for (int i = 1; i < names.length; i++) {
      for (int earlier = 0; earlier < i; earlier++) {
        if (names[earlier].equalsIgnoreCase(names[i])) {
          repeats = repeats == null ? new boolean[names.length] : repeats;
          repeats[i] = true;
          break;
        }
      }
    }
    return repeats;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Page that
        && status == that.status
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values)
        && Objects.equals(etag, that.etag)
        && notes.equals(that.notes)
        && bodyBuffer().equals(that.bodyBuffer());
  }

  @Override
  public int hashCode() {
    return 31 * status + bodyBuffer().hashCode();
  }

  @Override
  public String toString() {
    return "Page[" + status + ", " + names.length + " fields, " + bodyLength() + " bytes]";
  }
}
