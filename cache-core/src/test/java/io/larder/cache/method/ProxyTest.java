package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.LoadCycleException;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the calls of a proxy come to. */
class ProxyTest {

  interface Catalog {
    @Cached(cache = "found", ttl = "10s", tags = "country:{country}", jitter = "0%")
    @Nullable String find(String country) throws IOException;

    @Cached
    int count(@CacheKey("country") String country, Object whoAsks);

    @Cached(nullTtl = "10s")
    Optional<String> maybe(String country);

    @Cached
    CompletableFuture<String> later(String country);

    @Cached(cache = "quotes", tags = "id:{ids}")
    Map<Integer, String> quotes(Collection<Integer> ids);

    @Cached(eachOf = "ids")
    List<@Nullable String> inOrder(String exchange, List<Integer> ids);

    @CachePut(cache = "found")
    @Nullable String update(String country) throws IOException;

    @CacheEvict(cache = "found")
    void forget(String country) throws IOException;

    @CacheEvict(cache = "found", all = true, beforeInvocation = true)
    @CachePut(cache = "found")
    String startWith(String country);

    @CacheEvict(cache = "found", beforeInvocation = true)
    void forgetFirst(String country) throws IOException;

    @CacheEvict(tags = "country:{country}")
    @CacheEvict(cache = "quotes", all = true)
    void forgetAll(String country);

    @CachePut(cache = "found")
    CompletableFuture<String> updateLater(String country);

    String plain(String country);

    default String twice(String country) {
      return plain(country) + plain(country);
    }
  }

  /** Notes what it is asked. */
  static class Slow implements Catalog {
    final List<String> asked = new ArrayList<>();
    @Nullable IOException failure;
    CompletableFuture<String> future = new CompletableFuture<>();

    @Override
    public @Nullable String find(String country) throws IOException {
      asked.add("find " + country);
      if (failure != null) {
        throw failure;
      }
      return country.isEmpty() ? null : country + asked.size();
    }

    @Override
    public int count(String country, Object whoAsks) {
      asked.add("count " + country);
      return asked.size();
    }

    @Override
    public Optional<String> maybe(String country) {
      asked.add("maybe " + country);
      return Optional.of(country).filter(each -> !each.equals("Nowhere"));
    }

    @Override
    public CompletableFuture<String> later(String country) {
      asked.add("later " + country);
      return future;
    }

    @Override
    public Map<Integer, String> quotes(Collection<Integer> ids) {
      asked.add("quotes " + ids);
      Map<Integer, String> quotes = new LinkedHashMap<>();
      ids.stream().filter(id -> id > 0).forEach(id -> quotes.put(id, "q" + id));
      return quotes;
    }

    @Override
    public List<@Nullable String> inOrder(String exchange, List<Integer> ids) {
      asked.add("inOrder " + exchange + ids);
      List<@Nullable String> all = new ArrayList<>();
      ids.forEach(id -> all.add(id > 0 ? exchange + id : null));
      return all;
    }

    @Override
    public @Nullable String update(String country) throws IOException {
      asked.add("update " + country);
      if (failure != null) {
        throw failure;
      }
      return country + "!";
    }

    @Override
    public void forget(String country) throws IOException {
      asked.add("forget " + country);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public String startWith(String country) {
      asked.add("startWith " + country);
      return country + "!";
    }

    @Override
    public void forgetFirst(String country) throws IOException {
      forget(country);
    }

    @Override
    public void forgetAll(String country) {
      asked.add("forgetAll " + country);
    }

    @Override
    public CompletableFuture<String> updateLater(String country) {
      return future;
    }

    @Override
    public String plain(String country) {
      asked.add("plain " + country);
      return country;
    }
  }

  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> commits = new ArrayList<>();
  private boolean inTransaction;
  private final Larder larder =
      Larder.builder()
          .ticker(nanos::get)
          .afterCommit(
              task -> {
                if (inTransaction) {
                  commits.add(task);
                } else {
                  task.run();
                }
              })
          .executor(Runnable::run)
          .build();
  private final Slow slow = new Slow();
  private final Catalog catalog = larder.proxy(Catalog.class, slow);

