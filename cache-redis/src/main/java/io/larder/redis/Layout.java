package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.Limits;
import java.util.HexFormat;

/**
 * The names of one namespace on Redis: {@code ns:<view prefix><key>} for entries, {@code {ns}:meta}
 * for the clock and its marks.
 *
 * <p>A request must not choose its slot, so what would be a hash tag is percent-encoded. The
 * encoding is unambiguous: a view's key has its {@code %} encoded too. A page's key is a URI, in
 * which {@code %} is an escape already, and stays as it is.
 */
final class Layout {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String namespace;
  private final byte[] meta;
  private final byte[] bus;
  private final byte[] wakes;

  Layout(String namespace) {
    this.namespace = namespace;
    this.meta = ("{" + namespace + "}:meta").getBytes(UTF_8);
    this.bus = ("{" + namespace + "}:bus").getBytes(UTF_8);
    this.wakes = ("{" + namespace + "}:wakes").getBytes(UTF_8);
  }

  String namespace() {
    return namespace;
  }

  /** Returns the name of the sorted set that holds the clock; not to be changed. */
  byte[] meta() {
    return meta;
  }

  /** Returns the name of the channel on which events are announced; not to be changed. */
  byte[] bus() {
    return bus;
  }

  /** Returns the name of the channel on which the ends of loads are told; not to be changed. */
  byte[] wakes() {
    return wakes;
  }

  /** Returns what every entry's key begins with. */
  String entryPrefix() {
    return namespace + ":";
  }

  /**
   * Returns the name under which a key of a view lies.
   *
   * @throws io.larder.cache.LimitException if it is too long, or the key is empty
   */
  byte[] entry(String viewPrefix, String key) {
    byte[] name =
        (namespace + ":" + viewPrefix + encode(key, viewPrefix.isEmpty())).getBytes(UTF_8);
    Limits.checkKey(name.length, key);
    return name;
  }

  private static String encode(String key, boolean page) {
    int clean = 0;
    while (clean < key.length() && isClean(key, clean, page)) {
      clean++;
    }
    if (clean == key.length()) {
      return key;
    }
    StringBuilder out = new StringBuilder(key.length() + 16).append(key, 0, clean);
    for (int i = clean; i < key.length(); i++) {
      char c = key.charAt(i);
      if (isClean(key, i, page)) {
        out.append(c);
      } else if (c < 0x80) {
        escape(out, c);
      } else if (c < 0x800) {
        escape(out, 0xC0 | (c >> 6));
        escape(out, 0x80 | (c & 0x3F));
      } else {
        escape(out, 0xE0 | (c >> 12));
        escape(out, 0x80 | ((c >> 6) & 0x3F));
        escape(out, 0x80 | (c & 0x3F));
      }
    }
    return out.toString();
  }

  private static boolean isClean(String key, int at, boolean page) {
    char c = key.charAt(at);
    if (c > ' ' && c < 0x7F) {
      return c != '{' && c != '}' && (page || c != '%');
    }
    if (c < 0xA0) {
      return false;
    }
    // Half a surrogate pair has no UTF-8: it would become '?' and share a key with it.
    return !Character.isSurrogate(c)
        || (Character.isHighSurrogate(c)
            ? at + 1 < key.length() && Character.isLowSurrogate(key.charAt(at + 1))
            : at > 0 && Character.isHighSurrogate(key.charAt(at - 1)));
  }

  private static void escape(StringBuilder out, int octet) {
    HEX.toHexDigits(out.append('%'), (byte) octet);
  }
}
