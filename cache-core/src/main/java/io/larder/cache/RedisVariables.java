package io.larder.cache;

import io.larder.cache.spi.StoreUri;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes one URI of the variables that say where Redis is, and refuses those that disagree. */
final class RedisVariables {

  static final String URL = "CACHE_REDIS_URL";
  static final String HOST = "CACHE_REDIS_HOST";
  static final String SENTINELS = "CACHE_REDIS_SENTINELS";
  static final String CLUSTER = "CACHE_REDIS_CLUSTER";
  private static final String PORT = "CACHE_REDIS_PORT";
  private static final String DB = "CACHE_REDIS_DB";
  private static final String USER = "CACHE_REDIS_USERNAME";
  private static final String PASSWORD = "CACHE_REDIS_PASSWORD";
  private static final String SENTINEL_MASTER = "CACHE_REDIS_SENTINEL_MASTER";
  private static final String SENTINEL_PASSWORD = "CACHE_REDIS_SENTINEL_PASSWORD";
  private static final String SENTINEL_PASSWORD_OPTION = "sentinelPassword";

  private static final int SERVER_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.]*");

  private final Map<String, String> environment;

  RedisVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Returns the URI of a store of that type.
   *
   * @throws IllegalArgumentException if a variable is wrong, or two contradict each other
   */
  StoreUri uri(CacheType type) {
    Optional<StoreUri> url = get(URL).map(text -> url(text, type));
    StoreUri uri =
        switch (type) {
          case REDIS_SENTINEL -> sentinel(url);
          case REDIS_CLUSTER -> cluster(url);
          default -> server(url);
        };
    return withLogin(uri);
  }

  private StoreUri server(Optional<StoreUri> url) {
    Optional<String> host = get(HOST).map(RedisVariables::host);
    Optional<Integer> port = get(PORT).map(text -> number(PORT, text, 1, 65_535));
    Optional<Integer> db = db();
    if (url.isEmpty()) {
      String name = host.orElse("localhost");
      return StoreUri.parse(
          "redis://"
              + (name.indexOf(':') >= 0 ? "[" + name + "]" : name)
              + ":"
              + port.orElse(SERVER_PORT)
              + "/"
              + db.orElse(0));
    }
    StoreUri uri = url.get();
    host.ifPresent(h -> agree(HOST, h, "host", uri.host().orElse("localhost")));
    port.ifPresent(p -> agree(PORT, p.toString(), "port", "" + uri.port().orElse(SERVER_PORT)));
    db.ifPresent(d -> agree(DB, d.toString(), "database", database(uri.path())));
    return uri;
  }

  private StoreUri sentinel(Optional<StoreUri> url) {
    Optional<Set<String>> sentinels =
        get(SENTINELS).map(text -> hosts(SENTINELS, text, SENTINEL_PORT));
    Optional<String> master = get(SENTINEL_MASTER).map(RedisVariables::master);
    Optional<Integer> db = db();
    StoreUri uri =
        url.orElseGet(
            () ->
                StoreUri.parse(
                    "redis+sentinel://"
                        + String.join(",", sentinels.orElse(Set.of("localhost:" + SENTINEL_PORT)))
                        + "/"
                        + master.orElse("mymaster")
                        + "/"
                        + db.orElse(0)));
    String[] path = uri.path().split("/", 3);
    sentinels.ifPresent(s -> agree(SENTINELS, s, hosts(uri, SENTINEL_PORT)));
    master.ifPresent(m -> agree(SENTINEL_MASTER, m, "primary", path.length > 1 ? path[1] : "none"));
    db.ifPresent(
        d -> agree(DB, d.toString(), "database", database(path.length > 2 ? path[2] : "")));
    Optional<String> password = get(SENTINEL_PASSWORD);
    Optional<String> inUrl = uri.option(SENTINEL_PASSWORD_OPTION);
    if (password.isEmpty() || password.equals(inUrl)) {
      return uri;
    }
    if (inUrl.isPresent()) {
      throw differentPasswords(SENTINEL_PASSWORD);
    }
    return RewrittenUri.withOption(uri, SENTINEL_PASSWORD_OPTION, password.get());
  }

  private StoreUri cluster(Optional<StoreUri> url) {
    Optional<Set<String>> nodes = get(CLUSTER).map(text -> hosts(CLUSTER, text, SERVER_PORT));
    if (nodes.isEmpty() && url.isEmpty()) {
      throw new IllegalArgumentException(
          "CACHE_TYPE is a cluster, and "
              + CLUSTER
              + " does not say where: set it to some of its servers, such as host1:6379,host2:6379");
    }
    StoreUri uri =
        url.orElseGet(() -> StoreUri.parse("redis+cluster://" + String.join(",", nodes.get())));
    nodes.ifPresent(n -> agree(CLUSTER, n, hosts(uri, SERVER_PORT)));
    return uri;
  }

  private StoreUri withLogin(StoreUri uri) {
    Optional<String> user = get(USER);
    Optional<String> password = get(PASSWORD);
    if (uri.user().isPresent()) {
      user.ifPresent(u -> agree(USER, u, "user", uri.user().get()));
    }
    Optional<String> inUrl = uri.password().filter(p -> !p.isEmpty());
    if (password.isPresent() && inUrl.isPresent() && !password.equals(inUrl)) {
      throw differentPasswords(PASSWORD);
    }
    Optional<String> secret = inUrl.or(() -> password);
    if (user.isPresent() && secret.isEmpty()) {
      throw new IllegalArgumentException(
          USER + " is set and " + PASSWORD + " is not: set both, or none of them");
    }
    StoreUri named =
        user.isPresent() && uri.user().isEmpty() ? RewrittenUri.withUser(uri, user.get()) : uri;
    return password.isPresent() && inUrl.isEmpty() ? named.withPassword(password.get()) : named;
  }

  private static IllegalArgumentException differentPasswords(String name) {
    return new IllegalArgumentException(
        name + " and " + URL + " hold different passwords: set one of them, or both to the same");
  }

  private static StoreUri url(String text, CacheType type) {
    StoreUri uri;
    try {
      uri = StoreUri.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(URL + ": " + e.getMessage(), e);
    }
    boolean redis = uri.scheme().startsWith("redis") && uri.host().isPresent();
    if (type == CacheType.REDIS_SENTINEL && !(redis && uri.scheme().endsWith("+sentinel"))) {
      throw new IllegalArgumentException(
          URL
              + " must begin with redis+sentinel:// or rediss+sentinel:// where CACHE_TYPE says"
              + " sentinels, such as redis+sentinel://host1,host2,host3/mymaster/0");
    }
    if (type == CacheType.REDIS_CLUSTER && !(redis && uri.scheme().endsWith("+cluster"))) {
      throw new IllegalArgumentException(
          URL
              + " must begin with redis+cluster:// or rediss+cluster:// where CACHE_TYPE says a"
              + " cluster, such as redis+cluster://host1,host2,host3");
    }
    if (!redis) {
      throw new IllegalArgumentException(
          URL + " must begin with redis:// or rediss:// and a host, such as redis://redis:6379/0");
    }
    return uri;
  }

  private static String database(String path) {
    String number = path.startsWith("/") ? path.substring(1) : path;
    return number.isEmpty() ? "0" : number;
  }

  /** Returns the servers that a URI names, each with its port. */
  private static Set<String> hosts(StoreUri uri, int port) {
    String hosts = uri.host().orElse("");
    if (hosts.indexOf(',') < 0) {
      String host = hosts.indexOf(':') >= 0 ? "[" + hosts + "]" : hosts;
      OptionalInt named = uri.port();
      return Set.of(host + ":" + named.orElse(port));
    }
    return hosts(URL, hosts, port);
  }

  /** Returns the servers that a text names, each with its port, in their order. */
  private static Set<String> hosts(String name, String text, int port) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String each : text.split(",", -1)) {
      String one = each.strip();
      Matcher matcher = HOST_AND_PORT.matcher(one);
      int number = port;
      if (matcher.matches() && matcher.group(2) != null) {
        number = Integer.parseInt(matcher.group(2));
      }
      if (!matcher.matches() || number < 1 || number > 65_535) {
        // Not repeated: it may well be a URL with its password.
        throw new IllegalArgumentException(
            name
                + " must be hosts with their ports and commas between them, such as host1:"
                + port
                + ",host2:"
                + port
                + ": neither brackets nor quotes, and no URL");
      }
      hosts.add(matcher.group(1) + ":" + number);
    }
    return hosts;
  }

  private static String master(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          SENTINEL_MASTER
              + " '"
              + Texts.head(text)
              + "' must be the name by which the sentinels know the primary: A-Z, a-z, 0-9, '.',"
              + " '_' and '-'");
    }
    return text;
  }

  private static void agree(String name, Set<String> hosts, Set<String> inUrl) {
    if (!lower(hosts).equals(lower(inUrl))) {
      agree(name, String.join(",", hosts), "hosts", String.join(",", inUrl));
    }
  }

  private static Set<String> lower(Set<String> hosts) {
    return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
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

  private Optional<Integer> db() {
    return get(DB).map(text -> number(DB, text, 0, Integer.MAX_VALUE));
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
