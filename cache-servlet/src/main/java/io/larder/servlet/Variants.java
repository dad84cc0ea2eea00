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
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param tagged what selects a variant and its tag, for the last ones that have one
 * @param stored a digest of each variant that has been stored, 8 bytes each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Variants(Vary vary, String generation, List<String> tagged, byte[] stored) {

  /** Of no response: 1xx are never stored. */
  private static final int MARK = 100;

  private static final String NAME = "vary";
  private static final int MOST_OFFERED = 8;
  private static final int LONGEST_TAG = 100;
  private static final int LONGEST_KEY = 1024;
  private static final int BITS = 128;
  private static final byte[] NONE = {};
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The first variant of a key. */
  static Variants first(Vary vary) {
    return named(vary, new BigInteger(BITS, RANDOM).toString(Character.MAX_RADIX));
  }

  /** The same with a generation that no other has either. */
  static Variants named(Vary vary, String generation) {
    return new Variants(vary, generation, List.of(), NONE);
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
    int names = 0;
    while (page.name(names).equals(NAME)) {
      names++;
    }
    return new Variants(
        Vary.of(values.subList(0, names)),
        values.get(names),
        values.subList(names + 1, values.size()),
        page.body());
  }

  /** Whether a page is no response. */
  static boolean isMark(Page page) {
    return page.status() == MARK;
  }

  /** This as it is stored: the names, behind them the generation, and what can be offered. */
  Page toPage() {
    int size = vary.names().size();
    String[] names = new String[size + 1 + tagged.size()];
    String[] values = new String[size + 1 + tagged.size()];
    Arrays.fill(names, "tagged");
    for (int i = 0; i < size; i++) {
      names[i] = NAME;
      values[i] = vary.names().get(i);
    }
    names[size] = "generation";
    values[size] = generation;
    for (int i = 0; i < tagged.size(); i++) {
      values[size + 1 + i] = tagged.get(i);
    }
    return new Page(MARK, names, values, null, stored);
  }

  /** Whether a response that varies on these is found by what is known here. */
  boolean covers(Vary response) {
    return vary.names().containsAll(response.names());
  }

  /**
   * The same with the variant for a request, which may vary on more; null if there are too many.
   *
   * @param most so many are kept under one key
   * @param etag the handler's tag of it, by which it can be offered for other requests; or null
   */
  @Nullable Variants plus(Vary more, Asked asked, @Nullable String etag, int most) {
    Vary all = vary.union(more);
    if (all.isAny()) {
      return null;
    }
    boolean found = covers(more); // with other names none of the others is found
    byte[] others = found ? stored : NONE;
    String text = text(all, asked.lines());
    List<String> tags = tagged(found ? tagged : List.of(), text, etag);
    long digest = digest(text);
    ByteBuffer known = ByteBuffer.wrap(others);
    while (known.hasRemaining()) {
      if (known.getLong() == digest) {
        return new Variants(all, generation, tags, others);
      }
    }
    if (others.length >= most * Long.BYTES) {
      return null;
    }
    byte[] with =
        ByteBuffer.allocate(others.length + Long.BYTES).put(others).putLong(digest).array();
    return new Variants(all, generation, tags, with);
  }

  private static List<String> tagged(List<String> others, String text, @Nullable String etag) {
    List<String> tagged = new ArrayList<>(others.size() + 1);
    if (etag != null && etag.length() <= LONGEST_TAG) {
      tagged.add(text + " " + etag);
    }
    for (String other : others) {
      if (!other.startsWith(text + " ") && tagged.size() < MOST_OFFERED) {
        tagged.add(other);
      }
    }
    return List.copyOf(tagged);
  }

  /** Whether a variant can be offered by its tag as far as that is possible. */
  boolean isOffered(Asked asked, @Nullable String etag) {
    return etag == null
        || etag.length() > LONGEST_TAG
        || tagged.contains(text(vary, asked.lines()) + " " + etag);
  }

  /** The variants that were stored last and have a tag of the handler's. */
  List<Offer> offers() {
    return tagged.stream()
        .map(each -> each.split(" ", 2))
        .map(each -> new Offer(each[0], each[1]))
        .toList();
  }

  /**
   * A variant that may be the answer to other requests too.
   *
   * @param text what selects it
   * @param etag its tag
   */
  record Offer(String text, String etag) {}

  private static long digest(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
  }

  /** The key of the variant for a request. */
  String key(String primary, HttpServletRequest request) {
    return key(primary, text(vary, request));
  }

  /** The same for one that has been written down. */
  String key(String primary, Asked asked) {
    return key(primary, text(vary, asked.lines()));
  }

  /** The key of the variant for a request without fields. */
  String keyWithoutFields(String primary) {
    return key(primary, text(vary, name -> List.of()));
  }

  /** The key of the variant that a text selects. */
  String key(String primary, String text) {
    String own = "!" + generation + "!" + text;
    return primary.length() + own.length() <= LONGEST_KEY ? primary + own : own;
  }

  /** The values that select among variants, as one text. */
  static String text(Vary vary, HttpServletRequest request) {
    return text(vary, Asked.lines(request));
  }

  static String text(Vary vary, Function<String, List<String>> lines) {
    return VaryKey.of(vary, lines).orElseThrow();
  }
}
