package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.Vary;
import io.larder.http.VaryKey;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What lies under a key whose responses vary on the request (RFC 9111, 4.1): the names of the
 * fields that select among them, and a random generation that is part of each variant's own key. So
 * evicting this ends all variants, those that are just computed included.
 *
 * @param vary the fields that any of the variants varies on
 * @param generation what no other has
 * @param stored a digest of each variant that has been stored, 8 bytes each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Variants(Vary vary, String generation, byte[] stored) {

  /** So many variants are kept under one key; any client can ask for as many as it likes. */
  static final int MOST = 64;

  /** Of no response: 1xx are never stored. */
  private static final int MARK = 100;

  private static final String NAME = "vary";
  private static final int LONGEST_KEY = 1024;
  private static final int BITS = 128;
  private static final byte[] NONE = {};
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The first variant of a key. */
  static Variants first(Vary vary) {
    return new Variants(vary, new BigInteger(BITS, RANDOM).toString(Character.MAX_RADIX), NONE);
  }

  /** What a look-up found, if it is this and not a response. */
  static @Nullable Variants of(Lookup<Page> found) {
    if (!(found instanceof CacheEntry<Page> entry)) {
      return null;
    }
    Page page = entry.value();
    if (page == null || !isMark(page)) {
      return null;
    }
    List<String> values = page.values();
    int last = values.size() - 1;
    return new Variants(Vary.of(values.subList(0, last)), values.get(last), page.body());
  }

  /** Whether a page is no response. */
  static boolean isMark(Page page) {
    return page.status() == MARK;
  }

  /** This as it is stored: the names, and the generation behind them. */
  Page toPage() {
    int size = vary.names().size();
    String[] names = new String[size + 1];
    String[] values = new String[size + 1];
    for (int i = 0; i < size; i++) {
      names[i] = NAME;
      values[i] = vary.names().get(i);
    }
    names[size] = "generation";
    values[size] = generation;
    return new Page(MARK, names, values, null, stored);
  }

  /** Whether a response that varies on these is found by what is known here. */
  boolean covers(Vary response) {
    return vary.names().containsAll(response.names());
  }

  /**
   * The same with the variant for a request, which may vary on more; null if there are too many.
   */
  @Nullable Variants plus(Vary more, HttpServletRequest request) {
    Vary all = vary.union(more);
    byte[] others = covers(more) ? stored : NONE; // with other names none of the others is found
    long digest = digest(text(all, request));
    ByteBuffer known = ByteBuffer.wrap(others);
    while (known.hasRemaining()) {
      if (known.getLong() == digest) {
        return new Variants(all, generation, others);
      }
    }
    if (others.length >= MOST * Long.BYTES) {
      return null;
    }
    byte[] with =
        ByteBuffer.allocate(others.length + Long.BYTES).put(others).putLong(digest).array();
    return new Variants(all, generation, with);
  }

  private static long digest(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
  }

  /** The key of the variant for a request. */
  String key(String primary, HttpServletRequest request) {
    return key(primary, text(vary, request));
  }

  /** The key of the variant for a request without fields. */
  String keyWithoutFields(String primary) {
    return key(primary, text(vary, name -> List.of()));
  }

  private String key(String primary, String text) {
    String own = "!" + generation + "!" + text;
    return primary.length() + own.length() <= LONGEST_KEY ? primary + own : own;
  }

  /** The values that select among variants, as one text. */
  static String text(Vary vary, HttpServletRequest request) {
    return text(
        vary,
        name -> {
          Enumeration<String> values = request.getHeaders(name);
          return values == null ? List.of() : Collections.list(values);
        });
  }

  private static String text(Vary vary, Function<String, List<String>> lines) {
    return VaryKey.of(vary, lines).orElseThrow();
  }
}
