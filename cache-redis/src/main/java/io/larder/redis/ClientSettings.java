package io.larder.redis;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.Pool;

/**
 * What can be read of a client of somebody else's: which of its settings let an operation take
 * longer than one of ours may. Jedis has no way to ask for most of them, so what is not where it
 * was in the versions that we know is left out.
 */
final class ClientSettings {

  private static final Duration MOST = Timeouts.DEFAULT_DEADLINE;
  private static final Duration BORROW = Duration.ofMillis(100);

  private final UnifiedJedis jedis;

  ClientSettings(UnifiedJedis jedis) {
    this.jedis = jedis;
  }

  /** Returns a line for each setting that had better be lower. */
  List<String> advice() {
    List<String> advice = new ArrayList<>();
    Object provider = value(UnifiedJedis.class, "provider", jedis);
    if (provider instanceof ConnectionProvider connections) {
      Pool<?> pool = pool(connections);
      if (pool != null) {
        ofPool(pool, advice);
      }
    }
    Object executor = value(UnifiedJedis.class, "executor", jedis);
    Object attempts = executor == null ? null : value(executor.getClass(), "maxAttempts", executor);
    if (attempts instanceof Integer times && times > 1) {
      advice.add(line("tries a command " + times + " times", "maxAttempts", "1"));
    }
    return advice;
  }

  private static @Nullable Pool<?> pool(ConnectionProvider connections) {
    try {
      Map<?, ?> pools = connections.getConnectionMap();
      for (Object each : pools.values()) {
        if (each instanceof Pool<?> pool) {
          return pool;
        }
      }
    } catch (RuntimeException e) {
      // It has none, or cannot say now.
    }
    return null;
  }

  private void ofPool(Pool<?> pool, List<String> advice) {
    Duration wait = pool.getMaxWaitDuration();
    if (wait.isNegative()) {
      advice.add(line("waits for a free connection without an end", "the pool's maxWait", less()));
    } else {
      compare(wait, "waits for a free connection for ", "the pool's maxWait", advice);
    }
    inspect(pool, advice);
  }

  private <T> void inspect(Pool<T> pool, List<String> advice) {
    T borrowed;
    try {
      borrowed = pool.borrowObject(BORROW);
    } catch (Exception e) {
      // There is none to be had now.
      return;
    }
    try {
      if (borrowed instanceof Connection connection) {
        ofConnection(connection, advice);
      }
    } finally {
      // By the pool: closing one that was borrowed like this would not give it back.
      pool.returnObject(borrowed);
    }
  }

  private void ofConnection(Connection connection, List<String> advice) {
    compare(
        Duration.ofMillis(connection.getSoTimeout()),
        "waits for each read for ",
        "its socket timeout",
        advice);
    Object sockets = value(Connection.class, "socketFactory", connection);
    Object connect =
        sockets == null ? null : value(sockets.getClass(), "connectionTimeout", sockets);
    if (connect instanceof Integer millis) {
      compare(Duration.ofMillis(millis), "connects for ", "its connection timeout", advice);
    }
  }

  private void compare(Duration is, String does, String setting, List<String> advice) {
    if (is.isZero()) {
      advice.add(line(does + "ever", setting, less()));
    } else if (is.compareTo(MOST) > 0) {
      advice.add(line(does + is.toMillis() + " ms", setting, less()));
    }
  }

  private String line(String does, String setting, String value) {
    return "The client "
        + jedis.getClass().getSimpleName()
        + " "
        + does
        + ", and an operation should take no more than "
        + MOST.toMillis()
        + " ms: set "
        + setting
        + " to "
        + value
        + ", or open Redis by its URI";
  }

  private static String less() {
    return "less";
  }

  private static @Nullable Object value(Class<?> type, String name, Object of) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        Field field = at.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
      } catch (NoSuchFieldException e) {
        // Perhaps of a class above.
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
    return null;
  }
}
