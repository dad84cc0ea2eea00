package io.larder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Limits;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.Unavailable;
import io.larder.cache.codec.Codecs;
import io.larder.cache.codec.Compression;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class LarderExtensionTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofSeconds(30));

  private static CacheStore<String> stock(Larder larder) {
    CacheStore<String> store = larder.store("quotes", Codecs.utf8());
    assertThat(store.find("k")).isInstanceOf(Miss.class);
    assertThat(store.fill(store.claim("k"), "v", TERMS)).isEqualTo(FillResult.STORED);
    return store;
  }

  /** Runs a class of tests by itself, with what JUnit has found by itself left out. */
  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .testEvents();
  }

  @Nested
  @ExtendWith(LarderExtension.class)
  class AsAnAnnotation {

    private Larder before;

    @BeforeEach
    void stocks(Larder larder) {
      before = larder;
      stock(larder);
    }

    @AfterEach
    void isOpenStill(Larder larder) {
      assertThat(larder).isSameAs(before);
      assertThat(larder.health().reachable()).isTrue();
    }

    @Test
    void aTestHasWhatItsPreparationStocked(Larder larder) {
      assertThat(larder).isSameAs(before);
      assertThat(larder.store("quotes", Codecs.utf8()).find("k")).isInstanceOf(CacheEntry.class);
      assertThat(larder.toString()).contains("memory");
    }

    @RepeatedTest(2)
    void eachRepeatHasItsOwn(Larder larder) {
      larder.store("quotes", Codecs.utf8()).evict("k");
      stock(larder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void eachInvocationHasItsOwn(String key, Larder larder) {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      assertThat(store.find("a")).isInstanceOf(Miss.class);
      store.fill(store.claim("a"), key, TERMS);
    }
  }

  @Nested
  class WithABuilder {

    @RegisterExtension
    static final LarderExtension LARDER =
        LarderExtension.builder()
            .backend(MapBackend::new)
            .manualClock()
            .faults()
            .configure(builder -> builder.defaultTtl(Duration.ofSeconds(7)))
            .build();

    @Test
    void timeIsMovedByHand(Larder larder, ManualClock clock) {
      CacheStore<String> store = stock(larder);
      clock.advance(Duration.ofSeconds(29));
      assertThat(store.find("k")).isInstanceOf(CacheEntry.class);
      clock.advance(Duration.ofSeconds(2));
      assertThat(store.find("k")).isInstanceOf(Miss.class);
      assertThat(larder.ticker()).isSameAs(clock);
    }

    @Test
    void theStoreFailsOnDemand(Faults faults, Larder larder) {
      CacheStore<String> store = stock(larder);
      faults.fail(StoreOperation.FIND);
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
    }

    @Test
    void aTestMayLeaveItsStoreHanging(Faults faults, Larder larder) {
      stock(larder);
      faults.hang();
    }

    @Test
    void otherSettingsHold(Larder larder) {
      assertThat(larder.defaultTtl()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aTestMayCloseItsLarder(Larder larder) {
      larder.close();
    }
  }

  @Nested
  class Afterwards {

    @Test
    void theNamespaceIsClearedAndTheLarderClosed() {
      CacheStore<String> kept = TwoTests.MAPS.open(TwoTests.QUOTES);

      run(TwoTests.class).assertStatistics(stats -> stats.succeeded(2));

      assertThat(TwoTests.FOUND_BY_OTHERS).containsExactly(true, true);
      assertThat(kept.find("k")).isInstanceOf(Miss.class);
      assertThat(TwoTests.GIVEN).hasSize(2).doesNotHaveDuplicates();
      assertThat(TwoTests.GIVEN)
          .allSatisfy(larder -> assertThat(larder.health().detail()).isEqualTo("closed"));
      assertThat(TwoTests.NAMESPACES).hasSize(2).doesNotHaveDuplicates();
    }
  }

  /** Two tests over one store that outlives them. */
  static class TwoTests {

    static final MapBackend MAPS =
        new MapBackend(
            new BackendContext(
                "shared", Ticker.system(), Limits.DEFAULT, Duration.ofSeconds(60), 100));

    /** As a Larder opens it. */
    static final View<String> QUOTES =
        new View<>("quotes", "quotes:", Codecs.utf8().compressed(Compression.NONE));

    static final List<Boolean> FOUND_BY_OTHERS = new ArrayList<>();
    static final List<String> NAMESPACES = new ArrayList<>();
    static final List<Larder> GIVEN = new ArrayList<>();

    @RegisterExtension
    static final LarderExtension LARDER =
        LarderExtension.builder()
            .backend(
                context -> {
                  NAMESPACES.add(context.namespace());
                  return new SharedBackend(MAPS);
                })
            .build();

    @Test
    void one(Larder larder) {
      GIVEN.add(larder);
      stock(larder);
      CacheStore<String> other = MAPS.open(QUOTES);
      FOUND_BY_OTHERS.add(other.find("k") instanceof CacheEntry);
    }

    @Test
    void two(Larder larder) {
      one(larder);
    }
  }

  @Nested
  class Refusals {

    @Test
    void aLarderIsNotForAWholeClass() {
      for (Class<?> tests : List.of(InAConstructor.class, BeforeAllTests.class)) {
        EngineExecutionResults results =
            EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
        Throwable thrown =
            results.allEvents().failed().stream()
                .findFirst()
                .flatMap(event -> event.getPayload(TestExecutionResult.class))
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
        assertThat(thrown)
            .isInstanceOf(ParameterResolutionException.class)
            .hasMessageContainingAll(
                "a Larder of LarderExtension lives for one test", "@BeforeAll");
      }
    }

    @Test
    void whatTheBuilderDidNotSayIsNotGiven() {
      run(WithoutAClock.class).assertStatistics(stats -> stats.started(2).failed(2));
    }

    @Test
    void faultsNeedABackendToStandInFrontOf() {
      assertThatThrownBy(() -> LarderExtension.builder().store("memory:").faults().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("faults()", "backend(MapBackend::new)");
      assertThatThrownBy(
              () ->
                  LarderExtension.builder()
                      .backend(MapBackend::new)
                      .store("none:")
                      .faults()
                      .build())
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWrongUriIsRefusedWhereItIsSet() {
      assertThatThrownBy(() -> LarderExtension.builder().store("no uri"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ExtendWith(LarderExtension.class)
  static class InAConstructor {

    InAConstructor(Larder larder) {}

    @Test
    void test() {}
  }

  @ExtendWith(LarderExtension.class)
  static class BeforeAllTests {

    @BeforeAll
    static void prepare(Larder larder) {}

    @Test
    void test() {}
  }

  @ExtendWith(LarderExtension.class)
  static class WithoutAClock {

    @Test
    void clock(ManualClock clock) {}

    @Test
    void faults(Faults faults) {}
  }

  @Nested
  class ByItsUri {

    @RegisterExtension
    static final LarderExtension LARDER = LarderExtension.builder().store("none:").build();

    @Test
    void theStoreIsThatOne(Larder larder) {
      assertThat(larder.store("quotes", Codecs.utf8()).find("k")).isInstanceOf(Unavailable.class);
      assertThat(larder.clear()).isEqualTo(Answer.APPLIED);
    }
  }
}
