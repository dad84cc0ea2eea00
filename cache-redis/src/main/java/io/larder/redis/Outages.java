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
  private final Map<Kind, Long> told = new EnumMap<>(Kind.class);

  /** Whether the outage that is under way was told of; its end is then told of too. */
  private boolean said;

  private volatile String reason = "redis: out of reach";

  Outages(RedisConnection connection) {
    this(connection.where(), connection.uri());
  }

  Outages(String where, String uri) {
    this.where = where;
    this.uri = uri;
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
  private static boolean isOld(String version) {
    return version.matches("[1-5]\\..*|6\\.[01]\\..*");
  }

  private String sentence(Trouble trouble, String version) {
    String server = "Redis at " + where;
    String phrase = " (" + trouble.phrase() + ")";
    return switch (trouble.kind()) {
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
                  + ": name the primary in the store's URI; values are"
                  + " computed without the cache until then"
              : server
                  + " refuses commands"
                  + phrase
                  + ": values are computed without the cache until it accepts them again";
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
