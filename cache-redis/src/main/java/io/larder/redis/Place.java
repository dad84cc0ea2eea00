package io.larder.redis;

import io.larder.cache.spi.StoreUri;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where a Redis is, by its topology. */
sealed interface Place {

  /** One server. */
  record Server(Address address) implements Place {}

  /**
   * Whichever server the sentinels name.
   *
   * @param primary the name by which they know it
   * @param login as whom they are asked
   */
  record Sentinels(List<Address> addresses, String primary, Login login) implements Place {}

  /**
   * A cluster.
   *
   * @param addresses some of its servers, which know the others
   */
  record Cluster(List<Address> addresses) implements Place {}

  String SENTINEL = "+sentinel";
  String CLUSTER = "+cluster";

  int PORT = 6379;
  int SENTINEL_PORT = 26379;

  /**
   * Returns where the URI says that it is.
   *
   * @throws IllegalArgumentException if the URI's hosts, or its path, are not of that topology
   */
  static Place of(StoreUri uri) {
    String hosts = uri.host().orElse("");
    if (uri.scheme().endsWith(SENTINEL)) {
      if (hosts.isEmpty()) {
        throw wrong(uri, "has no host: write redis+sentinel://host1,host2,host3/mymaster/0");
      }
      return new Sentinels(addresses(uri, hosts, SENTINEL_PORT), primary(uri), sentinelLogin(uri));
    }
    if (uri.scheme().endsWith(CLUSTER)) {
      if (hosts.isEmpty()) {
        throw wrong(uri, "has no host: write redis+cluster://host1,host2,host3");
      }
      return new Cluster(addresses(uri, hosts, PORT));
    }
    if (hosts.isEmpty()) {
      throw wrong(uri, "has no host: write redis://localhost:6379/0");
    }
    if (hosts.indexOf(',') >= 0) {
      throw wrong(
          uri,
          "names several hosts: name one, the primary, or write redis+sentinel:// or"
              + " redis+cluster://");
    }
    return new Server(new Address(hosts, uri.port().orElse(PORT)));
  }

  private static List<Address> addresses(StoreUri uri, String hosts, int port) {
    if (hosts.indexOf(',') < 0) {
      return List.of(new Address(hosts, uri.port().orElse(port)));
    }
    List<Address> addresses = new ArrayList<>();
    for (String each : hosts.split(",", -1)) {
      Address address = Address.parse(each, port);
      if (addresses.contains(address)) {
        throw wrong(uri, "names the host " + address + " twice: name it once");
      }
      addresses.add(address);
    }
    return List.copyOf(addresses);
  }

  private static String primary(StoreUri uri) {
    String path = uri.path();
    int end = path.indexOf('/', 1);
    String name = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    if (name.isEmpty()) {
      throw wrong(
          uri,
          "does not say by which name the sentinels know the primary: write"
              + " redis+sentinel://host1,host2,host3/mymaster/0");
    }
    if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw wrong(
          uri,
          "has '" + name + "' for the primary: its name is of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    return name;
  }

  private static Login sentinelLogin(StoreUri uri) {
    String user = uri.option(RedisOptions.SENTINEL_USER).orElse(null);
    String password = uri.option(RedisOptions.SENTINEL_PASSWORD).orElse(null);
    if (user != null && password == null) {
      throw wrong(
          uri,
          "has "
              + RedisOptions.SENTINEL_USER
              + " without "
              + RedisOptions.SENTINEL_PASSWORD
              + ": say both");
    }
    return new Login(user, password);
  }

  /** Returns the part of the URI's path that tells the database, with its {@code /} in front. */
  static String database(StoreUri uri) {
    String path = uri.path();
    if (!uri.scheme().endsWith(SENTINEL)) {
      return path;
    }
    int end = path.indexOf('/', 1);
    return end < 0 ? "" : path.substring(end);
  }

  /** Returns its name for people: {@code localhost:6379}. */
  default String where() {
    if (this instanceof Sentinels sentinels) {
      return sentinels.primary() + " (sentinels " + joined(sentinels.addresses()) + ")";
    }
    if (this instanceof Cluster cluster) {
      return joined(cluster.addresses()) + " (cluster)";
    }
    return ((Server) this).address().toString();
  }

  /** Returns it as a URI without user, password and options. */
  default String uri(boolean tls, int database) {
    String scheme = tls ? "rediss" : "redis";
    if (this instanceof Sentinels sentinels) {
      String hosts = joined(sentinels.addresses());
      return scheme + SENTINEL + "://" + hosts + "/" + sentinels.primary() + "/" + database;
    }
    if (this instanceof Cluster cluster) {
      return scheme + CLUSTER + "://" + joined(cluster.addresses());
    }
    return scheme + "://" + ((Server) this).address() + "/" + database;
  }

  private static String joined(List<Address> addresses) {
    return addresses.stream().map(Address::toString).collect(Collectors.joining(","));
  }

  private static IllegalArgumentException wrong(StoreUri uri, String what) {
    return OptionReader.wrong(uri, what);
  }
}
