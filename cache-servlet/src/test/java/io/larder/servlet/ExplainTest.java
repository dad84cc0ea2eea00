package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.servlet.Explanation.Verdict;
import io.larder.servlet.testing.RawResponse;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a filter says that it would do is what it does. */
class ExplainTest {

  private final AtomicLong now = new AtomicLong();

  private Site site(String rules) throws Exception {
    return Site.of(
            (request, response) -> {
              if (request.getParameter("tag") != null) {
                FillContext.of(request).tags("t:" + request.getParameter("tag"));
              }
              if ("no".equals(request.getParameter("store"))) {
                response.setHeader("Cache-Control", "no-store");
              }
              response.getWriter().print("for " + request.getHeader("X-Tenant"));
            })
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules(rules)
        .start();
  }

  private static Explanation explain(Site site, String method, String target, String... header) {
    Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
    return site.filter.explain(method, URI.create("http://127.0.0.1" + target), headers);
  }

  @Test
  void aMissAndThenAHit() throws Exception {
    try (Site site = site("/a/* ttl=30s")) {
      Explanation before = explain(site, "GET", "/a/b?tag=x");
      assertThat(before.verdict()).isEqualTo(Verdict.MISS);
      assertThat(before.rule()).isEqualTo("/a/*");
      assertThat(before.key()).isEqualTo("http://127.0.0.1/a/b?tag=x");
      assertThat(before.stored()).isNull();
      assertThat(before.cacheStatus()).isEqualTo("larder; fwd=uri-miss");
      assertThat(before.reasons()).containsExactly("nothing is stored under the key");
      assertThat(site.runs()).isZero();

      RawResponse answer = site.get("/a/b?tag=x");
      now.addAndGet(Duration.ofSeconds(10).toNanos());
      Explanation after = explain(site, "GET", "/a/b?tag=x");
      assertThat(after.verdict()).isEqualTo(Verdict.HIT);
      Explanation.Stored stored = after.stored();
      assertThat(stored).isNotNull();
      assertThat(stored.age()).isEqualTo(Duration.ofSeconds(10));
      assertThat(stored.freshFor()).isEqualTo(Duration.ofSeconds(20));
      assertThat(stored.tags()).containsExactly("t:x");
      assertThat(stored.etag()).isEqualTo(site.get("/a/b?tag=x").first("ETag"));
      assertThat(stored.bytes()).isEqualTo(answer.body().length);
      assertThat(stored.unless()).containsExactly("header:x-tenant");
      assertThat(after)
          .hasToString(
              """
              GET http://127.0.0.1/a/b?tag=x
                verdict       hit: answered from the store
                Cache-Status  larder; hit; ttl=20
                rule          /a/*
                key           http://127.0.0.1/a/b?tag=x
                stored        status 200, 8 bytes, 10 s old, fresh for 20 s
                ETag          %s
                tags          t:x
                unless        header:x-tenant
                because       it is fresh
              """
                  .formatted(stored.etag()));
    }
  }

  /** Each is asked and explained; both must say the same. */
  @ParameterizedTest
  @CsvSource({
    "GET, /a, ",
    "GET, /a?store=no, ",
    "GET, /a/../b, ",
    "GET, /b, X-Preview: 1",
    "HEAD, /a, ",
    "GET, /a, Authorization: x",
    "GET, /a, X-HTTP-Method-Override: DELETE",
    "GET, /a, Cache-Control: only-if-cached",
    "GET, /a, Cache-Control: no-cache",
    "HEAD, /a, Cache-Control: max-age=0",
    "GET, /a, Range: bytes=0-1",
    "GET, /a, X-Tenant: ann",
    "OPTIONS, /a, ",
    "POST, /a, Content-Length: 0",
    "GET, /outside, "
  })
  void isWhatItDoes(String method, String target, String field) throws Exception {
    try (Site site = site("/a ttl=30s clientDirectives\n/b ttl=30s")) {
      for (int i = 0; i < 3; i++) {
        String[] header = field == null ? new String[0] : field.split(": ");
        Explanation said = explain(site, method, target, header);
        RawResponse done =
            field == null ? site.send(method, target) : site.send(method, target, field);
        String status = done.first("Cache-Status");
        if (said.cacheStatus() == null) {
          assertThat(status).isNull();
          assertThat(said.verdict()).isEqualTo(Verdict.NOT_COVERED);
        } else {
          assertThat(status).startsWith(said.cacheStatus());
        }
      }
    }
  }

  @Test
  void whatIsStale() throws Exception {
    try (Site site =
        site("/a ttl=30s keep=1h staleIfError=1h\n/b ttl=30s staleWhileRevalidate=1h")) {
      site.get("/a");
      site.get("/b");
      now.addAndGet(Duration.ofSeconds(40).toNanos());
      Explanation stale = explain(site, "GET", "/a");
      assertThat(stale.verdict()).isEqualTo(Verdict.MISS);
      assertThat(stale.cacheStatus()).isEqualTo("larder; fwd=stale");
      assertThat(stale.reasons())
          .containsExactly("it is stale", "if the handler fails, it is served all the same");
      Explanation served = explain(site, "GET", "/b");
      assertThat(served.verdict()).isEqualTo(Verdict.STALE_HIT);
      assertThat(served.cacheStatus())
          .isEqualTo("larder; hit; ttl=-10; detail=stale-while-revalidate");
    }
  }

