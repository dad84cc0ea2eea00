package io.larder.example.gateway;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is stored, for whom and with which fields (RFC 9111, 3, 5.2.2 and 7.3). */
class StoringConformanceTest {
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

  private static String groups(int count) {
    return IntStream.range(0, count).mapToObj(i -> "\"g" + i + "\"").collect(joining(", "));
  }

  @TestFactory
  Stream<DynamicTest> directives() {
    return talks
        .notReused("5.2.2.5", "no-store", "Cache-Control: no-store, max-age=60")
        .notReused("5.2.2.5", "in capitals", "Cache-Control: No-StOrE, max-age=60")
        .notReused("5.2.2.5", "on a line of its own", FRESH, "Cache-Control: no-store")
        .notReused(
            "5.2.2.5", "behind a quoted comma", "Cache-Control: max-age=60, a=\"b,c\", no-store")
        .notReused("5.2.2.5", "behind an open quote", "Cache-Control: max-age=60, a=\"b, no-store")
        .notReused("5.2.2.5", "with an argument", "Cache-Control: max-age=60, no-store=\"x\"")
        .notReused("5.2.2.7", "private", "Cache-Control: private, max-age=60")
        .notReused("5.2.2.7", "private and public", "Cache-Control: public, private, max-age=60")
        .notReused("5.2.2.7", "private, no names in it", "Cache-Control: private=\"\", max-age=60")
        .notReused("5.2.2.4", "no-cache", "Cache-Control: no-cache, max-age=60")
        .notReused("5.2.2.4", "no-cache, s-maxage", "Cache-Control: no-cache, s-maxage=60")
        .notReused(
            "5.2.2.3",
            "must-understand, unknown",
            "599",
            "Cache-Control: must-understand, max-age=60")
        .notReused(
            "5.2.2.3",
            "and no-store",
            "599",
            "Cache-Control: must-understand, no-store, max-age=60")
        .reused("5.2.2.3", "lifts no-store", "Cache-Control: must-understand, no-store, max-age=60")
        .reused("5.2.2.2", "must-revalidate, fresh", "Cache-Control: must-revalidate, max-age=60")
        .reused("5.2.2.8", "proxy-revalidate", "Cache-Control: proxy-revalidate, max-age=60")
        .reused("5.2.2.6", "no-transform", "Cache-Control: no-transform, max-age=60")
        .reused("9875 2", "32 groups", FRESH, "Cache-Groups: " + groups(32))
        .notReused("9875 2", "33 groups", FRESH, "Cache-Groups: " + groups(33))
        .reused("5.4", "Pragma of a response", FRESH, "Pragma: no-cache")
        .row(
            "5.2.2.4",
            "no-cache is validated",
            t ->
                t.answers("Cache-Control: no-cache, max-age=60", "ETag: \"a\"")
                    .answers("304", "ETag: \"a\"")
                    .get()
                    .miss()
                    .get()
                    .validated()
                    .status(200)
                    .body("body 1")
                    .originSaw("If-None-Match: \"a\""))
        .row(
            "5.2.2.4",
            "a field of no-cache is left out",
            t ->
                t.answers("Cache-Control: no-cache=\"a, B\", max-age=60", "A: 1", "b: 2", "C: 3")
                    .get()
                    .has("A", "1")
                    .get()
                    .hit()
                    .hasNot("A")
                    .hasNot("B")
                    .has("C", "3"))
        .row(
            "5.2.2.7",
            "a field of private is left out",
            t ->
                t.answers("Cache-Control: private=X-User, max-age=60", "X-User: me", "C: 3")
                    .get()
                    .has("X-User", "me")
                    .get()
                    .hit()
                    .hasNot("X-User")
                    .has("C", "3"))
        .table();
  }

