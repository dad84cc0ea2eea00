package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CacheEntry;
import io.larder.cache.Durations;
import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import io.larder.cache.Page;
import io.larder.cache.Sizes;
import io.larder.cache.StoredKey;
import io.larder.cache.codec.CodecException;
import io.larder.cache.key.ViewNames;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies in a store, as people want to see it. */
final class StoredEntries {
  /** The most that are listed. */
  static final int MOST = 1_000;

  private static final int HEAD = 60;
  private static final String ENDED = "ended";

  private final Larder larder;
  private final String prefix;

  StoredEntries(Larder larder, LarderSettings settings) {
    this.larder = larder;
    this.prefix = settings.namespace() + ":";
  }

  /**
   * Lists the entries whose key matches a pattern; the store's own marks are not among them.
   *
   * @throws IllegalStateException if the store cannot be reached
   */
  List<StoredKey> list(String pattern) {
    return larder.inspect(pattern, MOST).stream()
        .filter(key -> !key.type().equals("meta"))
        .map(this::body)
        .toList();
  }

  /**
   * Of a page, whose payload begins with its status and headers, people want to see the body; of
   * one that is not served any more there is none to see.
   */
  private StoredKey body(StoredKey key) {
    String name = key.key().startsWith(prefix) ? key.key().substring(prefix.length()) : "";
    if (name.isEmpty() || ViewNames.of(name) != null) {
      return key;
    }
    String note = key.note();
    if (note == null || note.equals("soft-purged")) {
      if (larder.pages().find(name) instanceof CacheEntry<Page> entry) {
        Page page = entry.value();
        return page == null
            ? with(key, 0, "", note)
            : with(key, page.bodyLength(), beginning(page), note);
      }
      return with(key, key.bytes(), "", ENDED);
    }
    return note.equals(ENDED) ? with(key, key.bytes(), "", ENDED) : key;
  }

  private static String beginning(Page page) {
    try {
      byte[] body = page.decoded().body();
      return new String(body, 0, Math.min(body.length, 4 * HEAD), UTF_8);
    } catch (CodecException e) {
      return ""; // it is in a content coding that is not known here
    }
  }

  private static StoredKey with(StoredKey key, long bytes, String head, @Nullable String note) {
    return new StoredKey(
        key.key(), key.type(), key.ttl(), bytes, key.age(), key.tags(), head, note);
  }

  /** Makes a table of them under a row of headings. */
  static Table table(List<StoredKey> keys) {
    Table table = new Table().row("KEY", "TYPE", "TTL", "SIZE", "AGE", "TAGS", "HEAD");
    for (StoredKey key : keys) {
      String note = key.note();
      table.row(
          key.key(),
          key.type(),
          seconds(key.ttl()),
          Sizes.format(key.bytes()),
          seconds(key.age()),
          key.tags().isEmpty() ? "-" : String.join(",", key.tags()),
          (note == null ? "" : "(" + note + ") ") + head(key.head()));
    }
    return table;
  }

  /** Bytes out of a store may hold what a terminal would obey. */
  private static String head(String text) {
    StringBuilder head = new StringBuilder(HEAD);
    text.codePoints()
        .limit(HEAD)
        .forEach(c -> head.appendCodePoint(Character.isISOControl(c) ? '.' : c));
    return head.toString();
  }

  /** A time as people read it: to the second from one second on. */
  private static String seconds(Duration time) {
    long millis = time.toMillis();
    return Durations.format(
        millis < 1_000 ? Duration.ofMillis(millis) : Duration.ofSeconds(time.toSeconds()));
  }
}
