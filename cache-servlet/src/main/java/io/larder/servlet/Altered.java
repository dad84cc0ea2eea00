package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import org.jspecify.annotations.Nullable;

/** A request that is described, as if something about it were different: what a subclass says. */
abstract class Altered implements RequestDescription {

  private final RequestDescription request;

  Altered(RequestDescription request) {
    this.request = request;
  }

  /** As if it had another method. */
  static RequestDescription method(RequestDescription request, String method) {
    return new Altered(request) {
      @Override
      public String method() {
        return method;
      }
    };
  }

  /** As if it were a GET without a query. */
  static RequestDescription path(RequestDescription request) {
    return new Altered(method(request, "GET")) {
      @Override
      public @Nullable String rawQuery() {
        return null;
      }
    };
  }

  @Override
  public String method() {
    return request.method();
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
    return request.rawQuery();
  }

  @Override
  public @Nullable String header(String name) {
    return request.header(name);
  }
}
