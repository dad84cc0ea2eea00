package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.cache.CacheStore;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether deadlines hold over a pool that opens connections in the place of broken ones. */
class OtherPoolTest {

  /** Twice the deadline: machines that test are busy. */
  private static final Duration LATE = Duration.ofSeconds(4);

  private OtherJars jars;
  private ChaosProxy proxy;
  private Backend backend;
  private CacheStore<String> view;

  @BeforeEach
  void open() throws Exception {
    RedisFixture redis = RedisFixture.shared();
    proxy = ChaosProxy.to(redis.host(), redis.port());
    String url =
        redis.url().replace(redis.host() + ":" + redis.port(), proxy.host() + ":" + proxy.port());
    StoreUri uri = StoreUri.parse(url + "?deadline=2s&timeout=1500ms");
    jars = OtherJars.pool("pool.jar");
    backend = jars.provider().open(uri, Lab.context(RedisFixture.namespace()));
    view = backend.open(new View<>("v", "v:", new Lab.Text()));
    store(view, "k", "v");
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
    proxy.close();
    jars.close();
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void itIsAnotherPoolThanLarderAsksFor() throws Exception {
    assertThat(jars.poolVersion()).startsWith("2.13");
    assertThat(look(view, "k")).isEqualTo("v");
  }

  @Test
  void aLookUpOverABrokenConnectionEndsInTime() {
    proxy.answers(ProxyFlow.dripping(1, Duration.ofMillis(200)));

    long start = System.nanoTime();
    assertThat(look(view, "k")).isEqualTo("Unavailable");
    assertThat(took(start)).isLessThan(LATE);
  }

  @Test
  void soDoesWhatIsAskedOutsideAnOperation() {
    proxy.answers(ProxyFlow.dripping(1, Duration.ofMillis(200)));

    long start = System.nanoTime();
    assertThatIllegalStateException().isThrownBy(() -> backend.inspect("*", 10));
    assertThat(took(start)).isLessThan(LATE);
  }
}
