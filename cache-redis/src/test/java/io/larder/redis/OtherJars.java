package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Function;
import redis.clients.jedis.UnifiedJedis;

/** The library with other versions of what it stands on, apart from the tests' own. */
final class OtherJars extends URLClassLoader {

  private static final Path JARS = Path.of("target", "jedis");
  private static final String JEDIS = "redis.clients.jedis";
  private static final String POOL = "org.apache.commons.pool2";

  private OtherJars(URL... jars) {
    super(jars, OtherJars.class.getClassLoader());
  }

  /** With another Jedis. */
  static OtherJars jedis(String jar) throws IOException {
    return new OtherJars(existing(jar), home(RedisBackend.class));
  }

  /** With another pool, and the same Jedis over it. */
  static OtherJars pool(String jar) throws IOException {
    return new OtherJars(existing(jar), home(UnifiedJedis.class), home(RedisBackend.class));
  }

  private static URL home(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static URL existing(String name) throws IOException {
    Path jar = JARS.resolve(name);
    assertThat(Files.isRegularFile(jar)).as("mvn process-test-resources copies " + jar).isTrue();
    return jar.toUri().toURL();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("redis.clients.")
        && !name.startsWith("io.larder.redis.")
        && !(name.startsWith(POOL) && hasPool())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  private boolean hasPool() {
    return findResource(POOL.replace('.', '/') + "/ObjectPool.class") != null;
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  String jedisVersion() throws IOException {
    return version("redis.clients/jedis");
  }

  String poolVersion() throws IOException {
    return version("org.apache.commons/commons-pool2");
  }

  private String version(String artifact) throws IOException {
    Properties properties = new Properties();
    try (var in = getResourceAsStream("META-INF/maven/" + artifact + "/pom.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  BackendProvider provider() throws ReflectiveOperationException {
    return (BackendProvider)
        loadClass("io.larder.redis.RedisProvider").getConstructor().newInstance();
  }

  AutoCloseable client(String url) throws ReflectiveOperationException {
    return (AutoCloseable)
        loadClass(JEDIS + ".RedisClient")
            .getMethod("create", URI.class)
            .invoke(null, URI.create(url));
  }

  Object ping(AutoCloseable client) throws ReflectiveOperationException {
    return client.getClass().getMethod("ping").invoke(client);
  }

  @SuppressWarnings("unchecked")
  Function<BackendContext, Backend> over(AutoCloseable client) throws ReflectiveOperationException {
    try {
      return (Function<BackendContext, Backend>)
          loadClass("io.larder.redis.RedisBackend")
              .getMethod("over", loadClass(JEDIS + ".UnifiedJedis"))
              .invoke(null, client);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
