package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.tiered.Change;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is published with each move of the clock: its new value, and what has ended, such as {@code
 * 1790000000000001 k6:quotes4:ACME t10:country:DE}.
 *
 * <p>A letter says what it is (a key, a tag, the freshness of a tag, a view, all), and its texts
 * follow with their lengths in bytes. What cannot be read, of a later version maybe, ends all.
 *
 * @param clock the value that the event was given
 * @param changes what it has ended
 */
record Announcement(long clock, List<Change> changes) {

  private static final List<Change> ALL = List.of(new Change.OfAll());

  /** Returns what the script puts behind the clock's value. */
  static byte[] of(List<Change> changes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 * changes.size());
    for (Change change : changes) {
      out.write(' ');
      if (change instanceof Change.OfKey key) {
        write(out, 'k', key.view(), key.key());
      } else if (change instanceof Change.OfTag tag) {
        write(out, 't', tag.tag());
      } else if (change instanceof Change.OfFreshness tag) {
        write(out, 's', tag.tag());
      } else if (change instanceof Change.OfView view) {
        write(out, 'v', view.view());
      } else {
        out.write('a');
      }
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, char letter, String... texts) {
    out.write(letter);
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeBytes((bytes.length + ":").getBytes(US_ASCII));
      out.writeBytes(bytes);
    }
  }

  /** Returns what a message says; null if it does not even begin with a value of the clock. */
  static @Nullable Announcement read(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    try {
      long clock = number(in, ' ');
      return new Announcement(clock, changes(in));
    } catch (Unreadable e) {
      return null;
    }
  }

  private static List<Change> changes(ByteBuffer in) {
    List<Change> changes = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        expect(in, ' ');
        changes.add(change(in));
      }
    } catch (Unreadable e) {
      return ALL;
    }
    return changes;
  }

  private static Change change(ByteBuffer in) throws Unreadable {
    return switch (next(in)) {
      case 'k' -> new Change.OfKey(text(in), text(in));
      case 't' -> new Change.OfTag(text(in));
      case 's' -> new Change.OfFreshness(text(in));
      case 'v' -> new Change.OfView(text(in));
      default -> new Change.OfAll();
    };
  }

  private static String text(ByteBuffer in) throws Unreadable {
    long length = number(in, ':');
    expect(in, ':');
    if (length > in.remaining()) {
      throw new Unreadable();
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable();
    }
  }

  /** Reads digits up to an end, which stays; the end of all is one too. */
  private static long number(ByteBuffer in, char end) throws Unreadable {
    long number = 0;
    int digits = 0;
    while (in.hasRemaining() && in.get(in.position()) != end) {
      int digit = in.get() - '0';
      digits++;
      if (digit < 0 || digit > 9 || digits > 18) {
        throw new Unreadable();
      }
      number = 10 * number + digit;
    }
    if (digits == 0) {
      throw new Unreadable();
    }
    return number;
  }

  private static void expect(ByteBuffer in, char wanted) throws Unreadable {
    if (next(in) != wanted) {
      throw new Unreadable();
    }
  }

  private static char next(ByteBuffer in) throws Unreadable {
    if (!in.hasRemaining()) {
      throw new Unreadable();
    }
    return (char) in.get();
  }

  /** It is none, or not one of this version. */
  private static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }
}
