package io.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which Jedis is on the class path. Another one than this library asks for gets there through a
 * framework's dependency management.
 */
final class JedisVersion {

  static final String NEEDED = "7.2";

  private static final String POM = "/META-INF/maven/redis.clients/jedis/pom.properties";

  private JedisVersion() {}

  /**
   * Refuses a Jedis that cannot open a URI.
   *
   * @throws IllegalStateException with the one sentence that says what to do
   */
  static void require() {
    ClassLoader loader = JedisVersion.class.getClassLoader();
    if (!has(loader, "redis.clients.jedis.RedisClient")) {
      throw tooOld(found(loader), null);
    }
  }

  static IllegalStateException tooOld(String found, @Nullable Throwable cause) {
    return new IllegalStateException(
        "opening Redis by its URI needs Jedis "
            + NEEDED
            + " or later and found "
            + found
            + ": set the Maven property jedis.version (the one by which Spring Boot manages it) to "
            + "8.0.2, or add redis.clients:jedis in that version",
        cause);
  }

  static String found() {
    return found(JedisVersion.class.getClassLoader());
  }

  private static String found(ClassLoader loader) {
    if (!has(loader, "redis.clients.jedis.UnifiedJedis")) {
      return has(loader, "redis.clients.jedis.Jedis") ? "one before 4.0" : "none";
    }
    try {
      Class<?> client = Class.forName("redis.clients.jedis.UnifiedJedis", false, loader);
      String version = client.getPackage().getImplementationVersion();
      if (version != null) {
        return version;
      }
      try (InputStream in = client.getResourceAsStream(POM)) {
        Properties properties = new Properties();
        if (in != null) {
          properties.load(in);
        }
        return properties.getProperty("version", "an older one");
      }
    } catch (ClassNotFoundException | IOException e) {
      return "an older one";
    }
  }

  private static boolean has(ClassLoader loader, String name) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
