package io.larder.cache;

import io.larder.cache.spi.StoreUri;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes one URI of the variables that say where Redis is, and refuses those that disagree. */
final class RedisVariables {

  private static final String URL = "CACHE_REDIS_URL";
  private static final String HOST = "CACHE_REDIS_HOST";
  private static final String PORT = "CACHE_REDIS_PORT";
  private static final String DB = "CACHE_REDIS_DB";
  private static final String PASSWORD = "CACHE_REDIS_PASSWORD";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.]*");

  private final Map<String, String> environment;

  RedisVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  StoreUri uri() {
    Optional<String> host = get(HOST).map(RedisVariables::host);
    Optional<Integer> port = get(PORT).map(text -> number(PORT, text, 1, 65_535));
    Optional<Integer> db = get(DB).map(text -> number(DB, text, 0, Integer.MAX_VALUE));
    Optional<String> password = get(PASSWORD);

    StoreUri uri =
        get(URL)
            .map(RedisVariables::url)
            .orElseGet(() -> joined(host.orElse("localhost"), port.orElse(6379), db.orElse(0)));
    host.ifPresent(h -> agree(HOST, h, "host", uri.host().orElse("localhost")));
    port.ifPresent(p -> agree(PORT, p.toString(), "port", "" + uri.port().orElse(6379)));
    db.ifPresent(d -> agree(DB, d.toString(), "database", database(uri)));

    if (password.isEmpty() || password.equals(uri.password())) {
      return uri;
    }
    if (uri.password().filter(p -> !p.isEmpty()).isPresent()) {
      throw new IllegalArgumentException(
          PASSWORD
              + " and "
              + URL
              + " hold different passwords: set one of them, or both to the same");
    }
    return uri.withPassword(password.get());
  }

  private static StoreUri joined(String host, int port, int db) {
    return StoreUri.parse(
        "redis://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port + "/" + db);
  }

  private static StoreUri url(String text) {
    StoreUri uri;
    try {
      uri = StoreUri.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(URL + ": " + e.getMessage(), e);
    }
    if (!uri.scheme().contains("redis") || uri.host().isEmpty()) {
      throw new IllegalArgumentException(
          URL + " must begin with redis:// or rediss:// and a host, such as redis://redis:6379/0");
    }
    return uri;
  }

  private static String database(StoreUri uri) {
    String path = uri.path().startsWith("/") ? uri.path().substring(1) : uri.path();
    return path.isEmpty() ? "0" : path;
  }

  private static void agree(String name, String value, String part, String inUrl) {
    if (!value.equalsIgnoreCase(inUrl)) {
      throw new IllegalArgumentException(
          name
              + " says "
              + value
              + " and "
              + URL
              + " says "
              + part
              + " "
              + Texts.head(inUrl)
              + ": set one of them, or both to the same");
    }
  }

  private static String host(String text) {
    if (NAME.matcher(text).matches() || IPV6.matcher(text).matches()) {
      return text;
    }
    // Not repeated: what is no host may well be a URL with its password.
    throw new IllegalArgumentException(
        HOST
            + " must be a host's name or address alone: a port belongs into "
            + PORT
            + ", a URL into "
            + URL);
  }

  private static int number(String name, String text, int least, int most) {
    long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          name
              + " '"
              + Texts.head(text)
              + "' must be a whole number from "
              + least
              + " to "
              + most);
    }
    return (int) number;
  }

  private Optional<String> get(String name) {
    return EnvironmentSettings.value(environment, name);
  }
}
