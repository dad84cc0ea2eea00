package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * One piece of a page's key. The first says what the page is, the others follow behind a {@code #},
 * which no first piece contains.
 */
interface KeyPart {

  /** Appends this piece; answers why not, or null. After a refusal the text is of no use. */
  @Nullable NoKey append(StringBuilder out, RequestDescription request);
}
