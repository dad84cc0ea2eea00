package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static io.larder.cache.method.Plans.cached;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import io.larder.cache.codec.TypeToken;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which methods are batches, and what is cached of them. */
class BatchTest {

  record Quote(String symbol) {}

  interface Quotes {
    @Cached(cache = "byTypes", tags = "quote:{ids}")
    Map<String, Quote> byTypes(Collection<String> ids);

    @Cached
    Map<Long, Quote> more(String market, Set<? extends Long> ids, List<String> fields);

    @Cached(eachOf = "ids")
    List<Quote> inOrder(List<String> ids, boolean live);

    @Cached
    List<Quote> search(List<String> terms);

    @Cached(eachOf = "")
    Map<String, Quote> whole(Collection<String> ids);

    @Cached
    Map<String, Quote> byMarket(Collection<Long> markets);

    @Cached
    CompletableFuture<Map<String, Quote>> later(Collection<String> ids);

    @Cached
    HashMap<String, Quote> special(Collection<String> ids);

    @Cached(eachOf = "second")
    Map<String, Quote> two(Collection<String> first, Collection<String> second);

    @Cached(key = "{market}:{ids}")
    Map<String, Quote> template(Collection<String> ids, String market, Thread tracer);
  }

  @Test
  void aMapByTheItemsOfOneParameterIsABatch() {
    CachedPlan plan = cached(Quotes.class, "byTypes");
    assertThat(plan.batch()).isEqualTo(new Batch(0, String.class, false, Batch.Form.MAP));
    assertThat(plan.result()).isEqualTo(new Result(ResultForm.PLAIN, Quote.class));
    Object[] arguments = {List.of("A", "B")};
    Object[] single = plan.batch().single(arguments, "A");
    assertThat(plan.key().of(single)).isEqualTo("A");
    assertThat(plan.tags().of(single)).containsExactly("quote:A");
    assertThat(arguments[0]).isEqualTo(List.of("A", "B"));
  }

  @Test
  void furtherArgumentsArePartOfEachKey() {
    CachedPlan plan = cached(Quotes.class, "more");
    assertThat(plan.batch()).isEqualTo(new Batch(1, Long.class, true, Batch.Form.MAP));
    Object[] arguments = {"XETRA", Set.of(1L, 2L), List.of("price")};
    assertThat(plan.key().of(plan.batch().single(arguments, 2L)))
        .isEqualTo("XETRA,java.lang.Long!2,list(price)");
    CachedPlan template = cached(Quotes.class, "template");
    Object[] others = {List.of("A"), "XETRA", new Thread()};
    assertThat(template.key().of(template.batch().single(others, "A"))).isEqualTo("XETRA:A");
  }

  @Test
  void theMethodIsCalledWithSomeOfTheIds() {
    Object[] arguments = {"XETRA", Set.of(1L, 2L), List.of()};
    assertThat(cached(Quotes.class, "more").batch().some(arguments, Arrays.asList(2L, null)))
        .satisfies(some -> assertThat(some[1]).isInstanceOf(Set.class))
        .satisfies(some -> assertThat((Set<?>) some[1]).hasSize(2))
        .startsWith("XETRA");
    Object[] list = {List.of("A", "B"), true};
    assertThat(cached(Quotes.class, "inOrder").batch().some(list, List.of("B")))
        .containsExactly(List.of("B"), true);
  }

  @Test
  void aListIsABatchWhereItIsAskedFor() {
    CachedPlan plan = cached(Quotes.class, "inOrder");
    assertThat(plan.batch()).isEqualTo(new Batch(0, String.class, false, Batch.Form.LIST));
    assertThat(plan.result().valueType()).isEqualTo(Quote.class);
    assertThat(cached(Quotes.class, "search").batch()).isNull();
    assertThat(cached(Quotes.class, "search").result().valueType())
        .isEqualTo(new TypeToken<List<Quote>>() {}.type());
  }

  @Test
  void allElseIsCachedAsAWhole() {
    for (String each : List.of("whole", "byMarket", "later", "special")) {
      assertThat(cached(Quotes.class, each).batch()).as(each).isNull();
    }
    assertThat(cached(Quotes.class, "two").batch().ids()).isEqualTo(1);
  }

  interface One {
    @Cached(cache = "quotes", key = "{id}")
    Quote find(String id);

    @Cached(cache = "quotes", key = "{ids}")
    Map<String, Quote> findAll(Collection<String> ids);
  }

  @Test
  void aSingleLookUpSharesTheCacheOfABatch() {
    assertThat(MethodPlans.ofInterface(One.class, One.class).all()).hasSize(2);
  }

  interface Ambiguous {
    @Cached
    Map<String, Quote> two(Collection<String> first, List<String> second);
  }

  interface NoCollection {
    @Cached(eachOf = "ids")
    List<Quote> find(String[] ids);
  }

  interface NoList {
    @Cached(eachOf = "ids")
    Quote find(List<String> ids);
  }

  interface OtherKeys {
    @Cached(eachOf = "ids")
    Map<Long, Quote> find(List<String> ids);
  }

  interface NoSuchParameter {
    @Cached(eachOf = "keys")
    List<Quote> find(List<String> ids);
  }

  interface NotInKey {
    @Cached
    Map<String, Quote> find(List<String> ids, @CacheKey String market);
  }

  @Test
  void whatCannotBeABatchIsRefused() {
    assertRefused(
        Ambiguous.class, "Ambiguous.two(Collection, List)", "several parameters", "eachOf");
    assertRefused(NoCollection.class, "parameter 'ids' has type", "eachOf needs a Collection");
    assertRefused(NoList.class, "NoList.find(List)", "eachOf needs a method that returns a Map");
    assertRefused(OtherKeys.class, "OtherKeys.find(List)", "the keys of the map must be the items");
    assertRefused(NoSuchParameter.class, "eachOf needs a parameter 'keys': there is 'ids'");
    assertRefused(NotInKey.class, "parameter 'ids' holds the ids of a batch and is not in the key");
  }
}
