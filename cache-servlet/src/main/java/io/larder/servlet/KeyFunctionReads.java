package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Notes what a key function asks of a request: what its keys may hold, and no more. */
final class KeyFunctionReads implements RequestDescription {

  private final RequestDescription request;
  private final Set<String> fields = new TreeSet<>();
  private boolean origin;
  private boolean query;

  KeyFunctionReads(RequestDescription request) {
    this.request = request;
  }

  /** The header fields that it has asked for, in lower case. */
  Set<String> fields() {
    return fields;
  }

  /** Whether it has asked for the host. */
  boolean readsOrigin() {
    return origin;
  }

  /** Whether it has asked for the query. */
  boolean readsQuery() {
    return query;
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
    origin = true;
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
    query = true;
    return request.rawQuery();
  }

  @Override
  public @Nullable String header(String name) {
    fields.add(RequestFieldKinds.lowerCase(name));
    return request.header(name);
  }
}