  @AfterEach
  void close() {
    larder.close();
  }

  @Nested
  class Caching {
    @Test
    void aMethodIsCalledOnceForEachKey() throws IOException {
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      assertThat(catalog.find("France")).isEqualTo("France2");
      assertThat(larder.stats("found").hits()).isEqualTo(1);
    }

    @Test
    void theAnnotationSaysForHowLong() throws IOException {
      catalog.find("Germany");
      nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      nanos.incrementAndGet();
      assertThat(catalog.find("Germany")).isEqualTo("Germany2");
    }

    @Test
    void propertiesBeatTheAnnotation() throws IOException {
      larder.configure("found", "ttl=1s");
      catalog.find("Germany");
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(catalog.find("Germany")).isEqualTo("Germany2");
    }

    @Test
    void onlyMarkedParametersAreInTheKey() {
      assertThat(catalog.count("Germany", new Object())).isEqualTo(1);
      assertThat(catalog.count("Germany", new Object())).isEqualTo(1);
      assertThat(larder.stats("Catalog.count").hits()).isEqualTo(1);
    }

    @Test
    void anOptionalIsUnderstood() {
      assertThat(catalog.maybe("Germany")).contains("Germany");
      assertThat(catalog.maybe("Germany")).contains("Germany");
      assertThat(catalog.maybe("Nowhere")).isEmpty();
      assertThat(catalog.maybe("Nowhere")).isEmpty();
      assertThat(slow.asked).containsExactly("maybe Germany", "maybe Nowhere");
    }

    @Test
    void aThrownExceptionIsTheMethodsOwn() {
      slow.failure = new IOException("no line");
      assertThatThrownBy(() -> catalog.find("Germany")).isSameAs(slow.failure);
      assertThatThrownBy(() -> catalog.find("Germany")).isSameAs(slow.failure);
      assertThat(slow.asked).hasSize(2);
    }

    @Test
    void nullIsNotStoredUnlessItHasATtl() throws IOException {
      assertThat(catalog.find("")).isNull();
      assertThat(catalog.find("")).isNull();
      assertThat(slow.asked).hasSize(2);
    }

    @Test
    void whatIsNotAnnotatedGoesThrough() {
      assertThat(catalog.plain("a")).isEqualTo("a");
      assertThat(catalog.twice("a")).isEqualTo("aa");
      assertThat(slow.asked).hasSize(3);
    }

    @Test
    void aProxyIsEqualToItselfAndShowsItsTarget() {
      Catalog same = catalog;
      assertThat(catalog.equals(same)).isTrue();
      assertThat(catalog.equals(larder.proxy(Changes.class, country -> country))).isFalse();
      assertThat(catalog).hasSameHashCodeAs(slow);
      assertThat(catalog.toString()).isEqualTo(slow.toString());
    }
  }

  @Nested
  class Futures {
    @Test
    void somethingStaleIsThereAtOnceAndIsRefreshedMeanwhile() {
      Deque<Runnable> later = new ArrayDeque<>();
      try (Larder own = Larder.builder().ticker(nanos::get).executor(later::add).build()) {
        own.configure("Catalog.later", "ttl=1s staleWhileRevalidate=1h jitter=0%");
        Catalog proxy = own.proxy(Catalog.class, slow);
        slow.future.complete("ok");
        CompletableFuture<String> first = proxy.later("Germany");
        later.remove().run();
        assertThat(first).isCompletedWithValue("ok");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(proxy.later("Germany")).isCompletedWithValue("ok");
        assertThat(slow.asked).hasSize(1);
        later.remove().run();
        assertThat(slow.asked).hasSize(2);
      }
    }

