package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheListener;
import io.larder.cache.CacheStats;
import io.larder.cache.CopyStats;
import io.larder.cache.Larder;
import io.larder.cache.StoreStats;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The snippets of docs/observing.md, and the tables of counters. */
class ObservingSnippetsTest {

  @Test
  void counters() {
    try (Larder larder = Larder.open("memory:")) {
      larder.recorder("/reports/*").miss("k");
      CacheStats aMinuteAgo = larder.stats();
      larder.recorder("/reports/*").hit("k", 1);

      // tag::stats
      CacheStats all = larder.stats();
      CacheStats reports = larder.stats("/reports/*");
      CacheStats lastMinute = all.minus(aMinuteAgo);
      // end::stats

      assertThat(reports.hitRatio()).isEqualTo(0.5);
      assertThat(lastMinute.hitRatio()).isEqualTo(1);
    }
  }

  @Test
  void aListener() {
    Map<String, Integer> metrics = new ConcurrentHashMap<>();

    // tag::listener
    Larder larder =
        Larder.builder()
            .store("memory:")
            .listener(
                new CacheListener() {
                  @Override
                  public void refused(String cache, String key, String reason, long nanos) {
                    metrics.merge(cache + " refused: " + reason, 1, Integer::sum);
                  }
                })
            .build();
    // end::listener

    try (larder) {
      larder.recorder("/reports/*").refused("k", "no-store", 1);

      assertThat(metrics).containsOnly(Map.entry("/reports/* refused: no-store", 1));
    }
  }

  @Test
  void theTableHasEachNumber() {
    Set<String> offered =
        Arrays.stream(CacheStats.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getParameterCount() == 0)
            .map(Method::getName)
            .filter(name -> !Set.of("hashCode", "toString").contains(name))
            .collect(Collectors.toSet());

    Set<String> documented =
        DocPage.of("docs/observing.md").rows("method").stream()
            .map(row -> row.name(0))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(offered);
  }

  @Test
  void theTableOfAStoreHasEachNumber() {
    assertThat(DocPage.of("docs/observing.md").rows("counter"))
        .extracting(row -> row.name(0))
        .isEqualTo(components(StoreStats.class));
  }

  @Test
  void theTableOfCopiesHasEachNumber() {
    assertThat(DocPage.of("docs/redis.md").rows("counter"))
        .extracting(row -> row.name(0))
        .isEqualTo(components(CopyStats.class));
  }

  private static List<String> components(Class<? extends Record> stats) {
    return Arrays.stream(stats.getRecordComponents()).map(RecordComponent::getName).toList();
  }
}
