package io.larder.cache.key;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text of the application's own in the place of the URI, behind a {@code ~}, with which neither a
 * URI nor a path nor the name of a view begins.
 */
record FunctionPart(Function<RequestDescription, @Nullable String> function) implements KeyPart {

  @Override
  public @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    String text = function.apply(request);
    if (text == null) {
      return NoKey.DECLINED;
    }
    out.append('~');
    Percent.appendText(out, text, Literals.TEXT);
    return null;
  }
}
