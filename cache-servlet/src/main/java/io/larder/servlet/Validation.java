package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_PRECONDITION_FAILED;
import static jakarta.servlet.http.HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.cache.codec.CodecException;
import io.larder.http.EntityTags;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.ValidationRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored page that the handler is asked to confirm (RFC 9111, 4.3).
 *
 * @param page the page
 * @param fields its fields, without an entity tag that was made of its content: the handler knows
 *     nothing of that
 * @param conditions the fields that the handler is sent in place of the client's conditions
 * @param tags the tags that it has
 */
record Validation(Page page, HttpFields fields, HttpFields conditions, List<String> tags)
    implements Question {

  /** What can be confirmed of what was found; null if nothing. */
  static @Nullable Validation of(Lookup<Page> found, Instant now) {
    if (!(found instanceof CacheEntry<Page> entry)) {
      return null;
    }
    Page page = entry.value();
    if (page == null || page.status() != 200) {
      return null;
    }
    HttpFields fields;
    try {
      fields = handlers(page);
    } catch (CodecException e) {
      return null;
    }
    HttpFields conditions = ValidationRules.conditions(List.of(fields), now);
    return conditions.size() == 0 ? null : new Validation(page, fields, conditions, entry.tags());
  }

  /**
   * The fields of a page that came from the handler.
   *
   * @throws CodecException if it is stored encoded and cannot be decoded
   */
  static HttpFields handlers(Page stored) {
    HttpFields fields = Negotiation.handlers(stored);
    Page page = stored.decoded();
    String tag = page.etag();
    boolean made =
        tag != null
            && page.status() == 200
            && tag.equals(
                EntityTags.of(
                    page.body(), page.first("Content-Type"), page.first("Content-Encoding")));
    return made ? fields.retain(name -> !name.equalsIgnoreCase("ETag")) : fields;
  }

  @Override
  public boolean mayBeAnsweredBy(ResponseHead answer, Instant now) {
    return switch (answer.status()) {
      case SC_NOT_MODIFIED -> isConfirmedBy(answer.fields());
      case SC_PRECONDITION_FAILED, SC_REQUESTED_RANGE_NOT_SATISFIABLE -> false;
      default -> true;
    };
  }

  /** Whether a 304 is about this page. */
  boolean isConfirmedBy(HttpFields notModified) {
    return ValidationRules.selects304(fields, notModified);
  }

  /** The fields of the page as a 304 leaves them. */
  HttpFields updatedBy(HttpFields notModified, Instant now) {
    return FieldRules.updated(fields, notModified, now);
  }
}
