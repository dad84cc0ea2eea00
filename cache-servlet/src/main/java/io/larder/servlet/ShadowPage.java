package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.http.EntityTags;
import io.larder.http.HttpFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is remembered of a page that would be stored: head, size and digest, and no content. */
final class ShadowPage {

  private static final String BYTES = "bytes:";
  private static final String DIGEST = "digest:";

  private ShadowPage() {}

  /** What is remembered of a page: beside that, its head, and for whom it is. */
  static Page of(Page page) {
    String[] names = new String[page.fieldCount()];
    String[] values = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = page.name(i);
      values[i] = page.value(i);
    }
    List<String> notes = new ArrayList<>(page.notes());
    notes.add(BYTES + page.bodyLength());
    notes.add(DIGEST + digest(page.body(), page.first("Content-Type")));
    return new Page(page.status(), names, values, page.etag(), new byte[0]).noted(notes);
  }

  /** How many bytes the page has that is remembered. */
  static long bytes(Page remembered) {
    String bytes = note(remembered, BYTES);
    return bytes == null ? 0 : Long.parseLong(bytes);
  }

  /** Whether a handler has answered as it is remembered. */
  static boolean isSame(Page remembered, int status, HttpFields fields, byte[] body) {
    return remembered.status() == status
        && digest(body, fields.first("Content-Type")).equals(note(remembered, DIGEST));
  }

  private static String digest(byte[] body, @Nullable String type) {
    return EntityTags.of(body, type, null);
  }

  private static @Nullable String note(Page page, String name) {
    for (String note : page.notes()) {
      if (note.startsWith(name)) {
        return note.substring(name.length());
      }
    }
    return null;
  }
}