  @Test
  void whatIsCompressed() throws Exception {
    try (Site site = site("/a ttl=30s compress")) {
      site.get("/a");
      assertThat(explain(site, "GET", "/a").verdict()).isEqualTo(Verdict.HIT);
    }
  }

  @Test
  void whatIsForOthers() throws Exception {
    try (Site site = site("/a ttl=30s")) {
      site.get("/a");
      Explanation said = explain(site, "GET", "/a", "X-Tenant", "ann");
      assertThat(said.verdict()).isEqualTo(Verdict.MISS);
      assertThat(said.cacheStatus()).isEqualTo("larder; fwd=vary-miss");
      assertThat(said.stored()).isNotNull();
      assertThat(said.reasons())
          .containsExactly("what is stored is for requests without something that this one has");
    }
  }

  @Test
  void countsNowhere() throws Exception {
    try (Site site = site("/a ttl=30s")) {
      site.get("/a");
      long requests = site.larder.stats().requests();
      explain(site, "GET", "/a");
      explain(site, "POST", "/a");
      explain(site, "GET", "/b");
      assertThat(site.larder.stats().requests()).isEqualTo(requests);
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void whatCannotBeAskedIsSaid() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .bypassWhen(request -> request.getRemotePort() == 1)
            .refreshWhen(request -> request.getHeader("X-Refresh") != null)
            .build();
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("x"))
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      Explanation said = explain(site, "GET", "/a", "X-Refresh", "1");
      assertThat(said.verdict()).isEqualTo(Verdict.MISS);
      assertThat(said.reasons())
          .containsExactly(
              "bypassWhen could not be asked: getRemotePort cannot be answered for a request that"
                  + " nobody has sent",
              "refreshWhen holds: the answer is computed anew whatever is stored");
    }
  }

  private static void assertDone(Site site, Explanation said, String target, String... fields)
      throws Exception {
    assertThat(site.get(target, fields).first("Cache-Status")).startsWith(said.cacheStatus());
  }

  @Test
  void whatIsBeyondTheNewKeysOfItsRule() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .maxNewKeys(1)
            .refreshWhen(request -> request.getHeader("X-Refresh") != null)
            .build();
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("x"))
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      assertThat(explain(site, "GET", "/a?1").verdict()).isEqualTo(Verdict.MISS);
      site.get("/a?1");
      Explanation said = explain(site, "GET", "/a?2");
      assertThat(said.verdict()).isEqualTo(Verdict.BYPASS);
      assertThat(said.cacheStatus()).isEqualTo("larder; fwd=uri-miss; detail=new-keys");
      assertThat(said.reasons())
          .contains("its rule has had as many new keys in this minute as maxNewKeys allows");
      assertDone(site, said, "/a?2");

      Explanation refreshed = explain(site, "GET", "/a?2", "X-Refresh", "1");
      assertThat(refreshed.verdict()).isEqualTo(Verdict.BYPASS);
      assertDone(site, refreshed, "/a?2", "X-Refresh: 1");
      Explanation known = explain(site, "GET", "/a?1", "X-Refresh", "1");
      assertThat(known.verdict()).isEqualTo(Verdict.MISS);
      assertDone(site, known, "/a?1", "X-Refresh: 1");
      assertThat(explain(site, "GET", "/a?1").verdict()).isEqualTo(Verdict.HIT);
    }
  }

  @Test
  void whatIsStoredForAnotherQuery() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader("No-Vary-Search", "params=(\"x\")");
                  response.getWriter().print("a");
                })
            .rules("/* proxy")
            .start()) {
      assertThat(explain(site, "GET", "/a?x=2").verdict()).isEqualTo(Verdict.MISS);
      site.get("/a?x=1");
      Explanation said = explain(site, "GET", "/a?x=2");
      assertThat(said.verdict()).isEqualTo(Verdict.HIT);
      assertThat(said.stored()).isNotNull();
      assertThat(said.reasons())
          .containsExactly(
              "what is stored for another query is the answer to this one:"
                  + " http://127.0.0.1/a?x=1");
      assertDone(site, said, "/a?x=2");
      assertThat(explain(site, "GET", "/a?y=2").verdict()).isEqualTo(Verdict.MISS);
    }
  }

  @Test
  void partsOfPages() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader("ETag", "\"1\"");
                  if (request.getHeader("Range") == null) {
                    response.getWriter().print("0123456789");
                  } else {
                    response.setStatus(206);
                    response.setHeader("Content-Range", "bytes 2-5/10");
                    response.getWriter().print("2345");
                  }
                })
            .rules("/* proxy")
            .start()) {
      Explanation first = explain(site, "GET", "/a", "Range", "bytes=2-5");
      assertThat(first.verdict()).isEqualTo(Verdict.MISS);
      assertThat(first.reasons())
          .contains("the origin is asked for the range that the client wants, which is kept");
      assertDone(site, first, "/a", "Range: bytes=2-5");

      Explanation within = explain(site, "GET", "/a", "Range", "bytes=3-4");
      assertThat(within.verdict()).isEqualTo(Verdict.HIT);
      assertDone(site, within, "/a", "Range: bytes=3-4");
      for (String range : new String[] {"bytes=2-8", null}) {
        String[] header = range == null ? new String[0] : new String[] {"Range", range};
        Explanation more = explain(site, "GET", "/a", header);
        assertThat(more.verdict()).isNotEqualTo(Verdict.HIT);
        assertThat(more.cacheStatus()).isEqualTo("larder; fwd=partial");
      }
    }
  }

  /** It says so in a sentence, and not with a stack. */
  @Test
  void whatCannotBeDecoded() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setContentType("text/plain");
                  response.getWriter().print("a".repeat(5_000));
                })
            .rules("/a ttl=30s compress")
            .start()) {
      site.get("/a", "Accept-Encoding: gzip");
      CacheStore<Page> pages = site.larder.pages().store();
      Page good = ((CacheEntry<Page>) pages.find(site.key("/a"))).value();
      assertThat(good.coding()).isEqualTo("gzip");
      Page bad =
          new Page(
                  200,
                  new String[] {"Content-Encoding"},
                  new String[] {"gzip"},
                  null,
                  new byte[] {1, 2, 3})
              .noted(good.notes());
      pages.put(pages.claim(site.key("/a")), bad, Terms.ttl(Duration.ofSeconds(30)));

      Explanation said = explain(site, "GET", "/a");
      assertThat(said.verdict()).isEqualTo(Verdict.MISS);
      assertThat(said.reasons())
          .containsExactly(
              "what is stored cannot be decoded: it goes, as if it had not been there");
      assertDone(site, said, "/a");
      assertThat(explain(site, "GET", "/a").verdict()).isEqualTo(Verdict.HIT);
    }
  }

  @Test
  void aFormThatMayHaveContent() throws Exception {
    try (Site site = site("/a ttl=30s")) {
      String form = "application/x-www-form-urlencoded";
      Explanation said = explain(site, "GET", "/a", "Content-Type", form);
      assertThat(said.verdict()).isEqualTo(Verdict.MISS);
      assertThat(said.reasons())
          .contains("over HTTP/2 it is passed by: it says that it is a form, and may be one");
      assertThat(explain(site, "GET", "/a", "Content-Type", "text/plain").reasons())
          .noneMatch(reason -> reason.contains("form"));
    }
  }

  @Test
  void whatIsAskedByContentWhereNothingMayBeStored() throws Exception {
    try (Site site = site("/a ttl=30s methods=GET,QUERY maxNewKeys=1 clientDirectives")) {
      assertThat(explain(site, "QUERY", "/a").verdict()).isEqualTo(Verdict.MISS);
      Explanation only = explain(site, "QUERY", "/a", "Cache-Control", "only-if-cached");
      assertThat(only.verdict()).isEqualTo(Verdict.UNANSWERED);
      Asking.send(site, "QUERY", "/a", "{1}", "Content-Type: application/json");
      Explanation said = explain(site, "QUERY", "/a");
      assertThat(said.verdict()).isEqualTo(Verdict.BYPASS);
      assertThat(said.cacheStatus()).isEqualTo("larder; fwd=uri-miss; detail=new-keys");

      site.larder.enabled(false);
      Explanation off = explain(site, "QUERY", "/a");
      assertThat(off.verdict()).isEqualTo(Verdict.BYPASS);
      assertThat(off.cacheStatus()).isEqualTo("larder; fwd=bypass; detail=disabled");
      assertDone(site, off, "/a");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that is what it is about
  void whatIsMissingIsNamed() throws Exception {
    URI uri = URI.create("http://127.0.0.1/a");
    Map<String, String> noName = new HashMap<>();
    noName.put(null, "x");
    Map<String, String> noValue = new HashMap<>();
    noValue.put("X-Tenant", null);
    try (Site site = site("/a ttl=30s")) {
      CacheFilter filter = site.filter;
      assertRefused(() -> filter.explain(null, uri, Map.of()), "the method is null");
      assertRefused(() -> filter.explain("GET", null, Map.of()), "the URI is null");
      assertRefused(() -> filter.explain("GET", uri, null), "the headers are null");
      assertRefused(() -> filter.explain("GET", uri, noName), "a header has null for a name");
      assertRefused(() -> filter.explain("GET", uri, noValue), "header 'X-Tenant' has null");
      assertRefused(() -> filter.key(null), "the URI is null");
      assertRefused(() -> filter.find((URI) null), "the URI is null");
      assertRefused(() -> filter.evict((URI) null), "the URI is null");
    }
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void aStoppedFilterSaysSo() {
    try (Larder larder = Larder.open("memory:")) {
      CacheFilter filter = CacheFilter.over(larder);
      assertThatThrownBy(() -> filter.explain("GET", URI.create("http://a/b"), Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not running");
    }
  }
}
