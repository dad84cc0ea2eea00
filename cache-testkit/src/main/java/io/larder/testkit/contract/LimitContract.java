package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Promises 8 and 10, and the switch: what a store refuses. */
interface LimitContract {

  Bench bench();

  private static void assertRefused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call).isInstanceOf(LimitException.class).hasMessageContainingAll(words);
  }

  @Test
  default void aKeyThatIsTooLongIsRefused() {
    CacheStore<String> store = bench().store();
    for (String key : List.of("k".repeat(1_025), "é".repeat(600), "k".repeat(1_020))) {
      assertRefused(() -> store.find(key), "key", "1024");
      assertRefused(() -> store.findAll(List.of("k", key)), "key", "1024");
      assertRefused(() -> store.claim(key), "key", "1024");
      assertRefused(() -> store.claimAll(List.of("k", key)), "key", "1024");
      assertRefused(() -> store.evict(key), "key", "1024");
      assertRefused(() -> store.softPurge(key), "key", "1024");
      assertRefused(() -> store.put(Claim.refused(key), "v", Bench.LASTING), "key", "1024");
    }
  }

  @Test
  default void aLongKeyIsStored() {
    for (String key : List.of("k".repeat(900), "é".repeat(450), "漢".repeat(300))) {
      bench().stock(key, "v");
      bench().assertFound(key, "v");
    }
  }

  @Test
  default void anEmptyKeyIsRefused() {
    assertRefused(() -> bench().store().find(""), "key", "empty");
    assertRefused(() -> bench().store().claim(""), "key", "empty");
    assertRefused(() -> bench().store().evict(""), "key", "empty");
  }

  @Test
  default void keysOfAnyCharactersAreKeptApart() {
    List<String> keys =
        List.of("a b", "a\nb", "a{b}", "ab", "A b", "a:b", "quotes:a", "*", "ключ", "\0");
    keys.forEach(key -> bench().stock(key, "value of " + key));
    keys.forEach(key -> bench().assertFound(key, "value of " + key));
    bench().stock("a%20b", "encoded");
    bench().assertFound("a%20b", "encoded");
    if (bench().store().find("a b") instanceof CacheEntry<String> entry) {
      assertThat(entry.value()).isEqualTo("value of a b");
    }
  }

  @Test
  default void tooManyTagsAreRefused() {
    Terms most = Bench.LASTING.tagged(IntStream.range(0, 32).mapToObj(i -> "t" + i).toList());
    bench().stock(bench().store(), "k", "v", most);
    bench().assertFound("k", "v");
    Terms tooMany = Bench.LASTING.tagged(IntStream.range(0, 33).mapToObj(i -> "t" + i).toList());
    assertRefused(
        () -> bench().store().fill(bench().store().claim("l"), "v", tooMany), "33 tags", "32");
    bench().assertMissing("l");
  }

  @Test
  default void anEmptyTagAndOneThatIsTooLongAreRefused() {
    for (String tag : List.of("", "t".repeat(257))) {
      Terms terms = Bench.LASTING.tagged(tag);
      Claim claim = bench().store().claim("k");
      assertRefused(() -> bench().store().fill(claim, "v", terms), "tag", "256");
      assertRefused(() -> bench().store().invalidate(List.of(tag)), "tag", "256");
      assertRefused(() -> bench().larder().invalidate(tag), "tag", "256");
      assertRefused(() -> bench().larder().softPurge(List.of(tag)), "tag", "256");
    }
    bench().stock("k", "v", "t".repeat(256));
    bench().assertFound("k", "v");
    assertThat(bench().store().invalidate(List.of())).isEqualTo(Answer.APPLIED);
    bench().assertFound("k", "v");
  }

  @Test
  default void aValueThatIsTooBigIsRefused() {
    bench().stock("k", "v".repeat(90_000));
    bench().assertFound("k", "v".repeat(90_000));
    Claim claim = bench().store().claim("l");
    assertRefused(
        () -> bench().store().fill(claim, "v".repeat(100_001), Bench.LASTING), "value", "100000");
    bench().assertMissing("l");
  }

  @Test
  default void aPutThatIsRefusedLeavesTheKeyEmptyAndMovesTheClock() {
    bench().stock("k", "old");
    Bench.Load load = bench().begin("k");
    Claim claim = bench().store().claim("k");
    assertRefused(
        () -> bench().store().put(claim, "v".repeat(100_001), Bench.LASTING), "value", "100000");
    bench().assertMissing("k");
    assertThat(load.end("old")).isEqualTo(FillResult.REFUSED);
    assertThat(bench().store().claim("k").stamp()).isGreaterThan(claim.stamp());
    bench().stock("l", "old");
    assertRefused(
        () -> bench().store().put(bench().store().claim("l"), "v", Bench.LASTING.tagged("")),
        "tag");
    bench().assertMissing("l");
  }

  @Test
  default void aClosedStoreSaysSo() {
    CacheStore<String> store = bench().view("closing");
    Claim claim = store.claim("k");
    store.close();
    store.close();
    List<Consumer<CacheStore<String>>> calls =
        List.of(
            s -> s.find("k"),
            s -> s.findAll(List.of("k")),
            s -> s.claim("k"),
            s -> s.fill(claim, "v", Bench.LASTING),
            s -> s.claimAll(List.of("k")),
            s -> s.fillAll(List.of(new ClaimedValue<>(claim, "v", Bench.LASTING))),
            s -> s.abandon(claim),
            s -> s.abandonAll(List.of(claim)),
            s -> s.putAll(List.of(new ClaimedValue<>(claim, "v", Bench.LASTING))),
            s -> s.put(claim, "v", Bench.LASTING),
            s -> s.evict("k"),
            s -> s.evictAll(List.of("k")),
            s -> s.invalidate(List.of("t")),
            s -> s.softPurge("k"),
            CacheStore::clear);
    for (Consumer<CacheStore<String>> call : calls) {
      assertThatThrownBy(() -> call.accept(store))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    bench().stock("k", "the other views stay open");
    bench().assertFound("k", "the other views stay open");
  }

  @Test
  default void aClosedLarderClosesItsViews() {
    CacheStore<String> store = bench().store();
    bench().larder().close();
    bench().larder().close();
    assertThatThrownBy(() -> store.find("k")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bench().larder().clear()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void whileSwitchedOffNothingIsFoundOrStoredAndInvalidationsGoThrough() {
    for (Event event : Event.values()) {
      bench().stock("k", "old", "t");
      bench().stock("l", "stays");
      bench().larder().enabled(false);
      assertThat(bench().store().find("l")).isInstanceOf(Unavailable.class);
      Lookup<String> one = bench().store().findAll(List.of("l")).get("l");
      assertThat(one).isInstanceOf(Unavailable.class);
      Claim claim = bench().store().claim("m");
      assertThat(bench().store().fill(claim, "v", Bench.LASTING)).isEqualTo(FillResult.UNAVAILABLE);
      event.applied(bench());
      bench().larder().enabled(true);
      bench().assertMissing("k");
      bench().assertMissing("m");
    }
    bench().stock("l", "stays");
    bench().larder().enabled(false);
    bench().larder().enabled(true);
    bench().assertFound("l", "stays");
  }

  @Test
  default void aLoadFromBeforeTheSwitchIsRefusedIfAnEvictCrossedIt() {
    Bench.Load load = bench().begin("k");
    bench().larder().enabled(false);
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    bench().larder().enabled(true);
    assertThat(load.end("old")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void aPutWhileSwitchedOffEmptiesTheKey() {
    bench().stock("k", "old");
    Claim claim = bench().store().claim("k");
    bench().larder().enabled(false);
    assertThat(bench().store().put(claim, "new", Bench.LASTING)).isEqualTo(Answer.APPLIED);
    bench().larder().enabled(true);
    bench().assertMissing("k");
  }
}
