package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.http.EntityTags;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes pages of what handlers answered. */
final class PageMaker {

  private PageMaker() {}

  /**
   * The page of a response.
   *
   * @param changed the fields that the handler itself set
   * @param all these, and those that stood there before
   * @param without the names of fields that are not stored, in lower case
   * @param tagged whether it is given an entity tag if the handler gave it none
   * @param now the time of storing
   */
  static Page page(
      int status,
      HttpFields changed,
      HttpFields all,
      Set<String> without,
      byte[] body,
      boolean tagged,
      Instant now) {
    String etag = tagged ? etag(status, all, body) : all.first("ETag");
    HttpFields stored =
        FieldRules.withDate(
            FieldRules.storable(changed, without).retain(name -> !isWrittenAnew(name)), now);
    int lines = stored.size() + (etag == null ? 0 : 1);
    String[] names = new String[lines];
    String[] values = new String[lines];
    for (int i = 0; i < stored.size(); i++) {
      names[i] = stored.name(i);
      values[i] = stored.value(i);
    }
    if (etag != null) {
      names[lines - 1] = "ETag";
      values[lines - 1] = etag;
    }
    return new Page(status, names, values, etag, body);
  }

  /**
   * A stored page with other fields, which the handler has confirmed.
   *
   * @param updated the handler's fields, an entity tag that was made not among them
   * @param without the names of fields that are not stored, in lower case
   * @param notes more notes than those that it has
   */
  static Page page(
      Page stored,
      HttpFields updated,
      Set<String> without,
      boolean tagged,
      Instant now,
      List<String> notes) {
    Page plain = stored.decoded();
    Set<String> all = new LinkedHashSet<>(plain.notes());
    all.addAll(notes);
    Page page =
        page(plain.status(), updated, updated, without, plain.body(), tagged, now)
            .noted(List.copyOf(all));
    // What is confirmed is the same content, so its encoded form is too.
    return stored.coding() != null && Compression.mayEncode(page.status(), PageWriter.fields(page))
        ? page.encodedLike(stored)
        : page;
  }

  /** The entity tag of a response: the handler's own, else one that is made of its content. */
  static @Nullable String etag(int status, HttpFields fields, byte[] body) {
    String own = fields.first("ETag");
    if (own != null || status != 200) {
      return own;
    }
    return EntityTags.of(body, fields.first("Content-Type"), fields.first("Content-Encoding"));
  }

  private static boolean isWrittenAnew(String name) {
    return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("ETag");
  }
}
