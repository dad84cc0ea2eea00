package io.larder.cache;

import io.larder.cache.spi.StoreUri;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A store's URI with something added that was said elsewhere. */
final class RewrittenUri {

  private RewrittenUri() {}

  static StoreUri withUser(StoreUri uri, String user) {
    return StoreUri.parse(text(uri, Optional.of(user), uri.options()));
  }

  static StoreUri withOption(StoreUri uri, String name, String value) {
    Map<String, String> options = new LinkedHashMap<>(uri.options());
    options.put(name, value);
    return StoreUri.parse(text(uri, uri.user(), options));
  }

  private static String text(StoreUri uri, Optional<String> user, Map<String, String> options) {
    StringBuilder text = new StringBuilder(uri.scheme()).append("://");
    if (user.isPresent() || uri.password().isPresent()) {
      text.append(encoded(user.orElse("")))
          .append(':')
          .append(encoded(uri.password().orElse("")))
          .append('@');
    }
    String host = uri.host().orElse("");
    boolean one = host.indexOf(',') < 0;
    text.append(one && host.indexOf(':') >= 0 ? "[" + host + "]" : host);
    uri.port().ifPresent(port -> text.append(':').append(port));
    for (String part :
        uri.path().isEmpty() ? new String[0] : uri.path().substring(1).split("/", -1)) {
      text.append('/').append(encoded(part));
    }
    if (!options.isEmpty()) {
      StringJoiner joined = new StringJoiner("&", "?", "");
      options.forEach((name, value) -> joined.add(name + "=" + encoded(value)));
      text.append(joined);
    }
    return text.toString();
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (octet >= 'a' && octet <= 'z')
              || (octet >= 'A' && octet <= 'Z')
              || (octet >= '0' && octet <= '9')
              || "-._~".indexOf(octet) >= 0;
      if (plain) {
        out.append((char) octet);
      } else {
        out.append('%').append(String.format("%02X", octet & 0xFF));
      }
    }
    return out.toString();
  }
}
