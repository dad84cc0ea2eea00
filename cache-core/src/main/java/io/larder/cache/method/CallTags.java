package io.larder.cache.method;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags of a call, made of its arguments. Immutable, thread-safe, and never blocks. */
@FunctionalInterface
interface CallTags {

  /** No tags, whatever the arguments. */
  CallTags NONE = arguments -> List.of();

  /**
   * Returns the tags, unmodifiable.
   *
   * @param arguments as many as the method has parameters; not kept and not changed
   * @throws IllegalArgumentException if an argument has no plain text, or is null where a tag is
   *     needed, with a sentence that names class, method and parameter
   * @throws io.larder.cache.LimitException if a tag that is needed is empty or too long
   */
  List<String> of(@Nullable Object[] arguments);
}
