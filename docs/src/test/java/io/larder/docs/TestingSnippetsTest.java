package io.larder.docs;

import static io.larder.testkit.LarderAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.testkit.Faults;
import io.larder.testkit.LarderExtension;
import io.larder.testkit.LatchedLoader;
import io.larder.testkit.ManualClock;
import io.larder.testkit.MapBackend;
import io.larder.testkit.RecordingListener;
import io.larder.testkit.StoreOperation;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The snippets of docs/testing.md. */
class TestingSnippetsTest {

  private final AtomicInteger made = new AtomicInteger();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  // tag::manual-clock
  @RegisterExtension
  static final LarderExtension LARDER =
      LarderExtension.builder().backend(MapBackend::new).manualClock().faults().build();

  @Test
  void aGreetingIsOverAfterThirtySeconds(Larder larder, ManualClock clock) {
    CacheStore<String> greetings = larder.store("greetings", Codecs.utf8());
    greetings.fill(greetings.claim("Ada"), "Hello Ada", Terms.ttl(Duration.ofSeconds(30)));

    clock.advance(Duration.ofSeconds(31));

    assertThat(greetings.find("Ada")).isInstanceOf(Miss.class);
  }

  // end::manual-clock

  // tag::faults
  @Test
  void aGreetingIsMadeWithoutTheStore(Larder larder, Faults faults) {
    CacheStore<String> greetings = larder.store("greetings", Codecs.utf8());

    faults.fail(StoreOperation.FIND);
    assertThat(greet(greetings, "Ada")).isEqualTo("Hello Ada");

    faults.next(1).lose(StoreOperation.EVICT);
    assertThat(greetings.evict("Ada")).isEqualTo(Answer.APPLIED); // and still it lies there
    faults.mend();
  }

  // end::faults

  // tag::assertions
  @Test
  void aQuoteIsAskedForOnce(Larder larder, ManualClock clock) {
    Cache<String> quotes =
        larder
            .cacheBuilder("quotes", String.class)
            .ttl(Duration.ofSeconds(30))
            .staleIfError(Duration.ofHours(1))
            .build();

    for (int i = 0; i < 4; i++) {
      quotes.get("ACME", load -> "99 EUR");
    }
    assertThat(quotes)
        .hasHits(3)
        .hasMisses(1)
        .loadedOnce("ACME")
        .hasFresh("ACME", "99 EUR")
        .neverLoaded("Umbrella")
        .hasNothingUnder("Umbrella");

    clock.advance(Duration.ofSeconds(31));
    assertThat(quotes).hasStale("ACME");
  }

  // end::assertions

  @Test
  void aRecordingIsAddedByHand() {
    // tag::recording
    RecordingListener recording = new RecordingListener();
    try (Larder larder = Larder.builder().listener(recording).build()) {
      Cache<String> quotes = larder.cache("quotes", String.class);
      quotes.get("ACME", load -> "99 EUR");

      assertThat(quotes).recordedBy(recording).loadedOnce("ACME");
    }
    // end::recording
  }

  // tag::latched
  @Test
  void whatIsEvictedWhileItIsLoadedIsNotStored(Larder larder) throws Exception {
    Cache<String> quotes = larder.cache("quotes", String.class);
    LatchedLoader<String> loader = new LatchedLoader<>();

    Future<String> first = threads.submit(() -> quotes.get("ACME", loader));
    loader.awaitRunning(1); // it is in the loader now
    quotes.evict("ACME");
    loader.succeed("99 EUR");

    assertThat(first.get()).isEqualTo("99 EUR");
    assertThat(quotes).loadedOnce("ACME").hasNothingUnder("ACME");
  }

  // end::latched

  @Test
  void whatWasLostLiesThereAndWhatWorksIsAskedOnce(Larder larder, Faults faults) {
    CacheStore<String> greetings = larder.store("greetings", Codecs.utf8());
    assertThat(greet(greetings, "Ada")).isEqualTo(greet(greetings, "Ada"));
    assertThat(made).hasValue(1);
    faults.lose();
    assertThat(greetings.evict("Ada")).isEqualTo(Answer.APPLIED);
    assertThat(greetings.find("Ada")).isInstanceOf(CacheEntry.class);
  }

  private String greet(CacheStore<String> greetings, String name) {
    if (greetings.find(name) instanceof CacheEntry<String> entry) {
      return entry.value();
    }
    Claim claim = greetings.claim(name);
    made.incrementAndGet();
    String greeting = "Hello " + name;
    greetings.fill(claim, greeting, Terms.ttl(Duration.ofSeconds(30)));
    return greeting;
  }
}
