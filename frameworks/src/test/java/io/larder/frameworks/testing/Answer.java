package io.larder.frameworks.testing;

import java.net.http.HttpResponse;

/** What a visitor was answered. */
public record Answer(int status, String cacheStatus, String setCookie, String body) {

  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Cache-Status").orElse(""),
        response.headers().firstValue("Set-Cookie").orElse(""),
        response.body());
  }

  public boolean isHit() {
    return cacheStatus.startsWith("larder; hit");
  }

  /** Whether it is another request's, stored by then or about to be. */
  public boolean isShared() {
    return isHit() || cacheStatus.contains("; collapsed");
  }

  public boolean isStored() {
    return cacheStatus.contains("; stored");
  }

  @Override
  public String toString() {
    return cacheStatus + " with " + status;
  }
}
