package io.larder.cache.key;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tenant that a request belongs to. Without one there is no key, never a common one. */
record TenantPart(char separator, Function<RequestDescription, @Nullable String> tenant)
    implements KeyPart {

  @Override
  public @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    String name = tenant.apply(request);
    if (name == null || name.isBlank()) {
      return NoKey.TENANT;
    }
    out.append(separator).append("tenant=");
    Percent.appendText(out, name, Literals.VALUE);
    return null;
  }
}