  @TestFactory
  Stream<DynamicTest> users() {
    String user = "Authorization: Basic YTpi";
    return talks
        .row("3.5", "Authorization", t -> t.answers(FRESH).get(user).get(user).miss().get().miss())
        .row(
            "3.5",
            "and public",
            t -> t.answers("Cache-Control: public, max-age=60").get(user).get(user).hit())
        .row(
            "3.5",
            "and s-maxage",
            t -> t.answers("Cache-Control: s-maxage=60").get(user).get().hit())
        .row(
            "3.5",
            "and must-revalidate",
            t -> t.answers("Cache-Control: must-revalidate, max-age=60").get(user).get().hit())
        .row("7.3", "Set-Cookie", t -> t.answers(FRESH, "Set-Cookie: a=b").get().get().miss())
        .row("3", "a Cookie in the request", t -> t.answers(FRESH).get("Cookie: a=b").get().hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> fields() {
    return talks
        .row(
            "3.1",
            "all that are unknown, in order and with duplicates",
            t ->
                t.answers(FRESH, "X-A: 1", "x-b: 2", "X-A: 3, 4", "X-Empty:")
                    .get()
                    .get()
                    .hit()
                    .has("X-A", "1", "3, 4")
                    .has("X-B", "2")
                    .has("X-Empty", ""))
        .row(
            "3.1",
            "obs-text",
            t ->
                t.answers(FRESH, "X-A: caf\u00e9 \u00ff")
                    .get()
                    .get()
                    .hit()
                    .has("X-A", "caf\u00e9 \u00ff"))
        .row(
            "3.1",
            "not those of the connection",
            t ->
                t.answers(FRESH, "Connection: X-Hop", "X-Hop: 1", "Keep-Alive: timeout=1", "X-A: 1")
                    .get()
                    .get()
                    .hit()
                    .hasNot("X-Hop")
                    .hasNot("Keep-Alive")
                    .has("X-A", "1"))
        .row(
            "3.1",
            "not those of proxies",
            t ->
                t.answers(FRESH, "Proxy-Authenticate: a", "Proxy-Authentication-Info: b=c")
                    .get()
                    .get()
                    .hit()
                    .hasNot("Proxy-Authenticate")
                    .hasNot("Proxy-Authentication-Info"))
        .row(
            "3.1",
            "what describes the content",
            t ->
                t.answers(
                        FRESH,
                        "Content-Type: a/b;c=\"d\"",
                        "Content-Language: de",
                        "Content-Location: /x",
                        "Last-Modified: {now-600}",
                        "ETag: W/\"a\"")
                    .get()
                    .get()
                    .hit()
                    .has("Content-Type", "a/b;c=\"d\"")
                    .has("Content-Language", "de")
                    .has("Content-Location", "/x")
                    .has("ETag", "W/\"a\"")
                    .has("Content-Length", "6"))
        .row(
            "3.1",
            "what security rests on",
            t ->
                t.answers(
                        FRESH,
                        "Content-Security-Policy: a",
                        "X-Frame-Options: DENY",
                        "X-Content-Type-Options: nosniff",
                        "Strict-Transport-Security: max-age=1",
                        "Access-Control-Allow-Origin: *")
                    .get()
                    .get()
                    .hit()
                    .has("Content-Security-Policy", "a")
                    .has("X-Frame-Options", "DENY")
                    .has("X-Content-Type-Options", "nosniff")
                    .has("Strict-Transport-Security", "max-age=1")
                    .has("Access-Control-Allow-Origin", "*"))
        .row(
            "9110 6.6.1",
            "Date stays",
            t ->
                t.answers(
                        FRESH,
                        "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                        "CDN-Cache-Control: max-age=2147483647")
                    .get()
                    .get()
                    .hit()
                    .has("Date", "Sun, 06 Nov 1994 08:49:37 GMT"))
        .row(
            "5.5",
            "Warning",
            t -> t.answers(FRESH, "Warning: 110 - a").get().get().hit().has("Warning", "110 - a"))
        .row(
            "9110 5.4",
            "60 KB of them",
            t ->
                t.answers(FRESH, "X-Long: " + "x".repeat(30_000), "X-More: " + "y".repeat(30_000))
                    .get()
                    .get()
                    .hit()
                    .has("X-Long", "x".repeat(30_000))
                    .has("X-More", "y".repeat(30_000)))
        .row(
            "9211 2",
            "Cache-Status of caches before",
            t ->
                t.answers(FRESH, "Cache-Status: other; hit")
                    .get()
                    .get()
                    .hit()
                    .upstreamStatusFirst("other; hit"))
        .row(
            "9110 7.6.3",
            "Via grows once",
            t ->
                t.answers(FRESH, "Via: 1.1 up")
                    .get()
                    .get()
                    .hit()
                    .has("Via", t.fields("Via").toArray(String[]::new)))
        .table();
  }

  @TestFactory
  Stream<DynamicTest> keys() {
    return talks
        .row(
            "4",
            "queries differ",
            t -> t.answers(FRESH).get().asksFor("GET", t.path() + "?a").miss())
        .row(
            "4",
            "a query is stored",
            t ->
                t.answers(FRESH)
                    .asksFor("GET", t.path() + "?a=b")
                    .asksFor("GET", t.path() + "?a=b")
                    .hit())
        .row(
            "9110 9.3.3",
            "POST is not answered from what is stored",
            t -> t.answers(FRESH).get().asks("POST", "Content-Length: 0").miss())
        .row("9110 9.3.8", "nor TRACE", t -> t.answers(FRESH).get().asks("OPTIONS").forwarded())
        .row(
            "9110 9.3.7",
            "nor is OPTIONS stored",
            t -> t.answers(FRESH).asks("OPTIONS").get().miss())
        .table();
  }
}
