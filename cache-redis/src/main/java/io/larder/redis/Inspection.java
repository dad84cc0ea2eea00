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
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Lists what lies in a namespace, for operators. Walks through all of each database, step by step.
 */
final class Inspection {

  private static final int HEAD_CHARACTERS = 80;
  private static final int PAGE = 500;

  private static final List<byte[]> FIXED =
      List.of(
          "clock".getBytes(UTF_8),
          Invalidation.FLOOR.getBytes(UTF_8),
          Invalidation.LAST.getBytes(UTF_8));

  /** The view whose keys have no name in front. */
  private static final String PAGES = "pages";

  private final Nodes nodes;
  private final Layout layout;

  Inspection(Nodes nodes, Layout layout) {
    this.nodes = nodes;
    this.layout = layout;
  }

  List<StoredKey> list(String pattern, int most) {
    String meta = new String(layout.meta(), UTF_8);
    Map<String, byte[]> found = new TreeMap<>();
    for (Nodes.Primary primary : nodes.primaries()) {
      scan(primary, glob(pattern).getBytes(UTF_8), meta, most, found);
    }
    List<StoredKey> keys = new ArrayList<>(found.size());
    found.forEach((name, key) -> keys.add(name.equals(meta) ? meta(name) : entry(name, key)));
    return keys;
  }

  private void scan(
      Nodes.Primary primary, byte[] pattern, String meta, int most, Map<String, byte[]> found) {
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      Question<ScanResult<byte[]>> question = Commands.scan(cursor, pattern, PAGE);
      try (Nodes.Exchange exchange = primary.send(List.of(question))) {
        exchange.read();
      }
      ScanResult<byte[]> page = question.answer();
      for (byte[] key : page.getResult()) {
        String name = new String(key, UTF_8);
        if (found.size() < most && (name.startsWith(layout.entryPrefix()) || name.equals(meta))) {
          found.put(name, key);
        }
      }
      cursor = page.getCursorAsBytes();
    } while (found.size() < most && !Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
  }

  private StoredKey meta(String name) {
    byte[] key = layout.meta();
    String type = nodes.ask(Commands.type(key));
    if (!type.equals("zset")) {
      return odd(name, type, Duration.ZERO, 0, "", "not a clock: it will be restored");
    }
    long[] marks = nodes.ask(Commands.zmscore(key, FIXED));
    long members = nodes.ask(Commands.zcard(key));
    String head =
        "clock="
            + number(marks[0])
            + " floor="
            + number(marks[1])
            + " last="
            + number(marks[2])
            + " members="
            + members;
    return new StoredKey(
        name, "meta", Duration.ZERO, members, Duration.ZERO, List.of(), head, null);
  }

  private StoredKey entry(String name, byte[] key) {
    String type = nodes.ask(Commands.type(key));
    Duration ttl = Duration.ofMillis(Math.max(0, nodes.ask(Commands.pttl(key))));
    if (!type.equals("string")) {
      return odd(name, type, ttl, 0, "", "unreadable");
    }
    byte[] bytes = nodes.ask(Commands.getrange(key, 0, Envelope.MAX_HEAD + 4L * HEAD_CHARACTERS));
    int head = EnvelopeReader.head(bytes);
    Terms terms = head < 0 ? null : EnvelopeReader.terms(bytes);
    if (!Envelope.beginsLikeOurs(bytes) || bytes[4] != Envelope.REVISION || terms == null) {
      boolean future = Envelope.beginsLikeOurs(bytes) && (bytes[4] & 0xFF) > Envelope.REVISION;
      String note = future ? "of a later version" : "unreadable";
      return odd(name, type, ttl, nodes.ask(Commands.strlen(key)), text(bytes, 0), note);
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
    members.addAll(FIXED);
    members.add(Invalidation.clearMark(view == null ? PAGES : view).getBytes(UTF_8));
    for (String tag : tags) {
      members.add(("t:" + tag).getBytes(UTF_8));
      members.add(("s:" + tag).getBytes(UTF_8));
    }
    long[] scores = nodes.ask(Commands.zmscore(layout.meta(), members));
    if (scores[0] == Scores.NONE || scores[1] == Scores.NONE || scores[2] == Scores.NONE) {
      return new Marks(0, Long.MAX_VALUE, Long.MAX_VALUE, 0, Map.of());
    }
    Map<String, long[]> marks = new HashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      marks.put(
          tags.get(i), new long[] {Math.max(0, scores[4 + 2 * i]), Math.max(0, scores[5 + 2 * i])});
    }
    return new Marks(scores[0], scores[1], scores[2], Math.max(0, scores[3]), marks);
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

  private static String number(long score) {
    return score == Scores.NONE ? "none" : Long.toString(score);
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
