package io.larder.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.NoSuchElementException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a failure of Jedis means. Its messages are not shown as they are: only phrases that cannot
 * hold a secret.
 *
 * @param kind what it is
 * @param phrase a few words about the particular case
 */
record Trouble(Kind kind, String phrase) {

  /** The kinds that need different answers. */
  enum Kind {
    /** No answer: the server is down, hung, or closes connections. */
    UNREACHABLE,
    /** It answers, too slowly to be of use. */
    SLOW,
    /** It does not accept the user or password, or does not permit a command. */
    ACCESS,
    /** It answers, and refuses all or most commands: it loads, fails over, is a replica. */
    REFUSING,
    /** It is a part of a cluster, and the URI says that it is one server. */
    CLUSTER,
    /** It is no cluster, and the URI says that it is one. */
    NO_CLUSTER,
    /** No sentinel answers, so nobody knows which server to ask. */
    SENTINELS,
    /** The sentinels do not accept the user or password. */
    SENTINEL_ACCESS,
    /** The sentinels know no primary by the name. */
    NO_PRIMARY,
    /** It lacks a command: it is too old, or not quite a Redis. */
    OLD,
    /** It does not have the database that was named. */
    DATABASE,
    /** It has no memory left to write. */
    FULL,
    /** All connections of the pool are in use. */
    BUSY,
    /** It has as many clients as it takes; connections that are open work. */
    CROWDED,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** It refuses this one command. */
    ODD;

    /** Returns whether every caller would meet it, so that nobody needs to ask for a while. */
    boolean concernsAll() {
      return switch (this) {
        case UNREACHABLE,
            SLOW,
            ACCESS,
            REFUSING,
            CLUSTER,
            NO_CLUSTER,
            SENTINELS,
            SENTINEL_ACCESS,
            NO_PRIMARY,
            OLD,
            DATABASE ->
            true;
        case FULL, BUSY, CROWDED, INTERRUPTED, ODD -> false;
      };
    }
  }

  static Trouble of(JedisException e) {
    if (cause(e, InterruptedException.class) != null) {
      return new Trouble(Kind.INTERRUPTED, "interrupted");
    }
    if (e instanceof NoPrimary noPrimary) {
      return noPrimary.trouble();
    }
    SlowServer slow = cause(e, SlowServer.class);
    if (slow != null) {
      return new Trouble(Kind.SLOW, String.valueOf(slow.getMessage()));
    }
    if (cause(e, NoSuchElementException.class) != null) {
      return new Trouble(Kind.BUSY, "all connections are in use");
    }
    NoCredentials none = cause(e, NoCredentials.class);
    if (none != null) {
      return new Trouble(Kind.ACCESS, String.valueOf(none.getMessage()));
    }
    JedisAccessControlException denied = cause(e, JedisAccessControlException.class);
    if (denied != null) {
      return new Trouble(Kind.ACCESS, code(denied));
    }
    JedisDataException refused = cause(e, JedisDataException.class);
    if (refused != null) {
      return refused(refused);
    }
    return new Trouble(Kind.UNREACHABLE, io(e));
  }

  /** Returns whether a key is of another type than the command is for. */
  static boolean isWrongType(JedisDataException e) {
    return code(e).equals("WRONGTYPE");
  }

  /** Returns whether the server refuses to write since it is a replica. */
  static boolean isReadOnly(JedisDataException e) {
    return code(e).equals("READONLY");
  }

  /** Returns whether no answer came in time, and nothing else is known. */
  static boolean isSilence(JedisException e) {
    return cause(e, SocketTimeoutException.class) != null;
  }

  /**
   * Has the calling thread know that it was interrupted, if that is why something has failed: Jedis
   * and whoever waits for it forget that.
   */
  static void keepInterrupt(JedisException e) {
    if (of(e).kind() == Kind.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns whether it may have been the connection alone, one that a restart has broken: then
   * nothing was waited for, and no new one was refused or lacked a thread.
   */
  static boolean isOfOneConnection(JedisException e) {
    return cause(e, JedisConnectionException.class) != null
        && !(e instanceof NoPrimary)
        && !(e instanceof ShardFailure known && !known.isNews())
        && cause(e, SocketTimeoutException.class) == null
        && cause(e, ConnectException.class) == null
        && cause(e, UnknownHostException.class) == null
        && cause(e, Threads.None.class) == null;
  }

  private static Trouble refused(JedisDataException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (message.startsWith("ERR unknown command")
        || message.contains("does not support HELLO")
        || message.contains("Unknown Redis command called from")) {
      return new Trouble(Kind.OLD, "unknown command");
    }
    if (message.startsWith("ERR DB index is out of range")
        || message.startsWith("ERR invalid DB index")
        || message.startsWith("ERR SELECT is not allowed")) {
      return new Trouble(Kind.DATABASE, message.substring("ERR ".length()));
    }
    if (message.startsWith("ERR max number of clients")) {
      return new Trouble(Kind.CROWDED, "max number of clients reached");
    }
    if (message.contains("cluster support disabled")) {
      return new Trouble(Kind.NO_CLUSTER, "cluster support disabled");
    }
    String code = code(e);
    return switch (code) {
      case "MOVED", "ASK", "CROSSSLOT" -> new Trouble(Kind.CLUSTER, code);
      case "NOAUTH", "WRONGPASS", "NOPERM" -> new Trouble(Kind.ACCESS, code);
      case "OOM" -> new Trouble(Kind.FULL, code);
      case "LOADING", "READONLY", "MISCONF", "MASTERDOWN", "CLUSTERDOWN", "BUSY", "NOREPLICAS" ->
          new Trouble(Kind.REFUSING, code);
      default -> new Trouble(Kind.ODD, code);
    };
  }

  private static String code(JedisDataException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (message.startsWith("ERR invalid password") || message.startsWith("ERR AUTH")) {
      return "WRONGPASS";
    }
    if (message.contains(": -READONLY ")) {
      // Of a script, before Redis 7.
      return "READONLY";
    }
    int end = message.indexOf(' ');
    String code = end < 0 ? message : message.substring(0, end);
    return code.matches("[A-Z]{2,20}") ? code : "ERR";
  }

  private static String io(JedisException e) {
    if (cause(e, HostResolver.Slow.class) != null) {
      return "its name was not resolved in time";
    } else if (cause(e, SocketTimeoutException.class) != null) {
      return "no answer in time";
    } else if (cause(e, UnknownHostException.class) != null) {
      return "unknown host";
    } else if (cause(e, ConnectException.class) != null) {
      return "connection refused";
    } else if (cause(e, Threads.None.class) != null) {
      return "no thread could be started";
    }
    SSLException tls = cause(e, SSLException.class);
    if (tls != null) {
      return "TLS: " + tls.getMessage();
    }
    IOException io = cause(e, IOException.class);
    return io == null ? "connection lost" : "connection lost: " + io.getMessage();
  }

  private static <T> @Nullable T cause(Throwable e, Class<T> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      for (Throwable suppressed : at.getSuppressed()) {
        if (type.isInstance(suppressed)) {
          return type.cast(suppressed);
        }
      }
      at = at.getCause();
    }
    return null;
  }
}
