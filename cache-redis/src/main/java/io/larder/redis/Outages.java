package io.larder.redis;

import io.larder.redis.Trouble.Kind;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;

/**
 * Says once that the server is out of reach and once that it is back, and never anything per call
 * or per second. Thread-safe.
 */
final class Outages {

  private static final System.Logger LOG = System.getLogger("io.larder.redis");

  /** A kind of trouble that comes and goes with single commands is told of this seldom. */
  private static final long AGAIN_NANOS = 600_000_000_000L;

  private final String where;
  private final String uri;
  private final boolean part;
  private final Map<Kind, Long> told = new EnumMap<>(Kind.class);

  /** Whether the outage that is under way was told of; its end is then told of too. */
  private boolean said;

  private volatile String reason = "redis: out of reach";

  Outages(RedisConnection connection) {
    this(connection.where(), connection.uri());
  }

  Outages(String where, String uri) {
    this(where, uri, false);
  }

  private Outages(String where, String uri, boolean part) {
    this.where = where;
    this.uri = uri;
    this.part = part;
  }

  /** Returns those of a server that has a part of the keys. */
  static Outages ofPart(String where) {
    return new Outages(where, "redis+cluster://" + where, true);
  }

  /** Returns why nothing can be asked, in one short phrase. */
  String reason() {
    return reason;
  }

  /**
   * The server is out of reach for everybody.
   *
   * @param version the server's, or empty if it is unknown
   */
  synchronized void down(Trouble trouble, String version, long now) {
    reason = "redis: " + trouble.phrase();
    if (!said && isNews(trouble, now)) {
      said = true;
      LOG.log(Level.WARNING, sentence(trouble, version));
    }
  }

  /** One command failed, and others may not. */
  synchronized void odd(Trouble trouble, long now) {
    if (!said && isNews(trouble, now)) {
      LOG.log(Level.WARNING, sentence(trouble, ""));
    }
  }

  /** The server answers again. */
  synchronized void over() {
    if (said) {
      said = false;
      LOG.log(Level.INFO, "Redis at " + where + " is back: the cache is in use again");
    }
  }

  /** Another server does its work. */
  synchronized void replaced() {
    if (said) {
      said = false;
      LOG.log(Level.INFO, "Redis at " + where + " was replaced: the cache is in use again");
    }
  }

  private boolean isNews(Trouble trouble, long now) {
    if (trouble.kind().concernsAll()) {
      return true;
    }
    Long last = told.get(trouble.kind());
    if (last != null && now - last <= AGAIN_NANOS) {
      return false;
    }
    told.put(trouble.kind(), now);
    return true;
  }

  /** Returns whether a version is one before 6.2, rather than one whose commands were renamed. */
  static boolean isOld(String version) {
    return version.matches("[1-5]\\..*|6\\.[01]\\..*");
  }

  private String sentence(Trouble trouble, String version) {
    String whole = ofWhole(trouble, version);
    return part
        ? whole.replace("values are computed", "values that lie there are computed")
        : whole;
  }

  private String ofWhole(Trouble trouble, String version) {
    String server = "Redis at " + where;
    String phrase = " (" + trouble.phrase() + ")";
    return switch (trouble.kind()) {
      case SLOW ->
          server
              + " is slow"
              + phrase
              + ": values are computed without the cache until it is faster; raise deadline if this"
              + " is its usual pace";
      case ACCESS ->
          trouble.phrase().equals("NOPERM")
              ? server
                  + " does not permit this user a command or key that the cache needs"
                  + phrase
                  + ": see the list of commands in docs/redis.md; values are computed without the"
                  + " cache until then"
              : server
                  + " does not accept this user and password"
                  + phrase
                  + ": set CACHE_REDIS_PASSWORD, or user and password in the store's URI; values are"
                  + " computed without the cache until then";
      case REFUSING ->
          trouble.phrase().equals("READONLY")
              ? server
                  + " is a replica"
                  + phrase
                  + (uri.startsWith("redis://") || uri.startsWith("rediss://")
                      ? ": name the primary in the store's URI; values are"
                          + " computed without the cache until then"
                      : ": values are computed without the cache until the primary is known")
              : server
                  + " refuses commands"
                  + phrase
                  + ": values are computed without the cache until it accepts them again";
      case CLUSTER ->
          server
              + " is a server of a cluster"
              + phrase
              + ": write redis+cluster:// in the store's URI; values are computed without the cache"
              + " until then";
      case NO_CLUSTER ->
          server
              + " is no cluster"
              + phrase
              + ": write redis:// and one host in the store's URI; values are computed without the"
              + " cache until then";
      case SENTINELS ->
          "No sentinel of Redis at "
              + where
              + " can be asked"
              + phrase
              + ": values are computed without the cache until one answers";
      case SENTINEL_ACCESS ->
          "The sentinels of Redis at "
              + where
              + " do not accept this user and password"
              + phrase
              + ": set CACHE_REDIS_SENTINEL_PASSWORD, or sentinelPassword in the store's URI; values"
              + " are computed without the cache until then";
      case NO_PRIMARY ->
          "The sentinels of Redis at "
              + where
              + " do not say where the primary is"
              + phrase
              + ": set CACHE_REDIS_SENTINEL_MASTER, or the name in the store's URI, to one that they"
              + " watch; values are computed without the cache until then";
      case OLD ->
          "The cache needs Redis 6.2 or later, and found "
              + (version.isEmpty() ? "a server that lacks a command" : version)
              + " at "
              + where
              + phrase
              + (isOld(version)
                  ? ": upgrade it; values are computed without the cache until then"
                  : ": see the list of commands in docs/redis.md; values are computed without the"
                      + " cache until then");
      case DATABASE ->
          uri
              + " names a database that the server does not have"
              + phrase
              + ": set CACHE_REDIS_DB, or the number at the end of the store's URI, to one below the"
              + " server's setting 'databases', such as 0; values are computed without the cache"
              + " until then";
      case FULL ->
          server
              + " has no memory left"
              + phrase
              + ": nothing is stored until there is; raise maxmemory or set an eviction policy";
      case BUSY ->
          server
              + " has no free connection in its pool"
              + phrase
              + ": raise poolSize if this is its usual load";
      case CROWDED ->
          server
              + " takes no more connections"
              + phrase
              + ": what needs one more is not cached; raise maxclients, or lower the poolSize of"
              + " those who use it";
      case ODD, INTERRUPTED ->
          server + " refuses a command" + phrase + ": what needs it is not cached";
      case UNREACHABLE ->
          server
              + " cannot be reached"
              + phrase
              + ": values are computed without the cache until it answers again";
    };
  }
}
