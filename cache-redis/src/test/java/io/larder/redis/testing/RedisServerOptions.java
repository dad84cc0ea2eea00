package io.larder.redis.testing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a private server is started with; each {@code with} returns a changed copy.
 *
 * @param password of the default user, or null for none
 * @param users further users
 * @param tls the certificate to listen with, or null for plain TCP
 * @param settings further lines of redis.conf
 * @param oldest true for the binary in embedded-redis, the oldest Redis that is supported
 */
public record RedisServerOptions(
    @Nullable String password,
    List<User> users,
    @Nullable CertificateName tls,
    List<Setting> settings,
    boolean oldest) {

  /** Whom a server's certificate names. */
  public enum CertificateName {
    /** The server itself: 127.0.0.1 and localhost. */
    ITS_OWN,
    /** Some other host, so that a client that checks names must refuse it. */
    ANOTHER
  }

  /**
   * A user and the ACL rules that it has, in Redis's own words.
   *
   * @param name as in AUTH; {@code default} restricts everybody who does not log in
   * @param password in clear
   * @param rules for example {@code ~shop:*}, {@code &*}, {@code +@all}
   */
  public record User(String name, String password, List<String> rules) {
    public User {
      rules = List.copyOf(rules);
    }

    @Override
    public String toString() {
      return "User[" + name + ", " + rules + "]";
    }
  }

  /** One line of redis.conf. */
  public record Setting(String name, String value) {}

  public RedisServerOptions {
    users = List.copyOf(users);
    settings = List.copyOf(settings);
  }

  /** Plain TCP, no password, no limit of memory, nothing kept on disk. */
  public static RedisServerOptions defaults() {
    return new RedisServerOptions(null, List.of(), null, List.of(), false);
  }

  /** With {@code requirepass}. */
  public RedisServerOptions withPassword(String required) {
    return new RedisServerOptions(required, users, tls, settings, oldest);
  }

  /** With one more user, who may do everything if no rules are given. */
  public RedisServerOptions withUser(String name, String itsPassword, String... rules) {
    List<String> given = rules.length == 0 ? List.of("~*", "&*", "+@all") : List.of(rules);
    User user = new User(name, itsPassword, given);
    return new RedisServerOptions(password, plus(users, user), tls, settings, oldest);
  }

  /** With TLS only, and a certificate made for this run. */
  public RedisServerOptions withTls(CertificateName name) {
    return new RedisServerOptions(password, users, name, settings, oldest);
  }

  /** With TLS only, and a certificate made for this run that names 127.0.0.1 and localhost. */
  public RedisServerOptions withTls() {
    return withTls(CertificateName.ITS_OWN);
  }

  /**
   * With a limit of memory.
   *
   * @param limit as redis.conf writes it, such as {@code 4mb}
   * @param policy such as {@code noeviction} or {@code allkeys-lru}
   */
  public RedisServerOptions withMaxMemory(String limit, String policy) {
    return withSetting("maxmemory", limit).withSetting("maxmemory-policy", policy);
  }

  /** With one more line of redis.conf. */
  public RedisServerOptions withSetting(String name, String value) {
    Setting setting = new Setting(name, value);
    return new RedisServerOptions(password, users, tls, plus(settings, setting), oldest);
  }

  /** With these lines before its own, which win. */
  RedisServerOptions over(List<Setting> before) {
    List<Setting> all = Stream.concat(before.stream(), settings.stream()).toList();
    return new RedisServerOptions(password, users, tls, all, oldest);
  }

  /** On the binary in embedded-redis (6.2), whatever the PATH holds. */
  public RedisServerOptions onOldest() {
    return new RedisServerOptions(password, users, tls, settings, true);
  }

  @Override
  public String toString() {
    String secret = password == null ? "" : "password, ";
    return "RedisServerOptions[" + secret + users + ", tls=" + tls + ", " + settings + "]";
  }

  private static <T> List<T> plus(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }
}