    @Test
    void aCompletedValueIsStored() throws ExecutionException, InterruptedException {
      slow.future.complete("ok");
      assertThat(catalog.later("Germany").get()).isEqualTo("ok");
      assertThat(catalog.later("Germany").get()).isEqualTo("ok");
      assertThat(slow.asked).hasSize(1);
    }

    @Test
    void aFailureIsNot() {
      IOException failure = new IOException("no line");
      slow.future.completeExceptionally(failure);
      assertThatThrownBy(() -> catalog.later("Germany").get()).cause().isSameAs(failure);
      assertThatThrownBy(() -> catalog.later("Germany").get()).cause().isSameAs(failure);
      assertThat(slow.asked).hasSize(2);
    }

    @Test
    void itIsAskedForByTheExecutorAndAHitIsThereAtOnce() {
      Deque<Runnable> tasks = new ArrayDeque<>();
      try (Larder own = Larder.builder().executor(tasks::add).build()) {
        Catalog proxy = own.proxy(Catalog.class, slow);
        CompletableFuture<String> first = proxy.later("Germany");
        assertThat(slow.asked).isEmpty();
        slow.future.complete("ok");
        tasks.remove().run();
        assertThat(first).isCompletedWithValue("ok");
        assertThat(proxy.later("Germany")).isCompletedWithValue("ok");
        assertThat(tasks).isEmpty();
        assertThat(slow.asked).hasSize(1);
      }
    }

    @Test
    void withoutAThreadItIsAskedForByTheCallerAndNotStored() {
      slow.future.complete("ok");
      Executor full =
          task -> {
            throw new RejectedExecutionException("full");
          };
      try (Larder own = Larder.builder().executor(full).build()) {
        Catalog proxy = own.proxy(Catalog.class, slow);
        assertThat(proxy.later("Germany")).isCompletedWithValue("ok");
        assertThat(proxy.later("Germany")).isCompletedWithValue("ok");
        assertThat(slow.asked).hasSize(2);
        CacheStats stats = own.stats("Catalog.later");
        assertThat(stats.misses()).isEqualTo(2);
        assertThat(stats.passReasons()).containsEntry("threads", 2L);
      }
    }

    @Test
    void aPutFollowsItsCompletion() throws IOException {
      catalog.find("Germany");
      CompletableFuture<String> updated = catalog.updateLater("Germany");
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      slow.future.complete("new");
      assertThat(updated).isCompletedWithValue("new");
      assertThat(catalog.find("Germany")).isEqualTo("new");
    }

    @Test
    void nothingIsPutWhereItFails() throws IOException {
      catalog.find("Germany");
      CompletableFuture<String> updated = catalog.updateLater("Germany");
      slow.future.completeExceptionally(new IOException("no line"));
      assertThat(updated).isCompletedExceptionally();
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
    }
  }

  @Nested
  class Batches {
    @Test
    void eachItemIsCachedByItself() {
      assertThat(catalog.quotes(List.of(1, 2)))
          .containsExactly(Map.entry(1, "q1"), Map.entry(2, "q2"));
      assertThat(catalog.quotes(List.of(2, 3, 1)).keySet()).containsExactly(2, 3, 1);
      assertThat(slow.asked).containsExactly("quotes [1, 2]", "quotes [3]");
    }

    @Test
    void whatHasNoValueIsLeftOutAndAskedForAgain() {
      assertThat(catalog.quotes(Set.of(-1))).isEmpty();
      assertThat(catalog.quotes(Set.of(-1))).isEmpty();
      assertThat(slow.asked).hasSize(2);
    }

    @Test
    void itsTagsEndASingleItem() {
      catalog.quotes(List.of(1, 2));
      larder.invalidate("id:1");
      catalog.quotes(List.of(1, 2));
      assertThat(slow.asked).containsExactly("quotes [1, 2]", "quotes [1]");
    }

