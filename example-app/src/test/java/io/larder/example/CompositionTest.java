package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the variables of an .env become on their way through docker-compose.yml. */
class CompositionTest {
  private static final Pattern VARIABLE = Pattern.compile("      ([A-Z_]+): (.*)");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{([A-Z_]+):-([^{}]*)}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # .env                                   | the store
                                                   | redis://redis:6379/0
          CACHE_TYPE=redis                         | redis://redis:6379/0
          CACHE_TYPE=RedisCache                    | redis://redis:6379/0
          CACHE_TYPE=memory                        | memory:
          CACHE_TYPE=null                          | none:
          CACHE_REDIS_HOST=elsewhere               | redis://elsewhere:6379/0
          CACHE_REDIS_PORT=6380                    | redis://redis:6380/0
          CACHE_REDIS_DB=1                         | redis://redis:6379/1
          CACHE_REDIS_URL=redis://redis:6379/1     | redis://redis:6379/1
          CACHE_REDIS_URL=redis://elsewhere:6380/2 | redis://elsewhere:6380/2
          CACHE_REDIS_URL=rediss://elsewhere       | rediss://elsewhere
          CACHE_REDIS_PASSWORD=hush                | redis://:***@redis:6379/0
          CACHE_DEFAULT_TIMEOUT=7                  | redis://redis:6379/0
          CACHE_KEY_PREFIX=shop                    | redis://redis:6379/0
          CACHE_THRESHOLD=7                        | redis://redis:6379/0
          UNIVERSITIES_API_URL=http://u:1          | redis://redis:6379/0
          CACHE_REDIS_HOST=a;CACHE_REDIS_DB=3      | redis://a:6379/3
          CACHE_TYPE=RedisClusterCache;CACHE_REDIS_CLUSTER=a:1 | redis+cluster://a:1
          CACHE_TYPE=RedisSentinelCache;CACHE_REDIS_SENTINELS=a:1;CACHE_REDIS_SENTINEL_MASTER=m | redis+sentinel://a:1/m/0
          """)
  void eachVariableMayStandAlone(String env, String store) throws IOException {
    assertThat(read(Given.environment(env)).store()).hasToString(store);
  }

  @ParameterizedTest
  @CsvSource({
    "CACHE_DEFAULT_TIMEOUT, 7, PT7S, larder, 10000",
    "CACHE_KEY_PREFIX, shop, PT8M20S, shop, 10000",
    "CACHE_THRESHOLD, 7, PT8M20S, larder, 7"
  })
  void whatIsNotAboutRedisArrivesToo(
      String name, String value, String ttl, String namespace, long entries) throws IOException {
    var settings = read(Map.of(name, value)).store().settings();

    assertThat(settings.defaultTtl()).hasToString(ttl);
    assertThat(settings.namespace()).isEqualTo(namespace);
    assertThat(settings.maxEntries()).isEqualTo(entries);
  }

  @Test
  void theExamplesLinesStandTogether() throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(Files.readString(Path.of("../.env.example"))));
    Map<String, String> env = new HashMap<>();
    lines.stringPropertyNames().forEach(name -> env.put(name, lines.getProperty(name)));
    assertThat(env).hasSize(7);

    ServerSettings settings = read(env);

    assertThat(settings.store()).hasToString("redis://redis:6379/0");
    assertThat(settings.store().settings().defaultTtl()).hasSeconds(500);
    assertThat(settings.upstream()).hasToString("bundled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                              | http://api:5000/ | redis://redis:6379/0 | PT30S |
          LARDER_ORIGIN=http://me:8000        | http://me:8000/  | redis://redis:6379/0 | PT30S |
          CACHE_TYPE=memory                   | http://api:5000/ | memory:              | PT30S |
          CACHE_REDIS_HOST=elsewhere          | http://api:5000/ | redis://elsewhere:6379/0 | PT30S |
          LARDER_TTL_DEFAULT=7s               | http://api:5000/ | redis://redis:6379/0 | PT30S | PT7S
          LARDER_TIMEOUT=7s                   | http://api:5000/ | redis://redis:6379/0 | PT7S  |
          """)
  void theGatewayReadsItsOwn(String env, String origin, String store, String timeout, String ttl)
      throws IOException {
    GatewayChoices choices =
        GatewayChoices.of(new GatewayFlags(), environment("gateway", Given.environment(env)));

    assertThat(choices.settings().address().getPort()).isEqualTo(8080);
    assertThat(choices.settings().origin()).hasToString(origin);
    assertThat(choices.settings().timeout()).hasToString(timeout);
    assertThat(String.valueOf(choices.settings().ttl())).isEqualTo(String.valueOf(ttl));
    assertThat(choices.store()).hasToString(store);
  }

  @Test
  void nothingIsPublishedToOtherMachines() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docker-compose.yml")))
        .filteredOn(line -> line.matches(" +- \".*:[0-9]+\""))
        .hasSize(3)
        .allMatch(line -> line.contains("- \"127.0.0.1:${"));
  }

  private static ServerSettings read(Map<String, String> env) throws IOException {
    return ServerSettings.of(new ListenFlags(), new CacheFlags(), environment("api", env));
  }

  /** The environment of a service, by the rules that every docker-compose knows. */
  private static Map<String, String> environment(String service, Map<String, String> env)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    Files.readAllLines(Path.of("../docker-compose.yml")).stream()
        .dropWhile(line -> !line.equals("  " + service + ":"))
        .dropWhile(line -> !line.equals("    environment:"))
        .takeWhile(line -> !line.equals("    ports:"))
        .map(VARIABLE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> environment.put(line.group(1), value(line.group(2), env)));
    assertThat(environment).hasSizeGreaterThan(9);
    return environment;
  }

  private static String value(String text, Map<String, String> env) {
    Matcher substituted = DEFAULT.matcher(text);
    if (!substituted.matches()) {
      assertThat(text).doesNotContain("$");
      return text;
    }
    String value = env.getOrDefault(substituted.group(1), "");
    return value.isEmpty() ? substituted.group(2) : value;
  }
}
