package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;

/** Whose client it is, and what is left of ours afterwards. */
class RedisClientsTest {

  @Test
  void anInjectedClientIsUsedAndNotClosed() {
    RedisFixture redis = RedisFixture.shared();
    try (RedisClient client = RedisClient.create(redis.url())) {
      Larder larder =
          Larder.builder()
              .namespace(RedisFixture.namespace())
              .backend(RedisBackend.over(client))
              .build();
      CacheStore<String> store = larder.store("v", new Lab.Text());
      store(store, "k", "1");
      assertThat(look(store, "k")).isEqualTo("1");
      assertThat(larder.toString()).contains("the client RedisClient");

      larder.close();

      assertThat(client.ping()).isEqualTo("PONG");
      assertThatIllegalStateException().isThrownBy(() -> store.find("k"));
    }
  }

  @Test
  void aClientThatSpeaksResp3WorksToo() {
    RedisFixture redis = RedisFixture.shared();
    try (RedisClient client =
            RedisClient.builder()
                .hostAndPort(redis.host(), redis.port())
                .clientConfig(DefaultJedisClientConfig.builder().resp3().build())
                .build();
        RedisBackend backend =
            (RedisBackend) RedisBackend.over(client).apply(Lab.context(RedisFixture.namespace()))) {
      CacheStore<String> store = Lab.view(backend, "v");
      store(store, "k", "1", Lab.MINUTE.tagged("t"));
      store.invalidate(List.of("u"));
      assertThat(look(store, "k")).isEqualTo("1");
      backend.softPurge(List.of("t"));
      assertThat(look(store, "k")).isEqualTo("1");
      store.evict("k");
      assertThat(look(store, "k")).isEqualTo("Miss");
    }
  }

  @Test
  void closingLeavesNoConnectionAndNoThread() {
    try (PrivateRedis redis = RedisFixture.start()) {
      Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
      RedisBackend backend = Lab.open(redis.url(), "shop");
      look(Lab.view(backend, "v"), "k");
      assertThat(connections(redis)).isEqualTo(1);

      backend.close();

      await().until(() -> connections(redis) == 0);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          Thread.getAllStackTraces().keySet().stream()
                              .filter(t -> !before.contains(t))
                              .map(Thread::getName)
                              .collect(Collectors.toSet()))
                      .noneMatch(name -> name.contains("pool") || name.contains("edis")));
    }
  }

  @Test
  void aClientThatCannotBeClosedIsToldOfAfterTheTrialHasEnded() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisClient client = impatient(silent.getLocalPort())) {
      RedisConnection fails =
          new RedisConnection(
              new ForwardingNodes(InjectedNodes.of(client)) {
                @Override
                public void close() {
                  throw new IllegalStateException("of closing");
                }
              },
              "of a test",
              "redis://of-a-test",
              Deadline.NONE);
      RedisBackend backend =
          new RedisBackend(Lab.context(RedisFixture.namespace()), fails, MetaClock.MOST_TAGS);
      look(Lab.view(backend, "v"), "k");
      Thread trial =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("larder-redis-trial of a test"))
              .findFirst()
              .orElseThrow();

      awaitConnection(silent);

      AtomicBoolean waited = new AtomicBoolean();
      long began = System.nanoTime();
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                try {
                  backend.close();
                } finally {
                  // A busy machine may need longer for its end than that is waited for.
                  waited.set(!trial.isAlive() || System.nanoTime() - began >= 200_000_000L);
                }
              })
          .withMessage("of closing");

      assertThat(waited).isTrue();
      await().until(() -> !trial.isAlive());
    }
  }

  private static RedisClient impatient(int port) {
    return RedisClient.builder()
        .hostAndPort("127.0.0.1", port)
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .socketTimeoutMillis(150)
                .build())
        .build();
  }

  /** Waits until somebody connects from now on, and then waits for an answer. */
  private static void awaitConnection(ServerSocket server) throws IOException {
    server.setSoTimeout(50);
    try {
      while (true) {
        server.accept().close();
      }
    } catch (SocketTimeoutException e) {
      server.setSoTimeout(10_000);
    }
    var unused = server.accept();
  }

  @Test
  void anOldJedisIsOneSentenceWithVersionsAndTheProperty() throws Exception {
    assertThatThrownBy(() -> openWithout("redis.clients.jedis.RedisClient"))
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs Jedis 7.2 or later and found ")
        .hasMessageContaining("jedis.version");
    assertThatThrownBy(
            () ->
                openWithout("redis.clients.jedis.UnifiedJedis", "redis.clients.jedis.RedisClient"))
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found one before 4.0");
    openWithout("redis.clients.jedis.Nothing");
  }

  private static void openWithout(String... missing) throws Exception {
    ClassLoader loader = new Hiding(Set.of(missing));
    Class<?> provider = Class.forName("io.larder.redis.RedisProvider", true, loader);
    Method open = null;
    for (Method method : provider.getMethods()) {
      if (method.getName().equals("open")) {
        open = method;
      }
    }
    Object opened =
        open.invoke(
            provider.getConstructor().newInstance(),
            StoreUri.parse("redis://localhost:1"),
            Lab.context("shop"));
    ((AutoCloseable) opened).close();
  }

  private static long connections(PrivateRedis redis) {
    String clients = (String) redis.command("CLIENT", "LIST");
    return clients.lines().filter(line -> line.contains("name=larder")).count();
  }

  /** A class path on which some classes of Jedis are missing, as in older versions. */
  private static final class Hiding extends ClassLoader {

    private final Set<String> missing;

    Hiding(Set<String> missing) {
      super(RedisClientsTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (missing.contains(name)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.larder.redis.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
