package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.ValidationRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variants of a page that are stored for other requests: the handler is asked whether one of them
 * is the answer to this request too (RFC 9111, 4.1 and 4.3.1).
 *
 * @param offered the variants
 * @param conditions their entity tags. No date among them: a handler that looks at dates alone
 *     would confirm whichever variant
 */
record Choice(List<Validation> offered, HttpFields conditions) implements Question {

  /** What can be offered where nothing is stored for a request; null if nothing. */
  static @Nullable Choice of(Located located, PageStore store, Instant now) {
    Variants variants = located.variants();
    if (variants == null) {
      return null;
    }
    List<Validation> offered = new ArrayList<>();
    for (Variants.Offer offer : variants.offers()) {
      Validation validation =
          store.find(variants.key(located.primary(), offer.text()))
                  instanceof CacheEntry<Page> entry
              ? Validation.of(entry, now)
              : null;
      if (validation != null && offer.etag().equals(validation.fields().first("ETag"))) {
        offered.add(validation);
      }
    }
    String tags = ValidationRules.tags(offered.stream().map(Validation::fields).toList());
    return tags.isEmpty()
        ? null
        : new Choice(offered, HttpFields.builder().add("If-None-Match", tags).build());
  }

  @Override
  public boolean mayBeAnsweredBy(ResponseHead answer, Instant now) {
    return answer.status() != SC_NOT_MODIFIED || confirmedBy(answer.fields()) != null;
  }

  /** The variant that a 304 confirms; null if nobody can tell. */
  @Nullable Validation confirmedBy(HttpFields notModified) {
    HttpFields tagged = notModified.retain(name -> !name.equalsIgnoreCase("Last-Modified"));
    List<HttpFields> fields = offered.stream().map(Validation::fields).toList();
    List<Integer> selected = ValidationRules.selected(fields, tagged);
    return selected.isEmpty() ? null : offered.get(selected.get(0));
  }
}