    @Test
    void aListIsInTheOrderOfTheIds() {
      assertThat(catalog.inOrder("X", List.of(1, -2, 3))).containsExactly("X1", null, "X3");
      assertThat(catalog.inOrder("X", List.of(3, 4, 3))).containsExactly("X3", "X4", "X3");
      assertThat(catalog.inOrder("Y", List.of(3))).containsExactly("Y3");
      assertThat(slow.asked).containsExactly("inOrder X[1, -2, 3]", "inOrder X[4]", "inOrder Y[3]");
    }

    @Test
    void nullIsAnIdLikeOthersWhateverTheMap() {
      Slow immutable =
          new Slow() {
            @Override
            public Map<Integer, String> quotes(Collection<Integer> ids) {
              return Map.of(1, "q1");
            }
          };
      Map<Integer, String> nulls = new HashMap<>();
      nulls.put(null, "none");
      Slow withNull =
          new Slow() {
            @Override
            public Map<Integer, String> quotes(Collection<Integer> ids) {
              return nulls;
            }
          };
      try (Larder first = Larder.open("memory:");
          Larder second = Larder.open("memory:")) {
        assertThat(first.proxy(Catalog.class, immutable).quotes(Arrays.asList(1, null)))
            .isEqualTo(Map.of(1, "q1"));
        assertThat(second.proxy(Catalog.class, withNull).quotes(Arrays.asList(1, null)))
            .isEqualTo(nulls);
      }
    }

