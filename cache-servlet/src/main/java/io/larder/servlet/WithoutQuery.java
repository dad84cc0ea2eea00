package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import org.jspecify.annotations.Nullable;

/** A GET of the path of a request that is described. */
record WithoutQuery(RequestDescription request) implements RequestDescription {

  @Override
  public String method() {
    return "GET";
  }

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
    return null;
  }

  @Override
  public @Nullable String header(String name) {
    return request.header(name);
  }
}
