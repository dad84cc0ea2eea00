package io.larder.servlet;

import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.HttpFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a handler is asked about what is stored, in place of the client's own conditions. */
sealed interface Question permits Validation, Completion {

  /** The fields that the handler is sent. */
  HttpFields conditions();

  /** The question to ask where this was found for a client that wants the whole; null if none. */
  static @Nullable Question of(Lookup<Page> found, Policy policy, Instant now) {
    PartialPage known = PartialPage.of(found);
    return known == null ? Validation.of(found, now) : Completion.ofWhole(known, policy.maxBody());
  }
}