    @Test
    void aListOfAnotherLengthIsRefused() {
      Catalog wrong =
          new Slow() {
            @Override
            public List<@Nullable String> inOrder(String exchange, List<Integer> ids) {
              return Arrays.asList("one");
            }
          };
      try (Larder own = Larder.open("memory:")) {
        Catalog proxy = own.proxy(Catalog.class, wrong);
        assertThatThrownBy(() -> proxy.inOrder("X", List.of(1, 2)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("inOrder")
            .hasMessageContaining("1 values for 2 ids");
      }
    }
  }

  @Nested
  class Changing {
    @Test
    void aPutIsFound() throws IOException {
      assertThat(catalog.update("Germany")).isEqualTo("Germany!");
      assertThat(catalog.find("Germany")).isEqualTo("Germany!");
      assertThat(slow.asked).containsExactly("update Germany");
    }

    @Test
    void aPutThatFailsLeavesWhatIsThere() throws IOException {
      catalog.find("Germany");
      slow.failure = new IOException("no line");
      assertThatThrownBy(() -> catalog.update("Germany")).isSameAs(slow.failure);
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
    }

    @Test
    void anEvictionFollowsSuccess() throws IOException {
      catalog.find("Germany");
      slow.failure = new IOException("no line");
      assertThatThrownBy(() -> catalog.forget("Germany")).isSameAs(slow.failure);
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      slow.failure = null;
      catalog.forget("Germany");
      assertThat(catalog.find("Germany")).isNotEqualTo("Germany1");
    }

    @Test
    void anEvictionBeforehandDoesNotAskForSuccess() throws IOException {
      catalog.find("Germany");
      slow.failure = new IOException("no line");
      assertThatThrownBy(() -> catalog.forgetFirst("Germany")).isSameAs(slow.failure);
      slow.failure = null;
      assertThat(catalog.find("Germany")).isNotEqualTo("Germany1");
    }

    @Test
    void tagsEndWhatCarriesThemAndAllItsOwnCacheOnly() throws IOException {
      catalog.find("Germany");
      catalog.find("France");
      catalog.quotes(List.of(1));
      catalog.count("Germany", "me");
      catalog.forgetAll("Germany");
      assertThat(catalog.find("France")).isEqualTo("France2");
      assertThat(catalog.count("Germany", "me")).isEqualTo(4);
      assertThat(catalog.find("Germany")).isEqualTo("Germany6");
      catalog.quotes(List.of(1));
      assertThat(slow.asked).hasSize(7);
    }

    @Test
    void aPutOutlivesWhatItsOwnMethodEndsBeforehand() throws IOException {
      catalog.find("France");
      assertThat(catalog.startWith("Germany")).isEqualTo("Germany!");
      assertThat(catalog.find("Germany")).isEqualTo("Germany!");
      assertThat(catalog.find("France")).isEqualTo("France3");
    }

    @Test
    void aTagThatNobodyCanHaveIsRefusedBeforeTheMethodRuns() {
      String country = "x".repeat(Limits.MAX_TAG_LENGTH);
      assertThatThrownBy(() -> catalog.forgetAll(country))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("the tag 'country:xxx");
      assertThat(slow.asked).isEmpty();
      catalog.forgetAll("x");
      assertThat(slow.asked).hasSize(1);
    }

    @Test
    void aTransactionThatCannotBeWaitedForLeavesNoClaim() {
      IllegalStateException refusal = new IllegalStateException("no transaction");
      try (Larder own =
          Larder.builder()
              .afterCommit(
                  task -> {
                    throw refusal;
                  })
              .build()) {
        Catalog proxy = own.proxy(Catalog.class, slow);
        assertThatThrownBy(() -> proxy.update("Germany")).isSameAs(refusal);
        assertThat(own.inspect("*", 10)).isEmpty();
      }
    }

    @Test
    void itWaitsForTheTransaction() throws IOException {
      catalog.find("Germany");
      inTransaction = true;
      catalog.forget("Germany");
      catalog.update("France");
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      commits.forEach(Runnable::run);
      assertThat(catalog.find("Germany")).isNotEqualTo("Germany1");
      assertThat(catalog.find("France")).isEqualTo("France!");
    }
  }

  interface Forgetting {
    @CacheEvict(tags = "country:{country}")
    void forget(String country);
  }

  @Test
  void aTagThatNothingCanHaveIsRefusedBeforeTheMethodRuns() {
    List<String> asked = new ArrayList<>();
    Forgetting forgetting = larder.proxy(Forgetting.class, asked::add);
    String longest = "x".repeat(Limits.MAX_TAG_LENGTH - "country:".length());
    assertThatThrownBy(() -> forgetting.forget(longest + "x"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("country:xxx");
    assertThat(asked).isEmpty();
    forgetting.forget(longest);
    assertThat(asked).containsExactly(longest);
  }

  interface Replacing {
    @CacheEvict(tags = "country:{country}", beforeInvocation = true)
    @CacheEvict(cache = "found", beforeInvocation = true)
    @CachePut(cache = "found", tags = "country:{country}")
    String replace(String country);
  }

  @Test
  void whatIsPutOutlivesWhatTheSameMethodEndsBefore() throws IOException {
    Replacing replacing = larder.proxy(Replacing.class, country -> country + " anew");
    catalog.find("Germany");
    assertThat(replacing.replace("Germany")).isEqualTo("Germany anew");
    assertThat(catalog.find("Germany")).isEqualTo("Germany anew");
  }

  interface Elsewhere {
    @CacheEvict(cache = "elsewhere")
    void forget(String country);
  }

  @Test
  void aCacheThatIsNotOpenIsNamedBeforeTheMethodRuns() {
    List<String> asked = new ArrayList<>();
    Elsewhere elsewhere = larder.proxy(Elsewhere.class, asked::add);
    assertThatThrownBy(() -> elsewhere.forget("Germany"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forget ends what the cache 'elsewhere' holds");
    assertThat(asked).isEmpty();
    larder.cache("elsewhere", String.class).put("Germany", "old");
    elsewhere.forget("Germany");
    assertThat(asked).containsExactly("Germany");
    assertThat(larder.cache("elsewhere", String.class).find("Germany").fresh()).isEmpty();
  }

  interface Changes {
    @CachePut(cache = "found")
    @Nullable String update(String country) throws IOException;
  }

  @Test
  void whatIsEvictedWhileAPutIsComputedIsNotPut() throws IOException {
    Changes changes =
        larder.proxy(
            Changes.class,
            country -> {
              larder.cache("found", String.class).evict(country);
              return "outdated";
            });
    assertThat(changes.update("Germany")).isEqualTo("outdated");
    assertThat(catalog.find("Germany")).isEqualTo("Germany1");
  }

  @Test
  void theKeyOfACallIsToldWithoutMakingIt() throws IOException {
    assertThat(larder.keyOf(catalog, c -> c.find("Côte d'Ivoire")))
        .isEqualTo("C%C3%B4te%20d%27Ivoire");
    assertThat(larder.keyOf(catalog, c -> c.count("Germany", "me"))).isEqualTo("Germany");
    assertThat(larder.keyOf(catalog, c -> c.update("Germany"))).isEqualTo("Germany");
    assertThat(larder.keyOf(catalog, c -> c.quotes(List.of(7)))).isEqualTo("7");
    assertThat(slow.asked).isEmpty();
    catalog.find("Germany");
    larder.cache("found", String.class).evict(larder.keyOf(catalog, c -> c.find("Germany")));
    assertThat(catalog.find("Germany")).isEqualTo("Germany2");
    assertThatThrownBy(() -> larder.keyOf(catalog, c -> c.plain("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Cached");
    assertThat(slow.asked).hasSize(2);
  }

  interface Recursive {
    @Cached
    String ask(String what);
  }

  @Test
  void aMethodThatAsksForItsOwnKeyIsToldSo() {
    Recursive[] proxy = new Recursive[1];
    proxy[0] = larder.proxy(Recursive.class, what -> proxy[0].ask(what));
    assertThatThrownBy(() -> proxy[0].ask("a"))
        .isInstanceOf(LoadCycleException.class)
        .hasMessageContaining("'a' in the cache 'Recursive.ask'");
  }

  interface Crossing {
    @Cached
    String ask(String what);

    @Cached
    CompletableFuture<String> later(String what);
  }

  @Test
  @Timeout(30)
  void aMethodThatAsksForItsOwnKeyThroughAFutureIsToldSo() {
    Crossing[] proxy = new Crossing[1];
    Crossing crossing =
        new Crossing() {
          @Override
          public String ask(String what) {
            return proxy[0].later(what).join();
          }

          @Override
          public CompletableFuture<String> later(String what) {
            String answer = what.equals("around") ? proxy[0].ask(what) : what + "!";
            return CompletableFuture.completedFuture(answer);
          }
        };
    try (Larder own = Larder.open("memory:")) {
      proxy[0] = own.proxy(Crossing.class, crossing);
      assertThatThrownBy(() -> proxy[0].ask("around"))
          .hasRootCauseInstanceOf(LoadCycleException.class)
          .rootCause()
          .hasMessageContaining("'around' in the cache 'Crossing.later'")
          .hasMessageContaining("'around' in the cache 'Crossing.ask'");
      assertThat(proxy[0].ask("straight")).isEqualTo("straight!");
      assertThat(proxy[0].later("straight")).isCompletedWithValue("straight!");
    }
  }

  @Nested
  class PlainCode {
    @Test
    void isComputedOnce() {
      int[] calls = new int[1];
      for (int i = 0; i < 3; i++) {
        String header = larder.around("fragments", "header", () -> "h" + ++calls[0]);
        assertThat(header).isEqualTo("h1");
      }
      assertThat(larder.<String, RuntimeException>around("fragments", List.of("a", 1), () -> "x"))
          .isEqualTo("x");
      assertThat(larder.stats("fragments").hits()).isEqualTo(2);
    }

    @Test
    void throwsWhatItThrows() {
      IOException failure = new IOException("no line");
      assertThatThrownBy(
              () ->
                  larder.around(
                      "fragments",
                      "header",
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
  }
}
