package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.cache.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LarderTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofSeconds(30));

  private final AtomicReference<FakeBackend> opened = new AtomicReference<>();
  private final Larder larder =
      Larder.builder()
          .backend(
              context -> {
                opened.set(new FakeBackend(context));
                return opened.get();
              })
          .build();

  private FakeBackend backend() {
    return opened.get();
  }

  @AfterEach
  void close() {
    backend().failsToClose = null;
    larder.close();
  }

  @Nested
  class OpenCaches {

    private final Larder memory = Larder.open("memory:");

    @AfterEach
    void close() {
      memory.close();
    }

    @Test
    void areThereByTheirNames() {
      assertThat(memory.caches()).isEmpty();
      Cache<String> texts = memory.cache("texts", String.class);
      Cache<Integer> counts = memory.cache("counts", Integer.class);

      assertThat(memory.caches().keySet()).containsExactly("counts", "texts");
      assertThat((Object) memory.caches().get("texts")).isSameAs(texts);
      assertThat((Object) memory.caches().get("counts")).isSameAs(counts);
    }

    @Test
    void areNoneOnceTheLarderIsClosed() {
      memory.cache("texts", String.class);
      memory.close();

      assertThat(memory.caches()).isEmpty();
    }
  }

  @Nested
  class Views {

    @Test
    void theSameNameIsTheSameView() {
      CacheStore<String> first = larder.store("quotes", Codecs.utf8());

      assertThat(larder.store("quotes", Codecs.utf8())).isSameAs(first);
      assertThat(larder.store("other", Codecs.utf8())).isNotSameAs(first);
      assertThat(first.name()).isEqualTo("quotes");
    }

    @Test
    void theSameJsonTypeIsTheSameView() {
      assertThat((Object) larder.store("dates", Codecs.json(java.time.Instant.class)))
          .isSameAs(larder.store("dates", Codecs.json(java.time.Instant.class)));
    }

    @Test
    void anotherCodecUnderTheSameNameIsRefused() {
      larder.store("quotes", Codecs.utf8());

      assertThatIllegalArgumentException()
          .isThrownBy(() -> larder.store("quotes", Codecs.bytes()))
          .withMessageContaining("'quotes'")
          .withMessageContaining("another codec");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "a b", "a:b", "a/b", "{a}", "ü", "a\n", "http", "HTTPS", "Post"})
    void anIllegalNameIsRefusedByName(String name) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> larder.store(name, Codecs.utf8()))
          .withMessageContaining("'" + name + "'");
    }

    @Test
    void theNameOfThePagesIsRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> larder.store("pages", Codecs.utf8()))
          .withMessageContaining("'pages'");
      assertThat(larder.store("Pages", Codecs.utf8()).name()).isEqualTo("Pages");
    }

    @Test
    void viewsHaveAPrefixAndPagesHaveNone() {
      larder.store("quotes", Codecs.utf8());

      assertThat(backend().asked).containsExactly("open pages ''", "open quotes 'quotes:'");
    }

    @Test
    void aViewThatIsClosedIsOpenedAnew() {
      CacheStore<String> first = larder.store("quotes", Codecs.utf8());
      first.close();
      first.close();
      CacheStore<byte[]> second = larder.store("quotes", Codecs.bytes());

      assertThatIllegalStateException().isThrownBy(() -> first.find("k"));
      assertThat(second.find("k")).isInstanceOf(Miss.class);
    }

    @Test
    void aViewThatCouldNotBeOpenedLeavesItsNameFree() {
      backend().failsToOpen = new IllegalArgumentException("no room for a view");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> larder.store("quotes", Codecs.utf8()))
          .withMessage("no room for a view");
      backend().failsToOpen = null;

      assertThat(larder.store("quotes", Codecs.bytes()).find("k")).isInstanceOf(Miss.class);
    }
  }

  @Nested
  class Switch {

    @Test
    void whatIsOffIsNeitherLookedUpNorStored() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      store.fill(store.claim("k"), "v", TERMS);
      larder.enabled(false);
      backend().asked.clear();

      assertThat(larder.enabled()).isFalse();
      assertThat(store.find("k")).isInstanceOf(Unavailable.class);
      assertThat(store.findAll(List.of("k", "l")))
          .containsOnlyKeys("k", "l")
          .allSatisfy((key, lookup) -> assertThat(lookup).isInstanceOf(Unavailable.class));
      Claim claim = store.claim("k");
      assertThat(claim.granted()).isFalse();
      assertThat(store.fill(claim, "w", TERMS)).isEqualTo(FillResult.UNAVAILABLE);
      assertThat(larder.pages().find("p")).isInstanceOf(Unavailable.class);
      assertThat(backend().asked).isEmpty();
    }

    @Test
    void whatEndsEntriesGoesThroughWhileItIsOff() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      store.fill(store.claim("k"), "v", TERMS);
      larder.enabled(false);
      backend().asked.clear();

      store.put(store.claim("k"), "newer", TERMS);
      store.evict("a");
      store.evictAll(List.of("b"));
      store.softPurge("c");
      store.invalidate(List.of("t"));
      store.clear();
      larder.invalidate("t");
      larder.softPurge(List.of("t"));
      larder.clear();

      assertThat(backend().asked)
          .containsExactly(
              "evict quotes:k",
              "evict quotes:a",
              "evict quotes:b",
              "softPurge quotes:c",
              "invalidate [t]",
              "clear quotes",
              "invalidate [t]",
              "softPurge [t]",
              "clear");
    }

    @Test
    void aLoadThatBeganWhileItWasOffIsNotStoredAfterwards() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      larder.enabled(false);
      Claim claim = store.claim("k");
      larder.enabled(true);

      assertThat(store.fill(claim, "v", TERMS)).isNotEqualTo(FillResult.STORED);
      assertThat(store.find("k")).isInstanceOf(Miss.class);
    }

    @Test
    void whatIsOnAgainIsServedAgain() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      assertThat(store.fill(store.claim("k"), "v", TERMS)).isEqualTo(FillResult.STORED);
      larder.enabled(false);
      larder.enabled(true);

      assertThat(store.find("k"))
          .isInstanceOfSatisfying(
              CacheEntry.class, entry -> assertThat(entry.value()).isEqualTo("v"));
    }
  }

  @Nested
  class Tags {

    @Test
    void noTagsAreNoStep() {
      backend().asked.clear();

      assertThat(larder.invalidate()).isEqualTo(Answer.APPLIED);
      assertThat(larder.softPurge(List.of())).isEqualTo(Answer.APPLIED);
      assertThat(backend().asked).isEmpty();
    }

    @Test
    void anEmptyTagAndOneThatIsTooLongAreRefused() {
      for (String tag : List.of("", "x".repeat(257))) {
        assertThatExceptionOfType(LimitException.class)
            .isThrownBy(() -> larder.invalidate("good", tag))
            .withMessageContaining("tag");
        assertThatExceptionOfType(LimitException.class)
            .isThrownBy(() -> larder.softPurge(List.of(tag)));
      }
      assertThat(backend().asked).noneMatch(what -> what.startsWith("invalidate"));
    }
  }

  @Nested
  class Close {

    @Test
    void closingLeavesNoThreadAndTwiceIsHarmless() {
      larder.close();
      larder.close();

      assertThat(backend().closings).hasValue(1);
      Awaitility.await().until(() -> !backend().thread.isAlive());
    }

    @Test
    void whatIsClosedThrowsAndSaysWhat() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      larder.close();

      for (Runnable use :
          List.<Runnable>of(
              () -> larder.store("quotes", Codecs.utf8()),
              () -> larder.invalidate("t"),
              () -> larder.softPurge(List.of("t")),
              larder::clear,
              () -> larder.inspect("*", 1),
              () -> larder.pages().find("k"),
              () -> store.find("k"))) {
        assertThatIllegalStateException().isThrownBy(use::run).withMessageContaining("closed");
      }
      assertThat(larder.health()).isEqualTo(new Health(false, "closed"));
    }

    @Test
    void aViewThatIsClosedThrowsAlsoWhenItIsOff() {
      CacheStore<String> store = larder.store("quotes", Codecs.utf8());
      larder.enabled(false);
      larder.close();

      assertThatIllegalStateException().isThrownBy(() -> store.find("k"));
      assertThatIllegalStateException().isThrownBy(() -> store.findAll(List.of("k")));
      assertThatIllegalStateException().isThrownBy(() -> store.claim("k"));
    }

    @Test
    void aViewThatFailsToCloseLeavesNothingOpen() {
      larder.store("quotes", Codecs.utf8());
      backend().failsToClose = new IllegalStateException("stuck");

      assertThatIllegalStateException().isThrownBy(larder::close).withMessage("stuck");
      assertThat(backend().closings).hasValue(1);
    }
  }
}
