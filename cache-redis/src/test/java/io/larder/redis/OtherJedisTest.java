package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.RedisFixture;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The library over the jars of other versions of Jedis, which a framework may manage. */
class OtherJedisTest {

  private static final Path JARS = Path.of("target", "jedis");

  private final RedisFixture redis = RedisFixture.shared();
  private final BackendContext context = Lab.context(RedisFixture.namespace());

  @Test
  void aClientOfTheOldestVersionCanBeInjected() throws Exception {
    try (Jedis oldest = new Jedis("oldest.jar")) {
      assertThat(oldest.version()).startsWith(JedisVersion.NEEDED);
      try (AutoCloseable client = oldest.client(redis.url());
          Backend backend = oldest.over(client).apply(context)) {
        assertUsable(backend);
        assertThat(oldest.ping(client)).isEqualTo("PONG");
      }
    }
  }

  @Test
  void theOldestVersionOpensAUri() throws Exception {
    try (Jedis oldest = new Jedis("oldest.jar");
        Backend backend =
            oldest.provider().open(StoreUri.parse(redis.url() + "?timeout=10s"), context)) {
      assertUsable(backend);
    }
  }

  @Test
  void anOlderOneIsRefusedInOneSentenceWithVersionsAndTheProperty() throws Exception {
    try (Jedis refused = new Jedis("refused.jar")) {
      BackendProvider provider = refused.provider();
      StoreUri uri = StoreUri.parse(redis.url());

      assertThatIllegalStateException()
          .isThrownBy(() -> provider.open(uri, context))
          .withMessage(
              "opening Redis by its URI needs Jedis 7.2 or later and found "
                  + refused.version()
                  + ": set the Maven property jedis.version (the one by which Spring Boot manages"
                  + " it) to 8.0.2, or add redis.clients:jedis in that version");
    }
  }

  @Test
  void theJarsAreNotThoseOfTheClassPath() throws Exception {
    try (Jedis oldest = new Jedis("oldest.jar");
        Jedis refused = new Jedis("refused.jar")) {
      assertThat(refused.version()).startsWith("6.");
      assertThat(oldest.loadClass("redis.clients.jedis.UnifiedJedis").getClassLoader())
          .isSameAs(oldest);
      assertThatThrownBy(() -> refused.loadClass("redis.clients.jedis.RedisClient"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static void assertUsable(Backend backend) {
    CacheStore<String> store = backend.open(new View<>("v", "v:", new Lab.Text()));
    assertThat(look(store, "k")).isEqualTo("Miss");
    Claim claim = store.claim("k");
    assertThat(claim.granted()).isTrue();
    assertThat(store.fill(claim, "1", Lab.MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "k")).isEqualTo("Miss");
    store(store, "tagged", "2", Lab.MINUTE.tagged("t"));
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "tagged")).isEqualTo("Miss");
    assertThat(store.put(store.claim("put"), "3", Lab.MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "put")).isEqualTo("3");
    assertThat(backend.health().reachable()).isTrue();
  }

  /** The library and one version of Jedis, apart from those of the tests; the rest is shared. */
  private static final class Jedis extends URLClassLoader {

    Jedis(String jar) throws Exception {
      super(
          new URL[] {
            existing(JARS.resolve(jar)).toUri().toURL(),
            RedisBackend.class.getProtectionDomain().getCodeSource().getLocation()
          },
          OtherJedisTest.class.getClassLoader());
    }

    private static Path existing(Path jar) {
      assertThat(Files.isRegularFile(jar)).as("mvn process-test-resources copies " + jar).isTrue();
      return jar;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("redis.clients.") && !name.startsWith("io.larder.redis.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    public URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }

    String version() throws Exception {
      Properties properties = new Properties();
      try (var in = getResourceAsStream("META-INF/maven/redis.clients/jedis/pom.properties")) {
        properties.load(in);
      }
      return properties.getProperty("version");
    }

    BackendProvider provider() throws Exception {
      return (BackendProvider)
          loadClass("io.larder.redis.RedisProvider").getConstructor().newInstance();
    }

    AutoCloseable client(String url) throws Exception {
      return (AutoCloseable)
          loadClass("redis.clients.jedis.RedisClient")
              .getMethod("create", URI.class)
              .invoke(null, URI.create(url));
    }

    Object ping(AutoCloseable client) throws Exception {
      return client.getClass().getMethod("ping").invoke(client);
    }

    @SuppressWarnings("unchecked")
    Function<BackendContext, Backend> over(AutoCloseable client) throws Exception {
      try {
        return (Function<BackendContext, Backend>)
            loadClass("io.larder.redis.RedisBackend")
                .getMethod("over", loadClass("redis.clients.jedis.UnifiedJedis"))
                .invoke(null, client);
      } catch (InvocationTargetException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
