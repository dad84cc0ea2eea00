package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/** The effective URI of a request (RFC 9110 7.1), or only its path and query. */
record UriPart(boolean anyHost, ParameterFilter filter, boolean exactQuery) implements KeyPart {

  @Override
  public @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    NoKey refusal = anyHost ? null : CanonicalOrigin.append(out, request);
    if (refusal == null) {
      refusal = CanonicalPath.append(out, request.rawPath());
    }
    if (refusal != null) {
      return refusal;
    }
    return exactQuery
        ? ExactQuery.append(out, request.rawQuery())
        : CanonicalQuery.append(out, request.rawQuery(), filter);
  }
}
