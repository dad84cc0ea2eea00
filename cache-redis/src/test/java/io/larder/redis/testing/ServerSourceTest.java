package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which servers are looked for, with sources that only pretend. */
class ServerSourceTest {
  private final List<String> asked = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  @Test
  void aServerNamedByTheEnvironmentIsTakenAndNothingElseIsAsked() {
    SharedServer server = choose(Map.of("LARDER_TEST_REDIS", " redis://user:pw@cache:6380/3 "));

    assertThat(server.uri()).isEqualTo(URI.create("redis://user:pw@cache:6380/3"));
    assertThat(server.origin()).isEqualTo("named by LARDER_TEST_REDIS");
    assertThat(asked).isEmpty();
  }

  @Test
  void anEmptyVariableNamesNoServer() {
    assertThat(choose(Map.of("LARDER_TEST_REDIS", " ")).origin()).isEqualTo("container");
  }

  @Test
  void aContainerComesFirstAndNothingAfterItIsAsked() {
    assertThat(choose(Map.of()).origin()).isEqualTo("container");
    assertThat(asked).containsExactly("container");
  }

  @Test
  void thePathComesSecond() {
    missing.add("container");

    assertThat(choose(Map.of()).origin()).isEqualTo("path");
    assertThat(asked).containsExactly("container", "path");
  }

  @Test
  void theEmbeddedBinaryComesLast() {
    missing.addAll(List.of("container", "path"));

    assertThat(choose(Map.of()).origin()).isEqualTo("embedded");
    assertThat(asked).containsExactly("container", "path", "embedded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"container", "path", "embedded"})
  void aSourceNamedByTheEnvironmentIsTheOnlyOneThatIsAsked(String source) {
    Map<String, String> environment = Map.of("LARDER_TEST_REDIS_SOURCE", source);

    assertThat(choose(environment).origin()).isEqualTo(source);
    missing.add(source);
    assertThatIllegalStateException()
        .isThrownBy(() -> choose(environment))
        .withMessage("No Redis for the tests (" + source + ": not here)");
    assertThat(asked).containsExactly(source, source);
  }

  @Test
  void anUnknownSourceOrTwoNamesAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> choose(Map.of("LARDER_TEST_REDIS_SOURCE", "docker")))
        .withMessageContaining("container, path or embedded");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                choose(
                    Map.of(
                        "LARDER_TEST_REDIS", "redis://:s3cret@h",
                        "LARDER_TEST_REDIS_SOURCE", "path")))
        .withMessage(
            "LARDER_TEST_REDIS and LARDER_TEST_REDIS_SOURCE are both set: unset one of them");
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutAnyServerEachReasonIsGiven() {
    missing.addAll(List.of("container", "path", "embedded"));

    assertThatIllegalStateException()
        .isThrownBy(() -> choose(Map.of()))
        .withMessage(
            "No Redis for the tests (container: not here; path: not here; embedded: not here)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:s3cret@cache:80",
        "redis://:s3cret@",
        "redis://:s3cret@cache:6379/0?namespace=x",
        "redis://:s3 cret@cache"
      })
  void aMisspeltVariableIsRefusedWithoutRepeatingItsPassword(String url) {
    assertThatIllegalStateException()
        .isThrownBy(() -> choose(Map.of("LARDER_TEST_REDIS", url)))
        .withMessageStartingWith("LARDER_TEST_REDIS is no Redis URL")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3"))
        .withNoCause();
    assertThat(asked).isEmpty();
  }

  private SharedServer choose(Map<String, String> environment) {
    return ServerSource.openFirst(
        SharedServerSources.inOrder(
            environment, pretend("container"), pretend("path"), pretend("embedded")));
  }

  private ServerSource<SharedServer> pretend(String name) {
    return new ServerSource<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public SharedServer open() throws Unavailable {
        asked.add(name);
        if (missing.contains(name)) {
          throw new Unavailable("not here");
        }
        return new SharedServer(URI.create("redis://127.0.0.1:1/0"), name);
      }
    };
  }
}
