package io.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.CopyStats;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.testkit.ManualClock;
import io.larder.testkit.MapBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoherenceTest {

  private static final Duration BOUND = Duration.ofSeconds(2);

  private final ManualClock clock = new ManualClock();
  private final BackendContext context =
      new BackendContext(
          "test", clock, io.larder.cache.Limits.DEFAULT, Duration.ofMinutes(1), 10_000);
  private final Wire wire = new Wire(new MapBackend(context));
  private final Line line = wire.line();
  private final TieredBackend node =
      new TieredBackend(wire.backend(), line, context, 1 << 20, BOUND);
  private final TieredBackend other =
      new TieredBackend(wire.backend(), wire.line(), context, 1 << 20, BOUND);
  private final CacheStore<String> quotes = node.open(view("quotes"));
  private final CacheStore<String> theirs = other.open(view("quotes"));

  private static View<String> view(String name) {
    return new View<>(name, name + ":", Codecs.utf8());
  }

  @BeforeEach
  void connect() {
    line.connect();
    beat();
    stock("k", "v");
  }

  private void beat() {
    line.heartbeat(clock.read(), wire.clock());
  }

  private void stock(String key, String value, String... tags) {
    Terms terms = Terms.ttl(Duration.ofMinutes(5)).tagged(tags);
    theirs.fill(theirs.claim(key), value, terms);
  }

  private String value(String key) {
    return quotes.find(key) instanceof CacheEntry<String> entry ? entry.value() : null;
  }

  private void assertCopied(String key) {
    value(key);
    assertServedByCopy(key);
  }

  private void assertServedByCopy(String key) {
    int before = wire.finds();
    Lookup<String> found = quotes.find(key);
    assertThat(found).isInstanceOf(CacheEntry.class).isSameAs(quotes.find(key));
    assertThat(wire.finds()).as("look-ups in the store").isEqualTo(before);
  }

  private void assertAsked(String key) {
    int before = wire.finds();
    quotes.find(key);
    assertThat(wire.finds()).as("look-ups in the store").isEqualTo(before + 1);
  }

  @Nested
  class Copies {

    @Test
    void areServedWithoutTheStore() {
      assertCopied("k");
    }

    @Test
    void areTheStoresOwnEntries() {
      CacheEntry<?> stored = (CacheEntry<?>) theirs.find("k");
      value("k");
      CacheEntry<?> copy = (CacheEntry<?>) quotes.find("k");
      assertThat(copy.id()).isEqualTo(stored.id());
      assertThat(copy.asOf()).isEqualTo(stored.asOf());
    }

    @Test
    void areServedInBatches() {
      stock("l", "w");
      quotes.findAll(List.of("l", "k"));
      int before = wire.finds();
      Map<String, Lookup<String>> found = quotes.findAll(List.of("l", "missing", "k"));
      assertThat(found.keySet()).containsExactly("l", "missing", "k");
      assertThat(found.get("missing")).isNotInstanceOf(CacheEntry.class);
      assertThat(value("l")).isEqualTo("w");
      assertThat(value("k")).isEqualTo("v");
      assertThat(wire.finds()).isEqualTo(before);
    }

    @Test
    void doNotOutliveWhatIsLeftInTheStore() {
      clock.advance(Duration.ofMinutes(4));
      beat();
      assertCopied("k");
      clock.advance(Duration.ofSeconds(61));
      beat();
      assertThat(value("k")).isNull();
    }

    @Test
    void areNotMadeOfWhatIsStale() {
      theirs.fill(
          theirs.claim("s"),
          "stale",
          Terms.ttl(Duration.ofSeconds(1)).staleWhileRevalidate(Duration.ofMinutes(1)));
      clock.advance(Duration.ofSeconds(1));
      beat();
      assertThat(value("s")).isEqualTo("stale");
      assertAsked("s");
    }

    @Test
    void makeWayForWhatThisNodeFills() {
      assertCopied("k");
      quotes.fill(quotes.claim("k"), "new", Terms.ttl(Duration.ofMinutes(1)));
      assertThat(value("k")).isEqualTo("new");
    }

    @Test
    void areMadeOfWhatThisNodeStores() {
      quotes.fill(quotes.claim("own"), "loaded", Terms.ttl(Duration.ofMinutes(1)));
      assertServedByCopy("own");
      assertThat(((CacheEntry<?>) quotes.find("own")).id())
          .isEqualTo(((CacheEntry<?>) theirs.find("own")).id());
    }

    @Test
    void ofWhatThisNodeStoresEndWithItsTime() {
      quotes.fill(quotes.claim("own"), "loaded", Terms.ttl(Duration.ofSeconds(1)));
      assertServedByCopy("own");
      clock.advance(Duration.ofSeconds(1));
      assertThat(value("own")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "tag", "view", "all", "gap", "connection"})
    void areNotMadeOfWhatWasEndedWhileItWasComputed(String ended) {
      Claim claim = quotes.claim("own");
      switch (ended) {
        case "key" ->
            line.receiver().announced(next(1), List.of(new Change.OfKey("quotes", "own")));
        case "tag" -> line.receiver().announced(next(1), List.of(new Change.OfTag("red")));
        case "view" -> line.receiver().announced(next(1), List.of(new Change.OfView("quotes")));
        case "all" -> line.receiver().announced(next(1), List.of(new Change.OfAll()));
        case "gap" -> line.receiver().announced(next(2), List.of(new Change.OfTag("blue")));
        default -> {
          line.cut();
          line.connect();
          beat();
        }
      }
      quotes.fill(claim, "loaded", Terms.ttl(Duration.ofMinutes(1)).tagged("red"));
      assertAsked("own");
    }

    private long next(int steps) {
      return wire.clock() + steps;
    }

    @Test
    void areMadeOfWhatOtherEventsHaveNotEnded() {
      Claim claim = quotes.claim("own");
      line.receiver().announced(next(1), List.of(new Change.OfTag("blue")));
      quotes.fill(claim, "loaded", Terms.ttl(Duration.ofMinutes(1)).tagged("red"));
      assertServedByCopy("own");
    }

    @Test
    void areNotMadeOfWhatIsOlderThanItsClaim() {
      Claim claim = quotes.claim("own");
      quotes.fill(claim.since(claim.stamp() - 1), "loaded", Terms.ttl(Duration.ofMinutes(1)));
      assertAsked("own");
    }

    @Test
    void areNotMadeOfWhatTheStoreRefuses() {
      Claim claim = quotes.claim("own");
      theirs.evict("own");
      assertThat(quotes.fill(claim, "loaded", Terms.ttl(Duration.ofMinutes(1))))
          .isEqualTo(FillResult.REFUSED);
      assertAsked("own");
    }

    @Test
    void areNotMadeOfWhatIsGivenUp() {
      quotes.abandon(quotes.claim("own"));
      assertAsked("own");
      quotes.fill(quotes.claim("own"), "loaded", Terms.ttl(Duration.ofMinutes(1)));
      assertServedByCopy("own");
    }

    @Test
    void areCounted() {
      CopyStats before = node.copyStats();
      assertCopied("k"); // one look-up in vain, then one by the way and one more
      quotes.findAll(List.of("k", "missing"));
      theirs.evict("missing");
      line.deliver();
      clock.advance(BOUND);
      value("k");
      line.cut();
      value("k");
      line.connect();
      CopyStats counted = node.copyStats().minus(before);
      assertThat(counted).isEqualTo(new CopyStats(3, 2, 1, 1, 1, 0, 1));
      assertThat(counted.hitRatio()).isEqualTo(3 / 7.0);
      assertThat(CopyStats.NONE.hitRatio()).isZero();
    }

    @Test
    void areNotMadeOfWhatIsTooBigForTheirMemory() {
      String big = "v".repeat(600_000);
      node.open(view("more")); // half of the memory is for that
      stock("big", big);
      assertThat(value("big")).isEqualTo(big);
      assertThat(value("big")).isEqualTo(big);
      assertAsked("big");
    }
  }

  @Nested
  class EventsOfOthers {

    @Test
    void endACopyOnceTheyAreBrought() {
      assertCopied("k");
      theirs.evict("k");
      line.deliver();
      assertThat(value("k")).isNull();
    }

    @Test
    void endByTagWhatCarriesIt() {
      stock("tagged", "v", "red");
      assertCopied("tagged");
      assertCopied("k");
      other.invalidate(List.of("red"));
      line.deliver();
      assertServedByCopy("k");
      assertThat(value("tagged")).isNull();
    }

    @Test
    void endAViewAndLeaveOthers() {
      CacheStore<String> more = node.open(view("more"));
      more.fill(more.claim("k"), "m", Terms.ttl(Duration.ofMinutes(1)));
      more.find("k");
      assertCopied("k");
      theirs.clear();
      line.deliver();
      assertThat(value("k")).isNull();
      int before = wire.finds();
      assertThat(more.find("k")).isInstanceOf(CacheEntry.class);
      assertThat(wire.finds()).isEqualTo(before);
    }

    @Test
    void endFreshness() {
      stock("tagged", "v", "red");
      assertCopied("tagged");
      other.softPurge(List.of("red"));
      line.deliver();
      assertAsked("tagged");
    }

    @Test
    void refuseACopyWhoseLookUpIsUnderWay() {
      wire.meanwhile(
          () -> {
            wire.meanwhile(() -> {});
            theirs.evict("k");
            line.deliver();
          });
      assertThat(value("k")).as("began before").isEqualTo("v");
      assertThat(value("k")).isNull();
    }

    @Test
    void ofUnknownViewsAreNoMatter() {
      assertCopied("k");
      other.open(view("unknown")).clear();
      line.deliver();
      assertServedByCopy("k");
    }
  }

  @Nested
  class OwnEvents {

    @Test
    void endACopyBeforeTheyReturn() {
      assertCopied("k");
      quotes.evict("k");
      assertThat(value("k")).isNull();
    }

    @Test
    void endByTagBeforeTheyReturn() {
      stock("tagged", "v", "red");
      assertCopied("tagged");
      node.invalidate(List.of("red"));
      assertThat(value("tagged")).isNull();
    }

    @Test
    void endAllBeforeTheyReturn() {
      assertCopied("k");
      node.clear();
      assertThat(value("k")).isNull();
    }

    @Test
    void putBeforeTheyReturn() {
      assertCopied("k");
      quotes.put(quotes.claim("k"), "put", Terms.ttl(Duration.ofMinutes(1)));
      assertThat(value("k")).isEqualTo("put");
    }
  }

  @Nested
  class Gaps {

    @Test
    void dropEveryCopy() {
      stock("l", "w");
      assertCopied("l");
      theirs.evict("k");
      theirs.evict("another");
      line.lose();
      line.deliver();
      assertAsked("l");
    }

    @Test
    void areNoneWhereEventsFollowOnEachOther() {
      stock("l", "w");
      assertCopied("l");
      theirs.evict("k");
      theirs.evict("another");
      line.deliverAll();
      assertServedByCopy("l");
    }

    @Test
    void refuseWhatWasLookedUpBeforeThem() {
      wire.meanwhile(
          () -> {
            wire.meanwhile(() -> {});
            theirs.evict("k");
            theirs.evict("another");
            line.lose();
            line.deliver();
          });
      value("k");
      assertThat(value("k")).isNull();
    }
  }

  @Nested
  class TheBound {

    @Test
    void endsWithTheHeartbeats() {
      assertCopied("k");
      clock.advance(BOUND.minusNanos(1));
      assertServedByCopy("k");
      clock.advance(Duration.ofNanos(1));
      assertAsked("k");
    }

    @Test
    void beginsWhenTheHeartbeatWasSent() {
      long sentAt = clock.read();
      clock.advance(Duration.ofSeconds(1));
      line.heartbeat(sentAt, wire.clock());
      clock.advance(Duration.ofSeconds(1));
      assertAsked("k");
    }

    @Test
    void isNotMovedByAHeartbeatWhoseEventsAreMissing() {
      assertCopied("k");
      theirs.evict("another");
      clock.advance(Duration.ofSeconds(1));
      beat();
      clock.advance(Duration.ofSeconds(1));
      assertAsked("k");
    }

    @Test
    void isMovedOnceItsEventsHaveCome() {
      assertCopied("k");
      theirs.evict("another");
      clock.advance(Duration.ofSeconds(1));
      beat();
      line.deliver();
      clock.advance(Duration.ofSeconds(1));
      assertServedByCopy("k");
    }

    @Test
    void isNotMovedByAnEarlierHeartbeat() {
      long earlier = clock.read();
      clock.advance(Duration.ofSeconds(1));
      beat();
      line.heartbeat(earlier, wire.clock());
      clock.advance(Duration.ofSeconds(1));
      assertCopied("k");
    }

    @Test
    void tellsTheBusThatItIsBehind() {
      theirs.evict("another");
      beat();
      clock.advance(BOUND);
      assertThat(line.receiver().isBehind()).isFalse();
      clock.advance(Duration.ofNanos(1));
      assertThat(line.receiver().isBehind()).isTrue();
      line.deliver();
      assertThat(line.receiver().isBehind()).isFalse();
    }
  }

  @Nested
  class ALostConnection {

    @Test
    void leavesNoCopyToServe() {
      assertCopied("k");
      line.cut();
      assertAsked("k");
    }

    @Test
    void isMadeUpForByAnotherAndAHeartbeat() {
      assertCopied("k");
      line.cut();
      beat();
      assertAsked("k");
      line.connect();
      assertAsked("k");
      beat();
      assertCopied("k");
    }

    @Test
    void endsWhatWasCopiedBefore() {
      assertCopied("k");
      line.cut();
      theirs.evict("k");
      line.connect();
      beat();
      assertThat(value("k")).isNull();
    }

    @Test
    void refusesWhatWasLookedUpBefore() {
      wire.meanwhile(
          () -> {
            wire.meanwhile(() -> {});
            line.cut();
            theirs.evict("k");
            line.connect();
            beat();
          });
      value("k");
      assertThat(value("k")).isNull();
    }

    @Test
    void bringsNoEventsFromBeforeIt() {
      assertCopied("k");
      line.receiver().announced(wire.clock() - 1, List.of(new Change.OfAll()));
      assertServedByCopy("k");
    }
  }
}
