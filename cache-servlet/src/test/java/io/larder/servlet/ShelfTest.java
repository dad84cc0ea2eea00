package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.key.RequestDescription;
import io.larder.http.Vary;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where pages are put, and what of it others can see meanwhile. */
class ShelfTest {

  private static final String KEY = "http://localhost/a";

  private final Larder larder = Larder.open("memory:");
  private final CacheStore<Page> pages = larder.pages().store();
  private final List<String> variants = new ArrayList<>();

  /** Is called before a mark is stored. */
  private Consumer<Page> beforeMark = mark -> {};

  private final CacheStore<Page> hooked = HookedStore.of(pages, this::called);

  private final Policy policy = policy("/* ttl=30s share=100KB maxVariants=3");
  private final Backing backing =
      new Backing(
          new PageStore(hooked),
          larder.ticker(),
          InstantSource.system(),
          new InFlight(Long.MAX_VALUE));
  private final Ledger ledger = backing.caps().of(policy).ledger();

  @AfterEach
  void close() {
    larder.close();
  }

  private void called(String method, Object[] args) {
    if (method.equals("fill") && Variants.isMark((Page) args[1])) {
      beforeMark.accept((Page) args[1]);
    } else if (method.equals("fill")) {
      variants.add(((Claim) args[0]).key());
    }
  }

  private Policy policy(String line) {
    CacheRule rule = CacheRule.parse(line);
    return Policy.of(rule, rule.attributes(), larder);
  }

  private Exchange exchange(String language) {
    Map<String, String> headers = Map.of("Accept-Language", language);
    RequestDescription described = RequestDescription.of(URI.create(KEY), headers);
    return Exchange.of(
        ExplainedRequest.of("GET", described, headers),
        ExplainedRequest.noResponse(),
        (request, response) -> {},
        policy);
  }

  private static Page page(int size) {
    return new Page(200, new String[0], new String[0], null, new byte[size]);
  }

  private Kept put(String language, int size) {
    Located located = Located.of(backing.store(), KEY, exchange(language));
    Claim claim = backing.store().claim(located.key());
    return put(language, size, located, claim);
  }

  private Kept put(String language, int size, Located located, Claim claim) {
    Vary vary = language.isEmpty() ? Vary.NONE : Vary.of(List.of("Accept-Language"));
    Terms terms = Terms.ttl(Duration.ofSeconds(30));
    return new Shelf(backing, exchange(language))
        .put(
            located,
            claim,
            new Shelf.Put(Asked.of(exchange(language)), vary, page(size), terms, null));
  }

  private boolean isStored(String key) {
    return pages.find(key) instanceof CacheEntry;
  }

  @Test
  void whereNoGenerationMayBeginNothingNewIsAdmitted() {
    Generations all = new Generations(backing);
    Missed missed = new Missed(Located.unasked(KEY), 0, 0);
    Exchange exchange = exchange("de");
    assertThat(backing.admits(exchange, missed)).isTrue();
    assertThat(backing.admits(exchange.under(Generation.none(all, KEY)), missed)).isFalse();
    Generation there = Generation.there(all, KEY, Variants.first(Vary.NONE));
    assertThat(backing.admits(exchange.under(there), missed)).isTrue();
  }

  /** Else who finds the mark would run the handler for what another one has just computed. */
  @Test
  void aVariantIsThereBeforeTheMarkByWhichItIsFound() {
    AtomicInteger marks = new AtomicInteger();
    for (String language : List.of("de", "fr")) {
      beforeMark =
          mark -> {
            marks.incrementAndGet();
            assertThat(variants).isNotEmpty();
            assertThat(isStored(variants.get(variants.size() - 1))).isTrue();
          };
      assertThat(put(language, 1_000).result()).isEqualTo(FillResult.STORED);
    }
    assertThat(marks).hasValue(2);
    assertThat(variants).hasSize(2).allMatch(this::isStored);
    assertThat(Located.of(backing.store(), KEY, exchange("de")).found())
        .isInstanceOf(CacheEntry.class);
  }

  @Test
  void whoEvictsTheKeyBetweenAVariantAndItsMarkHasTheLastWord() {
    beforeMark = mark -> pages.evict(KEY);
    assertThat(put("de", 1_000).result()).isEqualTo(FillResult.REFUSED);
    assertThat(pages.find(KEY)).isInstanceOf(Miss.class);
    assertThat(variants).hasSize(1).noneMatch(this::isStored);
    assertThat(ledger.bytes()).isZero();
  }

  @Test
  void theSameHoldsOfTheNextVariant() {
    assertThat(put("de", 1_000).result()).isEqualTo(FillResult.STORED);
    beforeMark = mark -> pages.evict(KEY);
    assertThat(put("fr", 1_000).result()).isEqualTo(FillResult.REFUSED);
    assertThat(Located.of(backing.store(), KEY, exchange("fr")).found()).isInstanceOf(Miss.class);
    assertThat(isStored(variants.get(1))).isFalse();
  }

  @Test
  void marksCountToo() {
    assertThat(put("de", 1_000).result()).isEqualTo(FillResult.STORED);
    long one = ledger.bytes();
    assertThat(one).isGreaterThan(1_000 + 2 * Ledger.ENTRY + 2 * KEY.length());
    assertThat(put("fr", 1_000).result()).isEqualTo(FillResult.STORED);
    assertThat(ledger.bytes()).isGreaterThan(one + 1_000);
  }

  /** A mark takes the room of the page that it takes the place of, and gives it up to the next. */
  @Test
  void whatTakesThePlaceOfAnotherTakesItsRoom() {
    put("", 50_000);
    assertThat(ledger.bytes()).isGreaterThan(50_000);
    put("de", 1_000);
    assertThat(ledger.bytes()).isLessThan(3_000);
  }

  @Test
  void noRoomForAMarkIsNoneForItsVariant() {
    int most = 100 << 10;
    int ofEntry = Ledger.ENTRY + KEY.length() + 100; // the rest of its key
    assertThat(put("de", most - ofEntry).refusal()).isEqualTo("share");
    assertThat(variants).noneMatch(this::isStored);
    assertThat(pages.find(KEY)).isInstanceOf(Miss.class);
    assertThat(ledger.bytes()).isZero();
    assertThat(put("de", most / 2).result()).isEqualTo(FillResult.STORED);
  }

  /** What lies there goes on lying there, and taking room. */
  @Test
  void aRefusedFillLeavesTheRoomOfWhatLiesThere() {
    Located located = Located.of(backing.store(), KEY, exchange(""));
    Claim early = backing.store().claim(KEY);
    put("", 5_000);
    long there = ledger.bytes();
    assertThat(put("", 9_000, located, early).result()).isEqualTo(FillResult.REFUSED);
    assertThat(ledger.bytes()).isEqualTo(there);
    assertThat(isStored(KEY)).isTrue();
  }
}
