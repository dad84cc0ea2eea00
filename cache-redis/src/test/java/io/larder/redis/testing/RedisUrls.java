package io.larder.redis.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Redis URLs, taken apart and put together. */
final class RedisUrls {
  private static final int DEFAULT_PORT = 6379;

  private RedisUrls() {}

  static URI of(boolean tls, @Nullable String user, @Nullable String password, int port) {
    String credentials =
        password == null ? "" : encode(user == null ? "" : user) + ":" + encode(password) + "@";
    String scheme = tls ? "rediss" : "redis";
    return URI.create(scheme + "://" + credentials + "127.0.0.1:" + port + "/0");
  }

  static int port(URI uri) {
    return uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
  }

  static String withNamespace(URI uri, String namespace) {
    String path = uri.getRawPath().isEmpty() ? "/0" : "";
    return uri + path + "?namespace=" + encode(namespace);
  }

  static String withoutCredentials(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + ":" + port(uri) + uri.getRawPath();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
