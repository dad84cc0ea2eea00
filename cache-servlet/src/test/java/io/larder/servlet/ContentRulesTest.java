package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What unsafe requests, conditions and rules mean where content is part of the key. */
class ContentRulesTest extends ContentBase {
  @Nested
  class AnUnsafeRequest {

    @ParameterizedTest
    @CsvSource({"DELETE, QUERY", "PUT, POST"})
    void endsWhatIsStoredForAllContentOfItsUri(String unsafe, String method) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, method, "/a", "{1}", JSON);
        Asking.send(site, method, "/b", "{1}", JSON);
        site.send(unsafe, "/a", "Content-Length: 0");
        assertThat(Asking.send(site, method, "/b", "{1}", JSON).text()).isEqualTo("run 2: {1}");
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 4: {1}");
      }
    }

    @Test
    void isNoPostThatOnlyAsks() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        site.get("/a");
        Asking.send(site, "POST", "/a", "{1}", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 1: ");
      }
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s methods=GET,QUERY")) {
        site.get("/a");
        Asking.send(site, "POST", "/a", "{1}", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 3: ");
      }
    }

    @Test
    void outrunsAnAnswerThatIsComputed() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        CompletableFuture<RawResponse> before =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        site.send("DELETE", "/a", "Content-Length: 0");
        go.countDown();
        assertThat(before.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
        assertThat(query(site).text()).isEqualTo("run 3: {1}");
        assertThat(query(site).text()).isEqualTo("run 3: {1}");
      }
    }

    @Test
    void isNotTheOnlyWayToEvict() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        query(site);
        site.filter.evict(java.net.URI.create("http://127.0.0.1/a"));
        assertThat(query(site).text()).isEqualTo("run 2: {1}");
        assertThat(query(site).text()).isEqualTo("run 2: {1}");
      }
    }
  }

  @Nested
  class Conditions {

    @Test
    void ofQueryAreThoseOfGet() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        String tag = query(site).first("ETag");
        assertThat(query(site, "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(query(site, "Range: bytes=0-2").status()).isEqualTo(206);
      }
    }

    @Test
    void ofPostAreTheHandlersOwn() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        String tag = Asking.send(site, "POST", "/a", "{1}", JSON).first("ETag");
        RawResponse passed = Asking.send(site, "POST", "/a", "{1}", JSON, "If-None-Match: " + tag);
        assertThat(passed.text()).isEqualTo("run 2: {1}");
        assertThat(passed.first("Cache-Status")).isEqualTo("larder; fwd=bypass; detail=conditions");
      }
    }
  }

  @Nested
  class ARuleThatSaysNothing {

    @Test
    void passesQueryOn() throws Exception {
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s")) {
        query(site);
        RawResponse second = query(site);
        assertThat(second.text()).isEqualTo("run 2: {1}");
        assertThat(second.first("Cache-Status")).isEqualTo("larder; fwd=method");
      }
    }

    @Test
    void lessGetIfItNamesOthers() throws Exception {
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s methods=QUERY")) {
        site.get("/a");
        assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=method");
        query(site);
        assertThat(query(site).first("Cache-Status")).startsWith("larder; hit");
      }
    }
  }
}
