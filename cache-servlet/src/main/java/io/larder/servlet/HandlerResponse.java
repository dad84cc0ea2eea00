package io.larder.servlet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a handler's response: at the moment in which it is decided whether it is stored, for
 * {@link CacheRuleBuilder#storeWhen}, or as it is stored, for {@link CacheRuleBuilder#staleWhen}.
 * Immutable.
 */
public interface HandlerResponse {

  /** Returns the status code. */
  int status();

  /** Returns the value of the first header line of that name, ignoring case. */
  @Nullable String header(String name);

  /** Returns the values of all header lines of that name, ignoring case, in order. */
  List<String> headers(String name);
}
