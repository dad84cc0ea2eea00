package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flag beats the environment, which beats what is built in. */
class PrecedenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # setting        | flag              | environment                              | comes out as
          host             |                   |                                          | 127.0.0.1
          host             |                   | LARDER_HOST=0.0.0.0                      | 0.0.0.0
          host             | 127.0.0.2         | LARDER_HOST=0.0.0.0                      | 127.0.0.2
          host             |                   | LARDER_HOST=                             | 127.0.0.1
          port             |                   |                                          | 5000
          port             |                   | LARDER_PORT=81                           | 81
          port             | 82                | LARDER_PORT=81                           | 82
          port             | 82                | LARDER_PORT=nonsense                     | 82
          store            |                   |                                          | memory:
          store            |                   | CACHE_TYPE=null                          | none:
          store            |                   | CACHE_TYPE=redis                         | redis://localhost:6379/0
          store            |                   | CACHE_TYPE=redis;CACHE_REDIS_HOST=r;CACHE_REDIS_PORT=1;CACHE_REDIS_DB=2 | redis://r:1/2
          store            |                   | CACHE_TYPE=redis;CACHE_REDIS_URL=redis://u/3;CACHE_REDIS_PASSWORD=hush | redis://:***@u/3
          store            |                   | CACHE_TYPE=redis;LARDER_STORE=none:      | none:
          store            |                   | CACHE_TYPE=redis;LARDER_STORE=           | redis://localhost:6379/0
          store            |                   | CACHE_TYPE=redis;LARDER_REDIS_HOST=n     | redis://n:6379/0
          store            |                   | CACHE_TYPE=redis;LARDER_REDIS_HOST=n;CACHE_REDIS_HOST=r | redis://r:6379/0
          store            |                   | CACHE_TYPE=redis;LARDER_REDIS_HOST=n;CACHE_REDIS_URL=redis://u/3 | redis://u/3
          store            |                   | LARDER_REDIS_HOST=n                      | memory:
          store            | redis://f         | CACHE_TYPE=redis;LARDER_REDIS_HOST=n     | redis://f
          store            | memory:           | CACHE_TYPE=redis;LARDER_STORE=none:      | memory:
          store            | memory:           | CACHE_TYPE=nonsense;CACHE_REDIS_PORT=x   | memory:
          store            | redis://f         | CACHE_REDIS_PASSWORD=hush                | redis://:***@f
          store            | redis://:own@f    | CACHE_REDIS_PASSWORD=hush                | redis://:***@f
          ttl              |                   |                                          | null
          ttl              |                   | LARDER_TTL=1m                            | PT1M
          ttl              | 2m                | LARDER_TTL=1m                            | PT2M
          ttl              |                   | CACHE_DEFAULT_TIMEOUT=500                | null
          default          |                   |                                          | PT5M
          default          |                   | CACHE_DEFAULT_TIMEOUT=500                | PT8M20S
          default          |                   | CACHE_TYPE=redis;CACHE_DEFAULT_TIMEOUT=500 | PT8M20S
          namespace        |                   |                                          | larder
          namespace        |                   | CACHE_KEY_PREFIX=shop                    | shop
          entries          |                   | CACHE_THRESHOLD=7                        | 7
          upstream         |                   |                                          | bundled
          upstream         |                   | UNIVERSITIES_API_URL=                    | bundled
          upstream         |                   | UNIVERSITIES_API_URL=bundled             | bundled
          upstream         |                   | UNIVERSITIES_API_URL=http://e:1          | http://e:1
          upstream         | http://f:2        | UNIVERSITIES_API_URL=http://e:1          | http://f:2
          upstream         | bundled           | UNIVERSITIES_API_URL=http://e:1          | bundled
          upstream         | bundled           | UNIVERSITIES_API_URL=nonsense            | bundled
          upstream-delay   |                   |                                          | PT0.6S
          upstream-delay   |                   | LARDER_UPSTREAM_DELAY=1s                 | PT1S
          upstream-delay   | 0s                | LARDER_UPSTREAM_DELAY=1s                 | PT0S
          cache-methods    |                   |                                          | false
          cache-methods    |                   | LARDER_CACHE_METHODS=true                | true
          cache-methods    |                   | LARDER_CACHE_METHODS=                    | false
          cache-methods    | false             | LARDER_CACHE_METHODS=true                | false
          cache-methods    | true              | LARDER_CACHE_METHODS=nonsense            | true
          """)
  void theFlagThenTheEnvironmentThenWhatIsBuiltIn(
      String setting, String flag, String environment, String comesOutAs) {
    assertThat(read(setting, flag, Given.environment(environment))).isEqualTo(comesOutAs);
  }

  @Test
  void theOtherVariablesHoldBesideAStoreByFlag() {
    CacheFlags flags = Given.flags("redis://f/1");
    Map<String, String> environment =
        Map.of("CACHE_DEFAULT_TIMEOUT", "7", "CACHE_KEY_PREFIX", "shop");

    StoreChoice store = ServerSettings.of(new ListenFlags(), flags, environment).store();

    assertThat(store.settings().defaultTtl()).isEqualTo(Duration.ofSeconds(7));
    assertThat(store.settings().namespace()).isEqualTo("shop");
  }

  @Test
  void anOptionInTheStoresUriBeatsTheVariable() {
    CacheFlags flags = Given.flags("memory:?namespace=mine&ttl=9s");
    Map<String, String> environment =
        Map.of("CACHE_DEFAULT_TIMEOUT", "7", "CACHE_KEY_PREFIX", "shop");

    StoreChoice store = ServerSettings.of(new ListenFlags(), flags, environment).store();

    assertThat(store.settings().defaultTtl()).isEqualTo(Duration.ofSeconds(9));
    assertThat(store.settings().namespace()).isEqualTo("mine");
  }

  @Test
  void theUrisOwnPasswordBeatsTheVariable() {
    CacheFlags flags = Given.flags("redis://:own@f");
    StoreChoice store =
        ServerSettings.of(new ListenFlags(), flags, Map.of("CACHE_REDIS_PASSWORD", "hush")).store();

    assertThat(store.settings().store().password()).contains("own");
  }

  private static String read(String setting, String flag, Map<String, String> environment) {
    CacheFlags flags = new CacheFlags();
    switch (setting) {
      case "store" -> flags.store = flag;
      case "ttl" -> flags.ttl = flag;
      case "upstream" -> flags.upstream = flag;
      case "upstream-delay" -> flags.upstreamDelay = flag;
      case "cache-methods" -> flags.cacheMethods = flag == null ? null : Boolean.valueOf(flag);
      default -> {}
    }
    ServerSettings settings =
        ServerSettings.of(
            ListenFlags.of(
                setting.equals("host") ? flag : null, setting.equals("port") ? flag : null),
            flags,
            environment);
    Object value =
        switch (setting) {
          case "host" -> settings.address().getAddress().getHostAddress();
          case "port" -> settings.address().getPort();
          case "store" -> settings.store();
          case "ttl" -> settings.ttl();
          case "default" -> settings.store().settings().defaultTtl();
          case "namespace" -> settings.store().settings().namespace();
          case "entries" -> settings.store().settings().maxEntries();
          case "upstream" -> settings.upstream();
          case "cache-methods" -> settings.cacheMethods();
          default -> settings.upstream().delay();
        };
    return String.valueOf(value);
  }
}
