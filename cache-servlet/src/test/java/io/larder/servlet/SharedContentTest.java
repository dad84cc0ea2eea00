package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Equal requests with content at one time, and what is stored of them when it is stale. */
class SharedContentTest extends ContentBase {
  @Nested
  class Together {

    @ParameterizedTest
    @EnumSource
    void equalOnesAskTheHandlerOnce(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<RawResponse> second = Site.aside(() -> unchecked(() -> query(site)));
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        CompletableFuture<RawResponse> other =
            Site.aside(() -> unchecked(() -> Asking.send(site, "QUERY", "/a", "{2}", JSON)));
        assertThat(other.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 2: {2}");
        go.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
        assertThat(second.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
      }
    }
  }

  @Nested
  class WhoHasWaitedInVain {

    @ParameterizedTest
    @CsvSource({
      "JETTY, false, stream", "TOMCAT, false, stream", "UNDERTOW, false, stream",
      "JETTY, true, stream", "TOMCAT, true, stream", "UNDERTOW, true, stream",
      "JETTY, false, parameters", "TOMCAT, false, parameters", "UNDERTOW, false, parameters",
      "JETTY, true, parameters", "TOMCAT, true, parameters", "UNDERTOW, true, parameters",
    })
    void hasItsContentStill(Container.Kind kind, boolean seesDispatches, String how)
        throws Exception {
      Site[] sites = new Site[1];
      Site.Builder builder =
          Site.of((request, response) -> handle(sites[0], request, response)).on(kind).rules(RULES);
      try (Site site = (seesDispatches ? builder.seesDispatches() : builder).start()) {
        sites[0] = site;
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> post(site, "How: wait", "Store: no-store")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<RawResponse> second =
            Site.aside(() -> unchecked(() -> post(site, "How: " + how)));
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        go.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: a=1&b=2");
        assertThat(second.get(10, TimeUnit.SECONDS).text())
            .isEqualTo("run 2: " + (how.equals("stream") ? "a=1&b=2" : "{a=0,1, b=2} 0"));
      }
    }

    private RawResponse post(Site site, String... fields) throws IOException {
      String[] all = Stream.concat(Stream.of(FORM), Stream.of(fields)).toArray(String[]::new);
      return Asking.send(site, "POST", "/a?a=0", "a=1&b=2", all);
    }
  }

  @Nested
  class Stale {

    @ParameterizedTest
    @CsvSource({"JETTY", "TOMCAT", "UNDERTOW"})
    void isRefreshedByTheSameMethodAndContent(Container.Kind kind) throws Exception {
      AtomicLong now = new AtomicLong();
      Site[] sites = new Site[1];
      try (Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
          Site site =
              Site.of((request, response) -> handle(sites[0], request, response))
                  .on(kind)
                  .over(larder)
                  .rules(RULES + " staleWhileRevalidate=1h")
                  .start()) {
        sites[0] = site;
        for (String method : new String[] {"QUERY", "POST"}) {
          int before = site.runs();
          String target = "/" + method;
          Asking.send(site, method, target, "{1}", JSON);
          now.addAndGet(Duration.ofSeconds(33).toNanos());
          RawResponse stale = Asking.send(site, method, target, "{1}", JSON);
          assertThat(stale.text()).isEqualTo("run " + (before + 1) + ": {1}");
          assertThat(stale.first("Cache-Status")).isEqualTo(StalePage.STALE);
          Awaitility.await()
              .until(() -> site.filter.refreshing() == 0 && site.runs() == before + 2);
          RawResponse fresh = Asking.send(site, method, target, "{1}", JSON);
          assertThat(fresh.text()).isEqualTo("run " + (before + 2) + ": {1}");
          assertThat(fresh.first("Cache-Status")).isEqualTo("larder; hit; ttl=30");
        }
      }
    }

    /** The generation is asked for now and then, and lives as long. */
    @Test
    void isNotWhatIsAskedForOften() throws Exception {
      AtomicLong now = new AtomicLong();
      Site[] sites = new Site[1];
      try (Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
          Site site =
              Site.of((request, response) -> handle(sites[0], request, response))
                  .over(larder)
                  .rules("/* ttl=1d methods=QUERY allowReads=headers")
                  .start()) {
        sites[0] = site;
        for (int i = 0; i < 30; i++) {
          assertThat(query(site).text()).isEqualTo("run 1: {1}");
          now.addAndGet(Duration.ofMinutes(40).toNanos());
        }
      }
    }
  }
}
