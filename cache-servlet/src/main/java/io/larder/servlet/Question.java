package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a handler is asked about what is stored, in place of the client's own conditions. */
sealed interface Question permits Validation, Choice, Completion {

  /** The fields that the handler is sent. */
  HttpFields conditions();

  /** Whether a head may be that of an answer to this, be it that of another page by now. */
  boolean mayBeAnsweredBy(ResponseHead answer, Instant now);

  /** The question to ask for a client that wants the whole; null if there is none. */
  static @Nullable Question of(Located located, Policy policy, PageStore store, Instant now) {
    if (!(located.found() instanceof CacheEntry<Page> entry)) {
      return policy.keepsStale() ? Choice.of(located, store, now) : null;
    }
    PartialPage known = PartialPage.of(entry);
    return known == null
        ? Validation.of(entry, now)
        : Completion.ofWhole(known, entry.tags(), policy.maxBody());
  }
}
