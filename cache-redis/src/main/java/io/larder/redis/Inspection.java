package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.StoredKey;
import io.larder.cache.Terms;
import io.larder.cache.key.ViewNames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Lists what lies in a namespace, for operators. Walks through the whole database, step by step.
 */
final class Inspection {

  private static final int HEAD_CHARACTERS = 80;

  /** The view whose keys have no name in front. */
  private static final String PAGES = "pages";

  private final UnifiedJedis jedis;
  private final Layout layout;

  Inspection(UnifiedJedis jedis, Layout layout) {
    this.jedis = jedis;
    this.layout = layout;
  }

  List<StoredKey> list(String pattern, int most) {
    String meta = new String(layout.meta(), UTF_8);
    Map<String, byte[]> found = new TreeMap<>();
    ScanParams params = new ScanParams().match(glob(pattern).getBytes(UTF_8)).count(500);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> page = jedis.scan(cursor, params);
      for (byte[] key : page.getResult()) {
        String name = new String(key, UTF_8);
        if (found.size() < most && (name.startsWith(layout.entryPrefix()) || name.equals(meta))) {
          found.put(name, key);
        }
      }
      cursor = page.getCursorAsBytes();
    } while (found.size() < most && !Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
    List<StoredKey> keys = new ArrayList<>(found.size());
    found.forEach((name, key) -> keys.add(name.equals(meta) ? meta(name) : entry(name, key)));
    return keys;
  }

  private StoredKey meta(String name) {
    String type = jedis.type(name);
    if (!type.equals("zset")) {
      return odd(name, type, Duration.ZERO, 0, "", "not a clock: it will be restored");
    }
    List<Double> marks = jedis.zmscore(name, "clock", "floor", "last");
    String head =
        "clock="
            + number(marks.get(0))
            + " floor="
            + number(marks.get(1))
            + " last="
            + number(marks.get(2))
            + " members="
            + jedis.zcard(name);
    return new StoredKey(
        name, "meta", Duration.ZERO, jedis.zcard(name), Duration.ZERO, List.of(), head, null);
  }

  private StoredKey entry(String name, byte[] key) {
    String type = jedis.type(key);
    Duration ttl = Duration.ofMillis(Math.max(0, jedis.pttl(key)));
    if (!type.equals("string")) {
      return odd(name, type, ttl, 0, "", "unreadable");
    }
    byte[] bytes = jedis.getrange(key, 0, Envelope.MAX_HEAD + 4L * HEAD_CHARACTERS);
    int head = EnvelopeReader.head(bytes);
    Terms terms = head < 0 ? null : EnvelopeReader.terms(bytes);
    if (!Envelope.beginsLikeOurs(bytes) || bytes[4] != Envelope.REVISION || terms == null) {
      boolean future = Envelope.beginsLikeOurs(bytes) && (bytes[4] & 0xFF) > Envelope.REVISION;
      String note = future ? "of a later version" : "unreadable";
      return odd(name, type, ttl, jedis.strlen(key), text(bytes, 0), note);
    }
    if (bytes[5] == Envelope.CLAIM) {
      return odd(name, type, ttl, 0, "", "claim");
    }
    Duration age = terms.fresh().plus(terms.stale()).minus(ttl);
    Marks.Verdict verdict =
        marks(name, terms.tags())
            .judge(ByteBuffer.wrap(bytes).getLong(Envelope.AS_OF_AT), terms.tags());
    boolean soft = bytes[Envelope.MARK_AT] == 1 || verdict == Marks.Verdict.SOFT_PURGED;
    String note =
        verdict == Marks.Verdict.INVALID
            ? "ended"
            : soft ? "soft-purged" : bytes[5] == Envelope.NULL ? "null" : null;
    return new StoredKey(
        name,
        type,
        ttl,
        ByteBuffer.wrap(bytes).getInt(Envelope.PAYLOAD_LENGTH_AT),
        age.isNegative() ? terms.age() : age.plus(terms.age()),
        terms.tags(),
        text(bytes, head + Envelope.CHECKSUM),
        note);
  }

  /** Reads what has happened to an entry's view and tags; a lost clock has ended everything. */
  private Marks marks(String name, List<String> tags) {
    String view = ViewNames.of(name.substring(layout.entryPrefix().length()));
    List<byte[]> members = new ArrayList<>(4 + 2 * tags.size());
    for (String mark : List.of("clock", Invalidation.FLOOR, Invalidation.LAST)) {
      members.add(mark.getBytes(UTF_8));
    }
    members.add(Invalidation.clearMark(view == null ? PAGES : view).getBytes(UTF_8));
    for (String tag : tags) {
      members.add(("t:" + tag).getBytes(UTF_8));
      members.add(("s:" + tag).getBytes(UTF_8));
    }
    List<Double> scores = jedis.zmscore(layout.meta(), members.toArray(byte[][]::new));
    if (scores.subList(0, 3).contains(null)) {
      return new Marks(0, Long.MAX_VALUE, Long.MAX_VALUE, 0, Map.of());
    }
    Map<String, long[]> marks = new HashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      marks.put(
          tags.get(i), new long[] {score(scores.get(4 + 2 * i)), score(scores.get(5 + 2 * i))});
    }
    return new Marks(
        score(scores.get(0)),
        score(scores.get(1)),
        score(scores.get(2)),
        score(scores.get(3)),
        marks);
  }

  private static long score(@Nullable Double score) {
    return score == null ? 0 : score.longValue();
  }

  private static StoredKey odd(
      String name, String type, Duration ttl, long bytes, String head, String note) {
    return new StoredKey(name, type, ttl, bytes, Duration.ZERO, List.of(), head, note);
  }

  private static String text(byte[] bytes, int from) {
    String text = new String(bytes, from, bytes.length - from, UTF_8);
    StringBuilder out = new StringBuilder(HEAD_CHARACTERS);
    text.codePoints()
        .limit(HEAD_CHARACTERS)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '.' : c));
    return out.toString();
  }

  private static String number(@Nullable Double value) {
    return value == null ? "none" : String.format(Locale.ROOT, "%.0f", value);
  }

  /** Only {@code *} means something in a pattern: a page's key holds a question mark. */
  private static String glob(String pattern) {
    StringBuilder glob = new StringBuilder(pattern.length() + 8);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '?' || c == '[' || c == ']' || c == '\\' || c == '^') {
        glob.append('\\');
      }
      glob.append(c);
    }
    return glob.toString();
  }
}
