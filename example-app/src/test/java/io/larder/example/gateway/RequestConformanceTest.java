package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What clients ask for, stale answers, ranges and invalidation (RFC 9111, 4.2.4, 4.4 and 5.2.1).
 */
class RequestConformanceTest {
  private static final String FRESH = "Cache-Control: max-age=600";
  private static Talks talks;

  @BeforeAll
  static void start() throws Exception {
    talks = new Talks();
  }

  @AfterAll
  static void stop() throws IOException {
    talks.close();
  }

  @TestFactory
  Stream<DynamicTest> directives() {
    return talks
        .row(
            "5.2.1.4",
            "no-cache",
            t ->
                t.answers(FRESH)
                    .get()
                    .get("Cache-Control: no-cache")
                    .miss()
                    .get()
                    .hit()
                    .body("body 2"))
        .row(
            "5.2.1.5",
            "no-store",
            t -> t.answers(FRESH).get("Cache-Control: no-store").get().miss())
        .row(
            "5.2.1.1",
            "max-age=0",
            t -> t.answers(FRESH).get().get("Cache-Control: max-age=0").miss())
        .row(
            "5.2.1.1",
            "older",
            t -> t.answers(FRESH, "Age: 100").get().get("Cache-Control: max-age=99").miss())
        .row(
            "5.2.1.1",
            "younger",
            t -> t.answers(FRESH, "Age: 100").get().get("Cache-Control: max-age=200").hit())
        .row(
            "5.2.1.3",
            "min-fresh, too little",
            t -> t.answers(FRESH).get().get("Cache-Control: min-fresh=601").miss())
        .row(
            "5.2.1.3",
            "min-fresh",
            t -> t.answers(FRESH).get().get("Cache-Control: min-fresh=500").hit())
        .row(
            "5.2.1.2",
            "max-stale",
            t ->
                t.answers(FRESH, "Age: 700", "ETag: \"a\"")
                    .get()
                    .get("Cache-Control: max-stale")
                    .hit())
        .row(
            "5.2.1.2",
            "max-stale, enough",
            t ->
                t.answers(FRESH, "Age: 700", "ETag: \"a\"")
                    .get()
                    .get("Cache-Control: max-stale=200")
                    .hit())
        .row(
            "5.2.1.2",
            "max-stale, not enough for what was stale when it came",
            t ->
                t.answers(FRESH, "Age: 700", "ETag: \"a\"")
                    .get()
                    .get("Cache-Control: max-stale=50")
                    .validated())
        .row(
            "9211 2.4",
            "ttl counts from the end of freshness",
            t -> {
              t.answers(FRESH, "Age: 700", "ETag: \"a\"").get();
              t.get("Cache-Control: max-stale").hit();
              assertThat(t.fields("Cache-Status").get(0)).contains("ttl=-10");
            })
        .row(
            "5.2.1.2",
            "max-stale, must-revalidate",
            t ->
                t.answers("Cache-Control: max-age=600, must-revalidate", "Age: 700", "ETag: \"a\"")
                    .get()
                    .get("Cache-Control: max-stale")
                    .forwarded())
        .row(
            "5.2.1.7",
            "only-if-cached",
            t -> t.answers(FRESH).get().get("Cache-Control: only-if-cached").hit())
        .row(
            "5.2.1.7",
            "only-if-cached, nothing",
            t -> t.answers(FRESH).get("Cache-Control: only-if-cached").status(504))
        .row("5.4", "Pragma", t -> t.answers(FRESH).get().get("Pragma: no-cache").miss())
        .row(
            "5.4",
            "Pragma beside Cache-Control",
            t -> t.answers(FRESH).get().get("Pragma: no-cache", "Cache-Control: max-age=60").hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> stale() {
    String down = "HTTP/1.1 503 Down\nContent-Length: 0\n\n";
    return talks
        .row(
            "5861 4",
            "stale-if-error",
            t ->
                t.answers("Cache-Control: max-age=60, stale-if-error=900", "Age: 100")
                    .answers(down)
                    .get()
                    .get()
                    .forwarded()
                    .status(200)
                    .body("body 1"))
        .row(
            "5861 4",
            "its time is over",
            t ->
                t.answers("Cache-Control: max-age=60, stale-if-error=10", "Age: 100", "ETag: \"a\"")
                    .answers(down)
                    .get()
                    .get()
                    .forwarded()
                    .status(503))
        .row(
            "5861 4",
            "the origin goes away",
            t ->
                t.answers("Cache-Control: max-age=60, stale-if-error=900", "Age: 100")
                    .answers("HTTP/1.1 {end}")
                    .get()
                    .get()
                    .status(200)
                    .body("body 1"))
        .row(
            "4.2.4",
            "not with must-revalidate",
            t ->
                t.answers(
                        "Cache-Control: max-age=60, stale-if-error=900, must-revalidate",
                        "Age: 100",
                        "ETag: \"a\"")
                    .answers(down)
                    .get()
                    .get()
                    .forwarded()
                    .status(503))
        .row(
            "4.2.4",
            "not with s-maxage",
            t ->
                t.answers(
                        "Cache-Control: s-maxage=60, stale-if-error=900", "Age: 100", "ETag: \"a\"")
                    .answers(down)
                    .get()
                    .get()
                    .forwarded()
                    .status(503))
        .row(
            "5861 3",
            "stale-while-revalidate",
            t ->
                t.answers("Cache-Control: max-age=60, stale-while-revalidate=900", "Age: 100")
                    .answers(FRESH)
                    .get()
                    .get()
                    .body("body 1")
                    .status(200))
        .row(
            "5861 3",
            "its time is over",
            t ->
                t.answers("Cache-Control: max-age=60, stale-while-revalidate=10", "Age: 100")
                    .answers(FRESH)
                    .get()
                    .get()
                    .miss())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> ranges() {
    return talks
        .row(
            "9110 14.2",
            "the first bytes",
            t ->
                t.answers(FRESH)
                    .get()
                    .get("Range: bytes=0-3")
                    .hit()
                    .status(206)
                    .body("body")
                    .has("Content-Range", "bytes 0-3/6"))
        .row(
            "9110 14.2",
            "the last bytes",
            t -> t.answers(FRESH).get().get("Range: bytes=-1").hit().status(206).body("1"))
        .row(
            "9110 14.2",
            "from an offset",
            t -> t.answers(FRESH).get().get("Range: bytes=5-").hit().status(206).body("1"))
        .row(
            "9110 14.2",
            "beyond the end",
            t -> t.answers(FRESH).get().get("Range: bytes=4-99").hit().status(206).body(" 1"))
        .row(
            "9110 15.5.17",
            "none of it",
            t ->
                t.answers(FRESH)
                    .get()
                    .get("Range: bytes=6-")
                    .status(416)
                    .has("Content-Range", "bytes */6"))
        .row(
            "9110 14.2",
            "another unit",
            t -> t.answers(FRESH).get().get("Range: lines=1-2").hit().status(200))
        .row(
            "9110 14.2",
            "malformed",
            t -> t.answers(FRESH).get().get("Range: bytes=3-1").hit().status(200))
        .row(
            "9110 13.1.5",
            "If-Range, the same",
            t ->
                t.answers(FRESH, "ETag: \"a\"")
                    .get()
                    .get("Range: bytes=0-3", "If-Range: \"a\"")
                    .hit()
                    .status(206))
        .row(
            "9110 13.1.5",
            "If-Range, another",
            t ->
                t.answers(FRESH, "ETag: \"a\"")
                    .get()
                    .get("Range: bytes=0-3", "If-Range: \"b\"")
                    .hit()
                    .status(200))
        .row(
            "9110 13.1.5",
            "If-Range, weak",
            t ->
                t.answers(FRESH, "ETag: W/\"a\"")
                    .get()
                    .get("Range: bytes=0-3", "If-Range: W/\"a\"")
                    .hit()
                    .status(200))
        .row(
            "3.3",
            "a part is not the whole",
            t ->
                t.answers("206", FRESH, "Content-Range: bytes 0-5/99")
                    .answers(FRESH)
                    .get("Range: bytes=0-5")
                    .status(206)
                    .get()
                    .miss()
                    .status(200))
        .row(
            "3.3",
            "an unasked part neither",
            t -> t.answers("206", FRESH, "Content-Range: bytes 0-5/99").get().get().forwarded())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> invalidation() {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "FOO"}) {
      talks
          .row(
              "4.4",
              method + " invalidates",
              t ->
                  t.answers(FRESH).get().asks(method, "Content-Length: 0").forwarded().get().miss())
          .row(
              "4.4",
              method + " that fails does not",
              t ->
                  t.answers(FRESH)
                      .answers("500")
                      .get()
                      .asks(method, "Content-Length: 0")
                      .status(500)
                      .get()
                      .hit()
                      .body("body 1"));
    }
    return talks
        .row(
            "4.4",
            "a redirect does",
            t ->
                t.answers(FRESH)
                    .answers("303", "Location: /")
                    .answers(FRESH)
                    .get()
                    .asks("POST", "Content-Length: 0")
                    .get()
                    .miss())
        .row(
            "4.4",
            "a target that dot segments lead to",
            t ->
                t.answers(FRESH)
                    .get()
                    .asksFor("POST", "/x/.." + t.path(), "Content-Length: 0")
                    .get()
                    .miss())
        .row(
            "4.4",
            "all variants",
            t ->
                t.answers(FRESH, "Vary: X-A")
                    .get("X-A: 1")
                    .get("X-A: 2")
                    .asks("POST", "X-A: 3", "Content-Length: 0")
                    .get("X-A: 1")
                    .miss()
                    .get("X-A: 2")
                    .miss())
        .row(
            "9110 9.2.1",
            "OPTIONS does not",
            t -> t.answers(FRESH).get().asks("OPTIONS").get().hit())
        .row("9110 9.2.1", "HEAD does not", t -> t.answers(FRESH).get().asks("HEAD").get().hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> targets() {
    return talks
        .row(
            "9110 4.2.3",
            "an escaped letter is that letter",
            t ->
                t.answers(FRESH)
                    .asksFor("GET", t.path() + "?%61")
                    .asksFor("GET", t.path() + "?a")
                    .hit())
        .table();
  }
}
