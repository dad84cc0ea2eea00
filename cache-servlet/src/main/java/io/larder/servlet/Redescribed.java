package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import org.jspecify.annotations.Nullable;

/** A request that is described, as if it had another method, and perhaps no query. */
record Redescribed(RequestDescription request, String method, boolean hasQuery)
    implements RequestDescription {

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public String host() {
    return request.host();
  }

  @Override
  public int port() {
    return request.port();
  }

  @Override
  public String rawPath() {
    return request.rawPath();
  }

  @Override
  public @Nullable String rawQuery() {
    return hasQuery ? request.rawQuery() : null;
  }

  @Override
  public @Nullable String header(String name) {
    return request.header(name);
  }
}
