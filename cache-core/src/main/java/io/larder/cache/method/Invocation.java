package io.larder.cache.method;

import org.jspecify.annotations.Nullable;

/** How the application's own method is called where no cache answers. Thread-safe. */
interface Invocation {

  /** Calls it; what it throws is thrown as it is. */
  @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception;
}
