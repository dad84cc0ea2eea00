package io.larder.servlet;

import io.larder.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * How much a rule lets be stored, beside the size of a body.
 *
 * @param maxHead the bytes of a response's field lines above which it is not stored
 * @param maxVariants how many variants are kept under one key; any client can ask for as many as it
 *     likes
 * @param maxNewKeys under how many new keys pages are stored within a minute
 * @param share how many bytes its pages may take in the store; null if as many as there is room for
 */
record Caps(long maxHead, int maxVariants, int maxNewKeys, @Nullable Long share) {

  static final long MAX_HEAD = 16 << 10;
  static final int MAX_VARIANTS = 64;
  static final int MAX_NEW_KEYS = 10_000;

  /** Of variants there are 8 bytes each in the mark that every request reads. */
  static final int MOST_VARIANTS = 1024;

  static final int MOST_NEW_KEYS = 4_000_000;

  static Caps of(Attributes attributes) {
    return new Caps(
        attributes.get(Vocabulary.MAX_HEAD, MAX_HEAD),
        attributes.get(Vocabulary.MAX_VARIANTS, MAX_VARIANTS),
        attributes.get(Vocabulary.MAX_NEW_KEYS, MAX_NEW_KEYS),
        attributes.get(Vocabulary.SHARE));
  }

  /** Whether a head with these fields is larger than one that is stored. */
  boolean isTooMuch(HttpFields fields) {
    return headBytes(fields) > maxHead;
  }

  /** As a message would have them: a colon, a space and the end of the line with each. */
  static long headBytes(HttpFields fields) {
    long bytes = 0;
    for (int i = 0; i < fields.size(); i++) {
      bytes += fields.name(i).length() + fields.value(i).length() + 4L;
    }
    return bytes;
  }

  /** A number that an attribute has. */
  static int number(String name, String text, int most) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          name + " '" + text + "' is no whole number: write it as in " + name + "=64");
    }
    return checked(name, Integer.parseInt(text), most);
  }

  /** Refuses a number that makes no sense. */
  static int checked(String name, int number, int most) {
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(name + " is " + number + ": it must be from 1 to " + most);
    }
    return number;
  }
}
