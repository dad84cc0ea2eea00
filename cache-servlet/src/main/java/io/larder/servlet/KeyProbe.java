package io.larder.servlet;

import io.larder.cache.key.KeyResult;
import io.larder.cache.key.NoKey;
import io.larder.cache.key.RequestDescription;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the key of one request holds where an application's function makes it: something
 * is held if another value of it leads to another key. What the function only asks for, to decline
 * the request or to no end, is not.
 *
 * <p>The function is asked once for each question, besides for the request itself; what it throws
 * at a request that nobody has sent holds nothing.
 */
final class KeyProbe {

  /** What no client is likely to send. */
  private static final String OTHER = "larder-other";

  private final Function<RequestDescription, KeyResult> keys;
  private final RequestDescription request;
  private final KeyResult key;

  KeyProbe(Function<RequestDescription, KeyResult> keys, RequestDescription request) {
    this.keys = keys;
    this.request = request;
    this.key = key(request);
  }

  private KeyResult key(RequestDescription asked) {
    try {
      return keys.apply(asked);
    } catch (RuntimeException e) {
      return NoKey.DECLINED;
    }
  }

  private boolean differs(RequestDescription other) {
    return key(other) instanceof KeyResult.Key made && !made.equals(key);
  }

  /** Whether the key tells hosts apart. */
  boolean holdsHost() {
    return differs(
        new Altered(request) {
          @Override
          public String host() {
            return OTHER + ".invalid";
          }
        });
  }

  /** Whether the key tells schemes and ports apart. */
  boolean holdsScheme() {
    return differs(
        new Altered(request) {
          @Override
          public String scheme() {
            return request.scheme().equalsIgnoreCase("https") ? "http" : "https";
          }

          @Override
          public int port() {
            return 1;
          }
        });
  }

  /** Whether the key tells the values of a header field apart. */
  boolean holdsField(String name) {
    return differs(
        new Altered(request) {
          @Override
          public @Nullable String header(String asked) {
            return asked.equalsIgnoreCase(name) ? OTHER : request.header(asked);
          }
        });
  }

  /** Whether the key tells the values of a parameter of the query apart. */
  boolean holdsParameter(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    StringJoiner query = new StringJoiner("&");
    String raw = request.rawQuery();
    for (String each : raw == null ? new String[0] : raw.split("&", -1)) {
      String spelled = each.substring(0, Math.max(0, (each + "=").indexOf('=')));
      if (!spelled.equals(name) && !spelled.equals(encoded)) {
        query.add(each);
      }
    }
    query.add(encoded + "=" + OTHER);
    return differs(
        new Altered(request) {
          @Override
          public String rawQuery() {
            return query.toString();
          }
        });
  }
}
