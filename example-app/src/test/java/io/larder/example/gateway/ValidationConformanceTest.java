package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Conditions to the origin, and what a 304 updates (RFC 9111, 3.2, 4.3.1, 4.3.3 and 4.3.4). */
class ValidationConformanceTest {
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

  private static final String STALE = "Cache-Control: max-age=1";
  private static final String OLD = "Age: 2";

  @TestFactory
  Stream<DynamicTest> conditionsSent() {
    return talks
        .row(
            "4.3.1",
            "a tag",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304")
                    .get()
                    .validated()
                    .originSaw("If-None-Match: \"a\"")
                    .status(200)
                    .body("body 1"))
        .row(
            "4.3.1",
            "a weak tag",
            t ->
                stale(t, "ETag: W/\"a\"")
                    .answers("304")
                    .get()
                    .validated()
                    .originSaw("If-None-Match: W/\"a\"")
                    .status(200)
                    .body("body 1"))
        .row(
            "4.3.1",
            "a date",
            t ->
                stale(t, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")
                    .answers("304")
                    .get()
                    .validated()
                    .originSaw("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                    .status(200)
                    .body("body 1"))
        .row("4.3.1", "no validator", t -> stale(t, "X-A: 1").get().unconditional().body("body 2"))
        .row("4.3.1", "a tag without quotes", t -> stale(t, "ETag: a").get().unconditional())
        .row(
            "4.3.1",
            "not the client's tag",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304")
                    .get("If-None-Match: \"b\"")
                    .validated()
                    .originSaw("If-None-Match: \"a\"")
                    .status(200))
        .row(
            "4.3.3",
            "a 200 replaces",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers(FRESH, "ETag: \"b\"")
                    .get()
                    .validated()
                    .body("body 2")
                    .get()
                    .hit()
                    .body("body 2")
                    .has("ETag", "\"b\""))
        .row(
            "4.3.3",
            "a 404 is passed on",
            t -> stale(t, "ETag: \"a\"").answers("404").get().validated().status(404))
        .row(
            "4.3.3",
            "a 500 is passed on",
            t -> stale(t, "ETag: \"a\"").answers("500").get().validated().status(500))
        .row(
            "4.3.3",
            "a 304 makes fresh",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", FRESH, "ETag: \"a\"")
                    .get()
                    .validated()
                    .get()
                    .hit()
                    .body("body 1"))
        .row(
            "4.3.3",
            "a 304 to the client who has it",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", FRESH)
                    .get("If-None-Match: \"a\"")
                    .validated()
                    .status(304)
                    .body(""))
        .table();
  }

  private static Talk stale(Talk talk, String... fields) throws IOException {
    String[] all = java.util.Arrays.copyOf(new String[] {STALE, OLD}, 2 + fields.length);
    System.arraycopy(fields, 0, all, 2, fields.length);
    return talk.answers(all).get().miss();
  }

  @TestFactory
  Stream<DynamicTest> updates() {
    for (String name :
        new String[] {
          "X-New",
          "Expires",
          "Last-Modified",
          "Content-Location",
          "Content-Language",
          "Content-Security-Policy",
          "X-Frame-Options",
          "X-Other",
          "Access-Control-Allow-Origin",
          "Link",
          "Content-Disposition"
        }) {
      talks.row(
          "3.2",
          name + " is updated",
          t ->
              stale(t, "ETag: \"a\"", name + ": {now-600}")
                  .answers("304", FRESH, "ETag: \"a\"", name + ": Sun, 06 Nov 1994 08:49:37 GMT")
                  .get()
                  .validated()
                  .has(name, "Sun, 06 Nov 1994 08:49:37 GMT")
                  .get()
                  .hit()
                  .has(name, "Sun, 06 Nov 1994 08:49:37 GMT")
                  .has("Cache-Control", "max-age=600"));
    }
    for (String name : new String[] {"Content-Encoding", "Content-Type", "Content-Range"}) {
      talks.row(
          "3.2",
          name + " is not",
          t ->
              stale(t, "ETag: \"a\"")
                  .answers("304", FRESH, "ETag: \"a\"", name + ": a/b")
                  .get()
                  .validated()
                  .hasNot(name)
                  .get()
                  .hit()
                  .hasNot(name));
    }
    return talks
        .row(
            "3.2",
            "Content-Length is not",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", FRESH, "ETag: \"a\"", "Content-Length: 4")
                    .get()
                    .validated()
                    .body("body 1")
                    .get()
                    .hit()
                    .has("Content-Length", "6")
                    .body("body 1"))
        .row(
            "3.2",
            "fields that are not there stay",
            t ->
                stale(t, "ETag: \"a\"", "X-A: 1")
                    .answers("304", FRESH)
                    .get()
                    .get()
                    .hit()
                    .has("X-A", "1")
                    .has("ETag", "\"a\""))
        .row(
            "3.2",
            "all lines are replaced",
            t ->
                stale(t, "ETag: \"a\"", "X-A: 1", "X-A: 2")
                    .answers("304", FRESH, "X-A: 3")
                    .get()
                    .get()
                    .hit()
                    .has("X-A", "3"))
        .row(
            "4.3.4",
            "a 304 about something else: asked without conditions",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", FRESH, "ETag: \"b\"")
                    .answers(FRESH, "ETag: \"b\"")
                    .get()
                    .forwardedAnew()
                    .originDidNotSee("If-None-Match")
                    .status(200)
                    .body("body 3")
                    .get()
                    .hit()
                    .body("body 3"))
        .row(
            "4.3.4",
            "a 304 about something else, of a part: the client's own range",
            t ->
                t.answers(
                        "HTTP/1.1 206 Said\nDate: {now}\nContent-Length: 3\n"
                            + "Content-Range: bytes 0-2/9\nETag: \"a\"\n"
                            + "Cache-Control: max-age=1\nAge: 2\n\n012")
                    .answers("304", FRESH, "ETag: \"b\"")
                    .answers(FRESH, "ETag: \"b\"")
                    .get("Range: bytes=0-2")
                    .get("Range: bytes=1-2")
                    .forwardedAnew()
                    .originSaw("Range: bytes=1-2")
                    .originDidNotSee("If-None-Match")
                    .status(200)
                    .body("body 3"))
        .row(
            "4.3.4",
            "a 304 that does not say which of two variants it is about",
            t ->
                t.answers(FRESH, "ETag: \"a\"", "Vary: X-A")
                    .answers(FRESH, "ETag: \"b\"", "Vary: X-A")
                    .answers("304", FRESH)
                    .answers(FRESH, "ETag: \"a\"", "Vary: X-A")
                    .get("X-A: 1")
                    .get("X-A: 2")
                    .get("X-A: 3")
                    .forwardedAnew()
                    .originDidNotSee("If-None-Match")
                    .status(200)
                    .body("body 4")
                    .get("X-A: 3")
                    .hit()
                    .get("X-A: 1")
                    .hit()
                    .body("body 1"))
        .row(
            "9110 8.6",
            "a 304 does not say that the page has no bytes",
            t ->
                t.answers(FRESH, "ETag: \"a\"")
                    .get()
                    .get("If-None-Match: \"a\"")
                    .hit()
                    .status(304)
                    .hasNot("Content-Length"))
        .row(
            "4.3.2",
            "what only the origin can judge goes there",
            t ->
                t.answers("412")
                    .answers(FRESH, "ETag: \"a\"")
                    .get("If-Match: \"z\"", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                    .forwarded()
                    .originSaw("If-Match: \"z\"")
                    .originSaw("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                    .status(412)
                    .get("If-None-Match: \"z\"")
                    .originDidNotSee("If-None-Match")
                    .get()
                    .hit())
        .row(
            "4.3.2",
            "and with it what the cache asks",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", FRESH)
                    .get("If-Match: \"a\"")
                    .validated()
                    .originSaw("If-Match: \"a\"")
                    .originSaw("If-None-Match: \"a\"")
                    .status(200)
                    .body("body 1"))
        .row(
            "4.3.3",
            "a failure of the cache's own condition is none of the client's",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("412")
                    .answers(FRESH)
                    .get()
                    .forwardedAnew()
                    .originDidNotSee("If-None-Match")
                    .status(200)
                    .body("body 3"))
        .row(
            "3.2",
            "no-store ends it",
            t ->
                stale(t, "ETag: \"a\"")
                    .answers("304", "Cache-Control: no-store")
                    .answers(FRESH)
                    .get()
                    .validated()
                    .get()
                    .unconditional())
        .table();
  }
}
