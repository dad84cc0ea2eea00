package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisFixtureTest {
  @TempDir private Path temp;

  @Test
  void theSharedServerIsOneAndAnswers() {
    RedisFixture redis = RedisFixture.shared();

    assertThat(redis).isSameAs(RedisFixture.shared());
    assertThat(redis.command("PING")).isEqualTo("PONG");
    assertThat(redis.url()).contains(redis.host()).contains(":" + redis.port());
  }

  @Test
  void aUrlWithANamespaceKeepsServerAndDatabase() {
    URI url = URI.create(RedisFixture.shared().url("shop"));

    assertThat(url.getPort()).isEqualTo(RedisFixture.shared().port());
    assertThat(url.getPath()).matches("/\\d+");
    assertThat(url.getQuery()).isEqualTo("namespace=shop");
  }

  @Test
  void eachNamespaceIsAnotherAndAValidOne() {
    Set<String> namespaces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String namespace = RedisFixture.namespace();
      assertThat(namespace).matches("[A-Za-z0-9._-]{1,64}");
      namespaces.add(namespace);
    }
    assertThat(namespaces).hasSize(1000);
  }

  @Test
  void aServerNamedByTheEnvironmentIsUsedAndSaidWithoutItsPassword() throws Exception {
    RedisServerOptions options = RedisServerOptions.defaults().withPassword("s3cret");
    try (PrivateRedis named = RedisFixture.start(options);
        ChildJvm child = ChildJvm.start("shared", Map.of("LARDER_TEST_REDIS", named.url()), temp)) {
      assertThat(child.line())
          .isEqualTo(
              "Redis for the tests: redis://127.0.0.1:%d/0 (named by LARDER_TEST_REDIS)"
                  .formatted(named.port()));
      assertThat(child.line()).as("the line is printed once").isEqualTo("" + named.port());
      child.end();
      assertThat(named.command("PING")).as("it is not ours to stop").isEqualTo("PONG");
    }
  }

  @Test
  void aMachineWithNothingButTheClassPathHasARedisToo() throws Exception {
    try (ChildJvm child = ChildJvm.start("shared", Map.of("PATH", "/nonexistent"), temp)) {
      assertThat(child.line())
          .matches(
              "Redis for the tests: redis://127.0.0.1:\\d+/0 \\(Redis 6.2.\\d+ from embedded-redis\\)");
      int port = Integer.parseInt(child.line());
      assertThat(port).isPositive();
    }
  }
}
