package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static io.larder.cache.method.Plans.cached;
import static io.larder.cache.method.Plans.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.larder.cache.CacheSettings;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import io.larder.cache.codec.TypeToken;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What {@code @Cached} on a method means. */
class CachedPlanTest {

  record Quote(String symbol, long cents) {}

  record Page<T>(List<T> items) {}

  @Nested
  class Keys {

    interface Keyed {
      @Cached
      String none();

      @Cached
      String text(String text);

      @Cached
      String number(int number);

      @Cached
      String big(long number);

      @Cached
      String unit(TimeUnit unit);

      @Cached
      String several(String country, int page, List<String> names);

      @Cached
      String some(@CacheKey String country, Object tracer, @CacheKey int page);

      @Cached
      String one(Thread tracer, @CacheKey String country);

      @Cached(key = "country:{country}:{page}")
      String template(String country, Thread tracer, Integer page);

      @Cached(key = "{country}")
      String oneName(Thread tracer, String country);

      @Cached(key = "{land}/{page}")
      String renamed(@CacheKey("land") String country, int page);

      @Cached(key = "all")
      String constant(String ignored);
    }

    @Test
    void everyArgumentIsInTheKeyUnlessSaid() {
      assertThat(key(Keyed.class, "none")).isEqualTo("()");
      assertThat(key(Keyed.class, "text", "42")).isEqualTo("'42");
      assertThat(key(Keyed.class, "number", -42)).isEqualTo("-42");
      assertThat(key(Keyed.class, "big", -42L)).isEqualTo("java.lang.Long!-42");
      assertThat(key(Keyed.class, "unit", TimeUnit.DAYS))
          .isEqualTo("java.util.concurrent.TimeUnit!DAYS");
      assertThat(key(Keyed.class, "unit", (Object) null)).isEqualTo("null");
      assertThat(key(Keyed.class, "several", "DE", 2, List.of("a", "b")))
          .isEqualTo("DE,2,list(a,b)");
    }

    @Test
    void markedArgumentsAloneAreInTheKey() {
      assertThat(key(Keyed.class, "some", "DE", new Object(), 2)).isEqualTo("DE,2");
      assertThat(key(Keyed.class, "one", new Thread(), "DE")).isEqualTo("DE");
    }

    @Test
    void aTemplateSaysWhatTheKeyIs() {
      assertThat(key(Keyed.class, "template", "DE", new Thread(), 2)).isEqualTo("country:DE:2");
      assertThat(key(Keyed.class, "renamed", "DE", 2)).isEqualTo("DE/2");
      assertThat(key(Keyed.class, "constant", "x")).isEqualTo("all");
    }

    @Test
    void aTemplateOfOneNameIsTheKeyOfThatArgument() {
      for (String each : List.of("DE", "42", "a b", "null", "x".repeat(300))) {
        assertThat(key(Keyed.class, "oneName", null, each))
            .isEqualTo(key(Keyed.class, "text", each));
      }
    }

    @Test
    void differentArgumentsNeverShareAKeyByATemplate() {
      List<Object> values = new ArrayList<>(List.of("", "null", "a:b", "a", "%null", "1", "%3A"));
      values.add(null);
      Set<String> keys = new HashSet<>();
      for (Object country : values) {
        for (Integer page : new Integer[] {null, 1, -1}) {
          keys.add(key(Keyed.class, "template", country, null, page));
        }
      }
      keys.add(key(Keyed.class, "template", "x".repeat(500), null, 1));
      keys.add(key(Keyed.class, "template", "x".repeat(500) + "y", null, 1));
      assertThat(keys).hasSize(values.size() * 3 + 2).allMatch(each -> each.length() <= 200);
    }

