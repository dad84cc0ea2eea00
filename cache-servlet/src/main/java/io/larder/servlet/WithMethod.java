package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import org.jspecify.annotations.Nullable;

/** A request that is described, as if it had another method. */
record WithMethod(RequestDescription request, String method) implements RequestDescription {

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
    return request.rawQuery();
  }

  @Override
  public @Nullable String header(String name) {
    return request.header(name);
  }
}
