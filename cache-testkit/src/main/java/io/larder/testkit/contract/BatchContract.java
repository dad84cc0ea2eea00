package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.LimitException;
import io.larder.cache.Miss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises 1 to 4 and 8 for many keys at once: each is as by itself. */
interface BatchContract {

  /** More than a store is likely to take in one go. */
  int MANY = 1_200;

  Bench bench();

  private ClaimedValue<String> value(Claim claim, String value, String... tags) {
    return new ClaimedValue<>(claim, value, Bench.LASTING.tagged(tags));
  }

  private List<FillResult> fill(List<ClaimedValue<String>> values) {
    return bench().store().fillAll(values).stream().map(Filled::result).toList();
  }

  @Test
  default void manyAreClaimedAndFilledInTheirOrder() {
    List<String> keys = IntStream.range(0, MANY).mapToObj(i -> "k" + (MANY - i)).toList();
    CacheStore<String> store = bench().store();
    Map<String, Claim> claims = store.claimAll(keys);
    assertThat(claims.keySet()).containsExactlyElementsOf(keys);
    assertThat(claims.values()).allMatch(Claim::granted);
    claims.forEach((key, claim) -> assertThat(claim.key()).isEqualTo(key));
    List<ClaimedValue<String>> values = new ArrayList<>();
    claims.values().forEach(claim -> values.add(value(claim, "of " + claim.key(), "t")));
    assertThat(fill(values)).hasSize(MANY).containsOnly(FillResult.STORED);
    for (int i : new int[] {1, 2, 511, 512, 513, MANY}) {
      assertThat(bench().assertFound(store, "k" + i, "of k" + i).tags()).containsExactly("t");
    }
  }

  @Test
  default void ofNoneThereIsNothing() {
    CacheStore<String> store = bench().store();
    assertThat(store.claimAll(List.of())).isEmpty();
    assertThat(store.fillAll(List.of())).isEmpty();
    assertThat(store.putAll(List.of())).isEqualTo(Answer.APPLIED);
    store.abandonAll(List.of());
  }

  @Test
  default void eachOfManyClaimsIsAsOneTakenByItself() {
    bench().stock("lies", "v");
    Claim alone = bench().store().claim("claimed");
    Map<String, Claim> claims = bench().store().claimAll(List.of("lies", "claimed", "free"));
    assertThat(claims.get("lies")).isEqualTo(bench().store().claim("lies"));
    assertThat(claims.get("claimed")).isEqualTo(alone);
    assertThat(claims.get("free")).isEqualTo(bench().store().claim("free"));
    assertThat(claims.values().stream().map(Claim::id).distinct()).hasSize(3);
  }

  @Test
  default void aKeyThatIsClaimedTwiceHasOneClaim() {
    assertThat(bench().store().claimAll(List.of("k", "l", "k"))).containsOnlyKeys("k", "l");
  }

  @Test
  default void aClaimStoresOneOfTwoValues() {
    Claim claim = bench().store().claim("k");
    assertThat(fill(List.of(value(claim, "1"), value(claim, "2"))))
        .containsExactly(FillResult.STORED, FillResult.REFUSED);
    bench().assertFound("k", "1");
  }

