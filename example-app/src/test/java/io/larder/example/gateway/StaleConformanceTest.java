package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a client gets after it was given something stale (RFC 5861, 3). */
class StaleConformanceTest {
  private static final String[] STALE = {
    "Cache-Control: max-age=600, stale-while-revalidate=600", "Age: 700", "ETag: \"1\""
  };
  private static Talks talks;

  @BeforeAll
  static void start() throws Exception {
    talks = new Talks();
  }

  @AfterAll
  static void stop() throws IOException {
    talks.close();
  }

  /** Has got what is stale, whereupon the origin was asked once. */
  private static Talk servedStale(Talk talk) throws IOException {
    talk.get().miss().get().validated().status(200).body("body 1").ageBetween(700, 705);
    assertThat(talk.fields("Cache-Status"))
        .singleElement(STRING)
        .matches("larder; hit; ttl=-1\\d\\d; detail=stale-while-revalidate");
    return talk;
  }

  @TestFactory
  Stream<DynamicTest> refreshes() {
    String fresh = "Cache-Control: max-age=600";
    return talks
        .row(
            "5861 3",
            "the next one is new",
            t ->
                servedStale(t.answers(STALE).answers(fresh))
                    .get()
                    .hit()
                    .body("body 2")
                    .ageBetween(0, 5)
                    .hasNot("ETag"))
        .row(
            "5861 3",
            "and as old as the origin says",
            t ->
                servedStale(t.answers(STALE).answers(fresh, "Age: 50"))
                    .get()
                    .hit()
                    .body("body 2")
                    .ageBetween(50, 55))
        .row(
            "4.3.4",
            "what is confirmed is the same, and young",
            t ->
                servedStale(t.answers(STALE).answers("304", fresh, "ETag: \"1\"", "Age: 0"))
                    .get()
                    .hit()
                    .body("body 1")
                    .ageBetween(0, 5))
        .row(
            "5861 3",
            "what may not be stored is not",
            t ->
                servedStale(t.answers(STALE).answers("Cache-Control: no-store").answers(fresh))
                    .get()
                    .miss()
                    .body("body 3"))
        .row(
            "4.3.3",
            "another answer ends what was stale, stored or not",
            t -> servedStale(t.answers(STALE).answers("404")).get().forwarded().status(404))
        .row(
            "4.3.3",
            "a redirect too",
            t ->
                servedStale(t.answers(STALE).answers("302", "Location: /"))
                    .get()
                    .forwarded()
                    .status(302))
        .row(
            "4.3.3",
            "a page that says nothing of its freshness too",
            t -> servedStale(t.answers(STALE).answers("X-A: 1")).get().miss())
        .row(
            "5861 3",
            "but no failure",
            t -> servedStale(t.answers(STALE).answers("503").answers(fresh)).get().body("body 1"))
        .row(
            "5861 4",
            "a HEAD that fails, and says how long its answer would be",
            t ->
                t.answers("Cache-Control: max-age=1, stale-if-error=60", "Age: 2")
                    .answers("500", "Content-Length: 14")
                    .get()
                    .asks("HEAD")
                    .forwarded()
                    .status(200))
        .row(
            "9211 2",
            "an answer that breaks off, of which nothing is stored",
            t -> {
              t.answers("HTTP/1.1 200 OK\nContent-Length: 9\nCache-Control: no-store\n\nab{end}")
                  .answers("Cache-Control: no-store")
                  .get();
              assertThat(t.fields("Cache-Status"))
                  .singleElement(STRING)
                  .matches("larder; fwd=uri-miss; detail=(reset|no-store)");
              // Its end may be seen before its head was passed on, or after: then the client sees
              // that bytes are missing.
              if (t.head().startsWith("HTTP/1.1 200 ")) {
                assertThat(t.has("Content-Length", "9").body()).isIn("", "ab");
              } else {
                t.status(502);
              }
              t.get().miss().body("body 2");
            })
        .table();
  }
}
