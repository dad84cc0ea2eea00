package io.larder.cache.key;

import io.larder.cache.key.RequestPairs.RawRequest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request by hand: {@code GET http://localhost:5000} unless changed. */
record FakeRequest(
    String method,
    String scheme,
    String host,
    int port,
    String rawPath,
    @Nullable String rawQuery,
    Map<String, String> headers)
    implements RequestDescription {

  static FakeRequest get(String target) {
    return of(RawRequest.of(target));
  }

  static FakeRequest of(RawRequest request) {
    return new FakeRequest(
        "GET", "http", "localhost", 5000, request.rawPath(), request.rawQuery(), Map.of());
  }

  FakeRequest method(String other) {
    return new FakeRequest(other, scheme, host, port, rawPath, rawQuery, headers);
  }

  FakeRequest origin(String otherScheme, String otherHost, int otherPort) {
    return new FakeRequest(method, otherScheme, otherHost, otherPort, rawPath, rawQuery, headers);
  }

  FakeRequest with(String header, @Nullable String value) {
    Map<String, String> more = new TreeMap<>(headers);
    if (value != null) {
      more.put(header.toLowerCase(Locale.ROOT), value);
    }
    return new FakeRequest(method, scheme, host, port, rawPath, rawQuery, more);
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}
