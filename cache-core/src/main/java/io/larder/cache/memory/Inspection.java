package io.larder.cache.memory;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.cache.StoredKey;
import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import io.larder.cache.spi.BackendContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A walk through views for an operator: the entries whose whole key matches a pattern. */
final class Inspection {

  private static final int HEAD = 80;

  private final Pattern pattern;
  private final int most;
  private final BackendContext context;
  private final List<StoredKey> keys = new ArrayList<>();

  Inspection(String pattern, int most, BackendContext context) {
    this.pattern =
        Pattern.compile(
            Arrays.stream(pattern.split("\\*+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
    this.most = most;
    this.context = context;
  }

  List<StoredKey> keys() {
    return keys;
  }

  <V> void add(MemoryView<V> view) {
    long now = context.ticker().read();
    String prefix = context.namespace() + ":" + view.view().prefix();
    for (String key : view.shelf().keys()) {
      if (keys.size() >= most) {
        return;
      }
      // Judged as a look-up does: what an event has ended is not listed.
      if (pattern.matcher(prefix + key).matches()
          && view.find(key) instanceof CacheEntry<V> entry) {
        keys.add(describe(prefix + key, entry, view.view().codec(), now));
      }
    }
  }

  private static <V> StoredKey describe(String key, CacheEntry<V> entry, Codec<V> codec, long now) {
    byte[] bytes = new byte[0];
    String note = entry.softPurged() ? "soft-purged" : null;
    try {
      bytes = payload(entry.value(), codec);
    } catch (CodecException e) {
      note = "unreadable";
    }
    return new StoredKey(
        key,
        "memory",
        Duration.ofNanos(Math.max(0, entry.usableNanosLeft(now))),
        bytes.length,
        entry.age(now),
        entry.tags(),
        head(bytes),
        note);
  }

  private static <V> byte[] payload(@Nullable V value, Codec<V> codec) {
    if (value instanceof Page page) {
      return page.body();
    }
    return value == null ? "null".getBytes(StandardCharsets.UTF_8) : codec.encode(value);
  }

  private static String head(byte[] bytes) {
    String text = new String(bytes, 0, Math.min(bytes.length, 4 * HEAD), StandardCharsets.UTF_8);
    int end = Math.min(text.length(), HEAD);
    return text.substring(0, end).replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}
