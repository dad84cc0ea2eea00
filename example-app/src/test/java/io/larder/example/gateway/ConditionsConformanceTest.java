package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Conditions of clients, and HEAD (RFC 9111, 4.3.2 and 4.3.5). */
class ConditionsConformanceTest {
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
  Stream<DynamicTest> conditionsReceived() {
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    String[][] same = {
      {"\"a\"", "\"a\""},
      {"\"a\"", "W/\"a\""},
      {"W/\"a\"", "\"a\""},
      {"\"a\"", "*"},
      {"\"a\"", "\"b\", \"a\""},
      {"\"a,b\"", "\"c\",\"a,b\""},
      {"\"a\"", ",, \"a\" ,"},
      {"\"\"", "\"\""}
    };
    for (String[] pair : same) {
      talks.row(
          "4.3.2",
          pair[0] + " is in " + pair[1],
          t ->
              t.answers(FRESH, "ETag: " + pair[0])
                  .get()
                  .get("If-None-Match: " + pair[1])
                  .hit()
                  .status(304)
                  .body("")
                  .has("ETag", pair[0]));
    }
    String[][] others = {
      {"\"a\"", "\"b\""}, {"\"a\"", "\"A\""}, {"\"a\"", "\"b\", \"c\""}, {"\"a\"", "\"a,b\""}
    };
    for (String[] pair : others) {
      talks.row(
          "4.3.2",
          pair[0] + " is not in " + pair[1],
          t ->
              t.answers(FRESH, "ETag: " + pair[0])
                  .get()
                  .get("If-None-Match: " + pair[1])
                  .hit()
                  .status(200)
                  .body("body 1"));
    }
    String asctime = "If-Modified-Since: Sun Nov  6 08:49:37 1994";
    String rfc850 = "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT";
    String modified = "Last-Modified: " + date;
    return talks
        .row(
            "9110 13.1.3",
            "the same date",
            t ->
                t.answers(FRESH, modified)
                    .get()
                    .get("If-Modified-Since: " + date)
                    .hit()
                    .status(304))
        .row(
            "9110 13.1.3",
            "later",
            t -> t.answers(FRESH, modified).get().get("If-Modified-Since: {now}").hit().status(304))
        .row(
            "9110 13.1.3",
            "earlier",
            t ->
                t.answers(FRESH, modified)
                    .get()
                    .get("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT")
                    .hit()
                    .status(200))
        .row(
            "9110 5.6.7",
            "asctime",
            t -> t.answers(FRESH, modified).get().get(asctime).hit().status(304))
        .row(
            "9110 5.6.7",
            "RFC 850",
            t -> t.answers(FRESH, modified).get().get(rfc850).hit().status(304))
        .row(
            "9110 13.1.3",
            "no date",
            t -> t.answers(FRESH, modified).get().get("If-Modified-Since: x").hit().status(200))
        .row(
            "4.3.2",
            "by Date",
            t ->
                t.answers(FRESH, "Date: {now-60}")
                    .get()
                    .get("If-Modified-Since: {now}")
                    .hit()
                    .status(304))
        .row(
            "9110 13.2.2",
            "the tag beats the date",
            t ->
                t.answers(FRESH, "ETag: \"a\"", modified)
                    .get()
                    .get("If-None-Match: \"b\"", "If-Modified-Since: {now}")
                    .hit()
                    .status(200))
        .table();
  }

  @TestFactory
  Stream<DynamicTest> head() {
    return talks
        .row(
            "9110 9.3.2",
            "is answered from a GET",
            t ->
                t.answers(FRESH, "X-A: 1")
                    .get()
                    .asks("HEAD")
                    .hit()
                    .body("")
                    .has("Content-Length", "6")
                    .has("X-A", "1"))
        .row("9110 9.3.2", "is not stored for GET", t -> t.answers(FRESH).asks("HEAD").get().miss())
        .row(
            "4.3.5",
            "ends what has another tag",
            t ->
                t.answers(FRESH, "ETag: \"a\"")
                    .answers(FRESH, "ETag: \"b\"", "Content-Length: 6")
                    .get()
                    .asks("HEAD", "Cache-Control: no-cache")
                    .forwarded()
                    .get()
                    .forwarded())
        .row(
            "4.3.5",
            "ends what has another length",
            t ->
                t.answers(FRESH)
                    .answers(FRESH, "Content-Length: 66")
                    .answers(FRESH, "Content-Length: 6")
                    .get()
                    .asks("HEAD", "Cache-Control: no-cache")
                    .forwarded()
                    .get()
                    .forwarded())
        .table();
  }
}
