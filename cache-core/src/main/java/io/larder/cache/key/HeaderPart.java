package io.larder.cache.key;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of one request header, its name in lower case: {@code h.accept-language=de}. A missing
 * header has no equals sign, an empty one has nothing behind it.
 *
 * <p>What proves who somebody is goes in as its SHA-256: keys are seen in logs and in the store.
 */
record HeaderPart(char separator, String name) implements KeyPart {

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie");

  @Override
  public @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    out.append(separator).append("h.").append(name);
    String value = request.header(name);
    if (value == null) {
      return null;
    }
    out.append('=');
    if (CREDENTIALS.contains(name)) {
      StringBuilder canonical = new StringBuilder();
      Percent.appendText(canonical, value, Literals.VALUE);
      out.append(LongKeys.sha256(canonical.toString()));
    } else {
      Percent.appendText(out, value, Literals.VALUE);
    }
    return null;
  }
}