  @Test
  default void manyFillsLeaveTheClockWhereItIs() {
    long before = bench().begin("another").claim().stamp();
    Map<String, Claim> claims = bench().store().claimAll(List.of("k", "l"));
    assertThat(claims.values()).allMatch(claim -> claim.stamp() == before);
    claims.values().forEach(claim -> fill(List.of(value(claim, "v"))));
    assertThat(((Miss<String>) bench().store().find("m")).stamp()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  default void anEventBetweenTheClaimsAndTheFillsEndsOnlyWhatItIsAbout(Event event) {
    boolean all = event == Event.CLEAR || event == Event.CLEAR_ALL_VIEWS;
    bench().stock("lies", "old", "u");
    Map<String, Claim> claims = bench().store().claimAll(List.of("before", "k", "lies", "after"));
    event.applied(bench());
    List<ClaimedValue<String>> values = new ArrayList<>();
    claims.forEach((key, claim) -> values.add(value(claim, "new", key.equals("k") ? "t" : "u")));
    List<FillResult> results = fill(values);
    bench().assertMissing("k");
    for (String key : List.of("before", "lies", "after")) {
      if (all) {
        bench().assertMissing(key);
      } else {
        bench().assertFound(key, "new");
      }
    }
    if (event == Event.EVICT || event == Event.EVICT_ALL) {
      assertThat(results)
          .containsExactly(
              FillResult.STORED, FillResult.REFUSED, FillResult.STORED, FillResult.STORED);
    }
  }

  @Test
  default void aFillThatIsRefusedLeavesTheOthers() {
    Map<String, Claim> claims =
        bench().store().claimAll(List.of("big", "tagged", "vanished", "refused", "k"));
    bench().vanish("vanished");
    List<ClaimedValue<String>> values = new ArrayList<>();
    claims.forEach(
        (key, claim) ->
            values.add(
                switch (key) {
                  case "big" -> value(claim, "v".repeat(100_001));
                  case "tagged" -> value(claim, "v", "");
                  case "refused" -> value(Claim.refused(key), "v");
                  default -> value(claim, "v");
                }));
    List<Filled> filled = bench().store().fillAll(values);
    assertThat(filled)
        .extracting(Filled::result)
        .containsExactly(
            FillResult.REFUSED,
            FillResult.REFUSED,
            FillResult.REFUSED,
            FillResult.UNAVAILABLE,
            FillResult.STORED);
    assertThat(filled.get(0).refusal())
        .isInstanceOf(LimitException.class)
        .hasMessageContainingAll("value", "100000");
    assertThat(filled.get(1).refusal()).isInstanceOf(LimitException.class);
    assertThat(filled.subList(2, 5)).allMatch(each -> each.refusal() == null);
    bench().assertFound("k", "v");
    List.of("big", "tagged", "vanished", "refused").forEach(bench()::assertMissing);
  }

  @Test
  default void manyClaimsThatAreGivenUpLeaveNothing() {
    bench().stock("lies", "v");
    Map<String, Claim> claims = bench().store().claimAll(List.of("a", "lies", "b"));
    bench().store().abandonAll(claims.values());
    bench().assertMissing("a");
    bench().assertFound("lies", "v");
    assertThat(claims.values()).doesNotContain(bench().store().claim("a"));
    assertThat(bench().begin("b").end("w")).isEqualTo(FillResult.STORED);
  }

  @Test
  default void manyPutsAreFound() {
    bench().stock("k", "old");
    Bench.Load load = bench().begin("l");
    Map<String, Claim> claims = bench().store().claimAll(List.of("k", "l"));
    long before = bench().store().claim("m").stamp();
    assertThat(
            bench()
                .store()
                .putAll(claims.values().stream().map(it -> value(it, "new", "t")).toList()))
        .isEqualTo(Answer.APPLIED);
    bench().assertFound("k", "new");
    bench().assertFound("l", "new");
    assertThat(load.end("late")).isEqualTo(FillResult.REFUSED);
    assertThat(bench().store().claim("m").stamp()).isGreaterThan(before);
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
  }

  @Test
  default void aPutOfManyThatSomethingCrossedLeavesItsKeyEmptyAlone() {
    Map<String, Claim> claims =
        bench().store().claimAll(List.of("evicted", "put", "refused", "crossed-by-none"));
    assertThat(bench().store().evict("evicted")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().put(bench().store().claim("put"), "other", Bench.LASTING))
        .isEqualTo(Answer.APPLIED);
    bench().stock("refused", "old");
    List<ClaimedValue<String>> values = new ArrayList<>();
    claims.forEach(
        (key, claim) ->
            values.add(value(key.equals("refused") ? Claim.refused(key) : claim, "new")));
    assertThat(bench().store().putAll(values)).isEqualTo(Answer.APPLIED);
    List.of("evicted", "put", "refused").forEach(bench()::assertMissing);
    bench().assertFound("crossed-by-none", "new");
  }

  @Test
  default void aPutThatIsRefusedLeavesTheOthers() {
    List.of("a", "big", "b").forEach(key -> bench().stock(key, "old"));
    List<ClaimedValue<String>> values = new ArrayList<>();
    bench()
        .store()
        .claimAll(List.of("a", "big", "b"))
        .forEach(
            (key, claim) ->
                values.add(value(claim, key.equals("big") ? "v".repeat(100_001) : "new")));
    assertThatThrownBy(() -> bench().store().putAll(values))
        .isInstanceOf(LimitException.class)
        .hasMessageContainingAll("value", "100000");
    bench().assertMissing("big");
    bench().assertFound("a", "new");
    bench().assertFound("b", "new");
  }
}
