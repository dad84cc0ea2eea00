package io.larder.cache;

import java.util.Collection;

/**
 * What a store accepts at most, so that no request can make it hold unbounded memory.
 *
 * <p>The methods refuse with a sentence that names the limit and the setting.
 *
 * @param maxValueBytes the size of one encoded value in bytes, of a page that of its body; 1 MiB
 *     unless set
 */
public record Limits(long maxValueBytes) {

  /** The length of a key in bytes, namespace and view included: 1,024. */
  public static final int MAX_KEY_BYTES = 1024;

  /** The number of tags of one entry: 32. */
  public static final int MAX_TAGS = 32;

  /** The length of one tag in characters: 256. */
  public static final int MAX_TAG_LENGTH = 256;

  /** The most that can be set for the size of one encoded value: 512 MiB. */
  public static final long MOST_VALUE_BYTES = 1L << 29;

  /** The limits where nothing is set. */
  public static final Limits DEFAULT = new Limits(1 << 20);

  /** Checks the limit itself. */
  public Limits {
    if (maxValueBytes < 1 || maxValueBytes > MOST_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "maxValueBytes is " + maxValueBytes + ": it must be from 1 byte to 512 MiB");
    }
  }

  /**
   * Refuses a key that is empty or too long.
   *
   * @throws LimitException if it is
   */
  public static void checkKey(int bytes, String key) {
    if (bytes > MAX_KEY_BYTES) {
      throw new LimitException(
          "the key '"
              + head(key)
              + "' has "
              + bytes
              + " bytes with its namespace and view, and at"
              + " most "
              + MAX_KEY_BYTES
              + " are allowed: use a hashed key");
    }
    if (key.isEmpty()) {
      throw new LimitException("the key is empty: name what is to be cached");
    }
  }

  /**
   * Refuses too many tags, and a tag that is empty or too long.
   *
   * @throws LimitException if one of that is so
   */
  public static void checkTags(Collection<String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw new LimitException(
          "an entry has " + tags.size() + " tags, and at most " + MAX_TAGS + " are allowed");
    }
    tags.forEach(Limits::checkTag);
  }

  /**
   * Refuses a tag that is empty or too long.
   *
   * @throws LimitException if it is
   */
  public static void checkTag(String tag) {
    if (tag.isEmpty() || tag.length() > MAX_TAG_LENGTH) {
      throw new LimitException(
          "the tag '"
              + head(tag)
              + "' has "
              + tag.length()
              + " characters: 1 to "
              + MAX_TAG_LENGTH
              + " are allowed");
    }
  }

  /**
   * Refuses a value that is too big.
   *
   * @throws LimitException if it is
   */
  public void checkValue(long bytes, String key) {
    if (bytes > maxValueBytes) {
      throw new LimitException(
          "the value under '"
              + head(key)
              + "' has "
              + bytes
              + " bytes, and at most "
              + maxValueBytes
              + " are stored: raise maxValueBytes or store less");
    }
  }

  private static String head(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