    @Test
    void aPlainTextIsItsOwnKeyAndNothingIsAllocated() {
      CallKey text = cached(Keyed.class, "text").key();
      CallKey unit = cached(Keyed.class, "unit").key();
      Object[] acme = {"ACME"};
      Object[] days = {TimeUnit.DAYS};
      assertThat(text.of(acme)).isSameAs(acme[0]);
      assertThat(unit.of(days)).isSameAs(unit.of(days));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 50; round++) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 1_000; i++) {
          text.of(acme);
          unit.of(days);
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        least = Math.min(least, after - before);
      }
      assertThat(least).as("bytes of 2,000 keys").isLessThan(1_000);
    }

    interface Opaque {
      @Cached
      String find(String country, Object filter);

      @Cached(key = "{country}:{filter}")
      String template(String country, Object filter);
    }

    @Test
    void anArgumentWithoutATextIsRefusedByNameWhenItComes() {
      for (String method : List.of("find", "template")) {
        assertRefused(
            () -> key(Opaque.class, method, "DE", new Object()),
            "@Cached on " + Opaque.class.getName() + "." + method + "(String, Object)",
            "parameter 'filter' has type java.lang.Object",
            "use a record");
        assertThat(key(Opaque.class, method, "DE", "x")).isNotEmpty();
      }
    }
  }

  @Nested
  class Tags {

    interface Tagged {
      @Cached(tags = {"all", "country:{country}", "{unit}:{page}"})
      String find(String country, long page, TimeUnit unit);

      @Cached(tags = {"a", "b", "a"})
      String constant();

      @Cached
      String without();

      @Cached(tags = "{what}")
      String open(Object what);
    }

    @Test
    void tagsHoldPlainValues() {
      CallTags tags = cached(Tagged.class, "find").tags();
      assertThat(tags.of(new Object[] {"Côte d'Ivoire", 7L, TimeUnit.DAYS}))
          .containsExactly("all", "country:Côte d'Ivoire", "DAYS:7");
    }

    @Test
    void aTagWithoutItsValueIsLeftOut() {
      CallTags tags = cached(Tagged.class, "find").tags();
      assertThat(tags.of(new Object[] {null, 7L, TimeUnit.DAYS})).containsExactly("all", "DAYS:7");
      assertThat(cached(Tagged.class, "without").tags().of(new Object[0])).isEmpty();
      assertThat(cached(Tagged.class, "constant").tags().of(new Object[0]))
          .containsExactly("a", "b");
    }

    @Test
    void aValueWithoutAPlainTextIsRefusedByNameWhenItComes() {
      CallTags tags = cached(Tagged.class, "open").tags();
      assertRefused(
          () -> tags.of(new Object[] {List.of()}),
          "Tagged.open(Object): parameter 'what' has type java.util.",
          "no plain text for a tag");
      assertThat(tags.of(new Object[] {"x"})).containsExactly("x");
    }
  }

  @Nested
  class Terms {

    interface Timed {
      @Cached(
          cache = "timed",
          ttl = "30s",
          staleWhileRevalidate = "10m",
          staleIfError = "PT1H",
          nullTtl = "500ms",
          jitter = "10%",
          earlyRefresh = "1.5",
          version = "2")
      String find(String country);

      @Cached
      String plain(String country);
    }

    @Test
    void theyAreReadOnce() {
      assertThat(cached(Timed.class, "find").settings())
          .isEqualTo(
              CacheSettings.parse(
                  "ttl=30s staleWhileRevalidate=10m staleIfError=1h nullTtl=500ms jitter=10%"
                      + " earlyRefresh=1.5 version=2"));
      assertThat(cached(Timed.class, "find").cache()).isEqualTo("timed");
    }

    @Test
    void whatIsNotSetIsLeftToTheCache() {
      assertThat(cached(Timed.class, "plain").settings()).isEqualTo(CacheSettings.NONE);
      assertThat(cached(Timed.class, "plain").cache()).isEqualTo("Timed.plain");
    }
  }

  @Nested
  class Results {

    interface Returning {
      @Cached
      Quote record();

      @Cached
      int primitive();

      @Cached
      List<Quote> list();

      @Cached
      Map<String, List<? extends Quote>> map();

      @Cached
      Page<Quote> generic();

      @Cached
      Quote[] array();

      @Cached
      Optional<Quote> optional();

      @Cached
      CompletableFuture<List<Quote>> future();

      @Cached
      CompletionStage<Optional<Quote>> stage();
    }

    private static void assertResult(String method, ResultForm form, Type type) {
      assertThat(cached(Returning.class, method).result()).isEqualTo(new Result(form, type));
    }

    @Test
    void theTypeOfTheValueIsTheGenericOne() {
      assertResult("record", ResultForm.PLAIN, Quote.class);
      assertResult("primitive", ResultForm.PLAIN, Integer.class);
      assertResult("array", ResultForm.PLAIN, Quote[].class);
      assertResult("list", ResultForm.PLAIN, new TypeToken<List<Quote>>() {}.type());
      assertResult("map", ResultForm.PLAIN, new TypeToken<Map<String, List<Quote>>>() {}.type());
      assertResult("generic", ResultForm.PLAIN, new TypeToken<Page<Quote>>() {}.type());
    }

    @Test
    void wrappersAreTakenOff() {
      assertResult("optional", ResultForm.OPTIONAL, Quote.class);
      assertResult("future", ResultForm.FUTURE, new TypeToken<List<Quote>>() {}.type());
      assertResult("stage", ResultForm.FUTURE_OF_OPTIONAL, Quote.class);
    }
  }
}
