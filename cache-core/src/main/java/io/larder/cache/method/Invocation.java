package io.larder.cache.method;

import org.jspecify.annotations.Nullable;

/** How the application's own method is called where no cache answers. Thread-safe. */
interface Invocation {

  /** Calls it; what it throws is thrown as it is. */
  @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception;

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast when it runs
  static <X extends Throwable> X thrown(@Nullable Throwable own) throws X {
    throw (X) (own == null ? new AssertionError("a method threw nothing") : own);
  }
}
