package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.cache.Durations;
import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.LarderSettings;
import io.larder.cache.Sizes;
import io.larder.cache.annotation.Cached;
import io.larder.cache.memory.MemoryProvider;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.RedisDefaults;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheFilterBuilder;
import io.larder.servlet.CacheRule;
import io.larder.servlet.CacheRuleBuilder;
import io.larder.servlet.FilterDefaults;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/configuration.md has each setting that the code knows, and no other. */
class ConfigurationTest {

  private static final DocPage PAGE = DocPage.of("docs/configuration.md");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:",
        "none:",
        "redis://localhost",
        "rediss://localhost",
        "tiered+redis://localhost",
        "tiered+rediss://localhost",
        "redis+sentinel://localhost/mymaster",
        "rediss+sentinel://localhost/mymaster",
        "redis+cluster://localhost",
        "rediss+cluster://localhost",
        "tiered+redis+sentinel://localhost/mymaster",
        "tiered+rediss+sentinel://localhost/mymaster",
        "tiered+redis+cluster://localhost",
        "tiered+rediss+cluster://localhost"
      })
  void theOptionsOfStoresAreThoseOfTheCode(String uri) {
    String scheme = uri.substring(0, uri.indexOf(':'));

    assertThat(names("option", row -> isFor(row.cells().get(1), scheme)))
        .isEqualTo(offered("are ", () -> Larder.open(uri + "?misspelt=1")));
  }

  private static boolean isFor(String stores, String scheme) {
    return switch (stores) {
      case "all" -> true;
      case "all of Redis" -> scheme.contains("redis");
      case "Redis with TLS" -> scheme.contains("rediss");
      case "Redis with sentinels" -> scheme.endsWith("+sentinel");
      case "tiered" -> scheme.startsWith("tiered+");
      default ->
          stores.contains("`" + scheme + "`")
              || (stores.endsWith(", tiered") && scheme.startsWith("tiered+"));
    };
  }

  @Test
  void theDefaultsOfStoresAreThoseOfTheCode() {
    LarderSettings defaults = LarderSettings.DEFAULT;
    Map<String, String> code = new HashMap<>(RedisDefaults.options());
    code.put("namespace", defaults.namespace());
    code.put("ttl", Durations.format(defaults.defaultTtl()));
    code.put("maxEntries", Long.toString(defaults.maxEntries()));
    code.put("maxValueBytes", Sizes.format(defaults.limits().maxValueBytes()));
    try (Larder larder = Larder.open("memory:")) {
      code.put("maxBytes", larder.health().detail().replace("memory, at most ", ""));
    }

    assertThat(defaults("option", 2)).isEqualTo(code);
  }

  @Test
  void theDefaultsOfTheLardersBuilderAreThoseOfTheCode() {
    AtomicReference<BackendContext> context = new AtomicReference<>();
    Larder.builder()
        .backend(
            given -> {
              context.set(given);
              return new MemoryProvider().open(StoreUri.parse("none:"), given);
            })
        .build()
        .close();
    BackendContext code = context.get();

    long before = System.nanoTime();
    assertThat(code.ticker().read()).isBetween(before, System.nanoTime());
    assertThat(defaults("method", 1))
        .isEqualTo(
            Map.of(
                "store", LarderSettings.DEFAULT.store().toString(),
                "namespace", code.namespace(),
                "defaultTtl", Durations.format(LarderSettings.DEFAULT.defaultTtl()),
                "maxEntries", Long.toString(code.maxEntries()),
                "maxValueBytes", Sizes.format(code.limits().maxValueBytes()),
                "fenceWindow", Durations.format(code.fenceWindow()),
                "ticker", "System.nanoTime()"));
  }

  @Test
  void theDefaultsOfTheEnvironmentAreThoseOfTheCode() {
    LarderSettings nothing = LarderSettings.fromEnvironment(Map.of());
    LarderSettings redis = LarderSettings.fromEnvironment(Map.of("CACHE_TYPE", "redis"));
    StoreUri sentinel =
        LarderSettings.fromEnvironment(Map.of("CACHE_TYPE", "redissentinel")).store();

    assertThat(defaults("variable", 1))
        .isEqualTo(
            Map.of(
                "CACHE_TYPE",
                nothing.store().scheme(),
                "CACHE_REDIS_HOST",
                redis.store().host().orElseThrow(),
                "CACHE_REDIS_PORT",
                "" + redis.store().port().orElseThrow(),
                "CACHE_REDIS_DB",
                redis.store().path().substring(1),
                "CACHE_REDIS_SENTINELS",
                sentinel.host().orElseThrow() + ":" + sentinel.port().orElseThrow(),
                "CACHE_REDIS_SENTINEL_MASTER",
                sentinel.path().split("/")[1],
                "CACHE_DEFAULT_TIMEOUT",
                "" + redis.defaultTtl().toSeconds(),
                "CACHE_KEY_PREFIX",
                redis.namespace(),
                "CACHE_THRESHOLD",
                "" + redis.maxEntries()));
  }

  @Test
  void theDefaultsOfTheFilterAreThoseOfTheCode() {
    assertThat(defaults("setting", 2)).isEqualTo(FilterDefaults.settings());
    assertThat(defaults("attribute", 4)).isEqualTo(FilterDefaults.rule());
  }

  /** What each row of a table states as the default in code; the others say it in words. */
  private static Map<String, String> defaults(String firstHead, int column) {
    return PAGE.rows(firstHead).stream()
        .filter(row -> !row.code(column).isEmpty())
        .collect(Collectors.toMap(row -> row.name(0), row -> row.name(column)));
  }

  @Test
  void theMethodsOfTheLardersBuilderAreThoseOfTheCode() {
    assertThat(names("method", row -> true)).isEqualTo(methods(LarderBuilder.class));
  }

  @Test
  void theVariablesAreThoseOfTheCode() {
    Set<String> asked = new TreeSet<>();
    for (String type : List.of("redis", "redissentinel", "rediscluster")) {
      Recording environment =
          new Recording(Map.of("CACHE_TYPE", type, "CACHE_REDIS_CLUSTER", "localhost:6379"));
      LarderSettings unused = LarderSettings.fromEnvironment(environment);
      asked.addAll(environment.asked);
    }

    assertThat(names("variable", row -> true)).isEqualTo(asked);
  }

  @Test
  void theSettingsOfTheFilterAreThoseOfTheCode() {
    Properties misspelt = new Properties();
    misspelt.setProperty("misspelt", "1");
    try (Larder larder = Larder.open("none:")) {
      CacheFilterBuilder builder = CacheFilter.builder(larder);

      assertThat(names("setting", row -> row.cells().get(1).contains("init-param")))
          .isEqualTo(offered("there are ", () -> builder.properties(misspelt)));
      assertThat(names("setting", row -> row.cells().get(1).contains("builder")))
          .isEqualTo(methods(CacheFilterBuilder.class));
    }
  }

  @Test
  void theAttributesOfRulesAreThoseOfTheCode() {
    assertThat(names("attribute", row -> row.cells().get(1).equals("yes")))
        .isEqualTo(offered("there are ", () -> CacheRule.parse("/a misspelt=1")));
    assertThat(names("attribute", row -> row.cells().get(2).equals("yes")))
        .isEqualTo(methods(CacheRuleBuilder.class));
    assertThat(names("attribute", row -> !row.cells().get(3).equals("–")))
        .isEqualTo(
            Stream.of(Cached.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> names(String firstHead, Predicate<DocPage.Row> condition) {
    List<DocPage.Row> rows = PAGE.rows(firstHead).stream().filter(condition).toList();
    Set<String> names = rows.stream().map(row -> row.name(0)).collect(Collectors.toSet());
    assertThat(rows).hasSameSizeAs(names).isNotEmpty();
    return new TreeSet<>(names);
  }

  /** The names that a refusal lists as valid ones. */
  private static Set<String> offered(String before, ThrowingCallable misspelt) {
    String refusal = catchThrowable(misspelt).getMessage();
    String list = refusal.substring(refusal.lastIndexOf(before) + before.length());
    return new TreeSet<>(List.of(list.split(", ")));
  }

  private static Set<String> methods(Class<?> builder) {
    return Stream.of(builder.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .filter(name -> !name.equals("build"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A map that remembers what it was asked for. */
  private static final class Recording extends AbstractMap<String, String> {

    private final Map<String, String> content;
    private final Set<String> asked = new TreeSet<>();

    Recording(Map<String, String> content) {
      this.content = content;
    }

    @Override
    public String get(Object name) {
      asked.add((String) name);
      return content.get(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return content.entrySet();
    }
  }
}
