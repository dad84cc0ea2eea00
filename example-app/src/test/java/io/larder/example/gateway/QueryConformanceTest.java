package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The method QUERY, whose answers are stored by what was asked (RFC 10008, 2.7). */
class QueryConformanceTest {
  private static final String FRESH = "Cache-Control: max-age=600";
  private static final String JSON = "Content-Type: application/json";
  private static Talks talks;

  @BeforeAll
  static void start() throws Exception {
    talks = new Talks();
  }

  @AfterAll
  static void stop() throws IOException {
    talks.close();
  }

  private static Talk query(Talk talk, String content, String... fields) throws IOException {
    String[] all = Stream.concat(Stream.of(JSON), Stream.of(fields)).toArray(String[]::new);
    return talk.asksWith("QUERY", content, all);
  }

  @TestFactory
  Stream<DynamicTest> selection() {
    return talks
        .row("2.7", "the same", t -> query(query(t.answers(FRESH), "{1}"), "{1}").hit())
        .row("2.7", "no content", t -> query(query(t.answers(FRESH), ""), "").hit())
        .row("2.7", "other content", t -> query(query(t.answers(FRESH), "{1}"), "{2}").miss())
        .row("2.7", "none and some", t -> query(query(t.answers(FRESH), ""), "{2}").miss())
        .row(
            "2.7",
            "another type",
            t ->
                query(t.answers(FRESH), "1")
                    .asksWith("QUERY", "1", "Content-Type: text/plain")
                    .miss())
        .row(
            "2.7",
            "another encoding",
            t -> query(query(t.answers(FRESH), "1"), "1", "Content-Encoding: x").miss())
        .row(
            "2.7",
            "another language",
            t -> query(query(t.answers(FRESH), "1"), "1", "Content-Language: de").miss())
        .row("2.7", "another field", t -> query(query(t.answers(FRESH), "1"), "1", "X-A: 1").hit())
        .row(
            "2.7",
            "too much content",
            t -> {
              String much = "x".repeat(64 * 1024 + 1);
              query(query(t.answers(FRESH), much).miss(), much).miss();
            })
        .row(
            "2.7",
            "as much as may be",
            t -> {
              String much = "x".repeat(64 * 1024);
              query(query(t.answers(FRESH), much).miss(), much).hit();
            })
        .row("2.7", "no GET is answered", t -> query(t.answers(FRESH), "").get().miss())
        .row("2.7", "by no GET", t -> query(t.answers(FRESH).get(), "").miss())
        .row(
            "4.1",
            "Vary",
            t ->
                query(
                        query(query(t.answers(FRESH, "Vary: X-A"), "1", "X-A: 1"), "1", "X-A: 2")
                            .miss(),
                        "1",
                        "X-A: 1")
                    .hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> storing() {
    return talks
        .row("3", "no lifetime", t -> query(query(t.answers("X: y"), "1"), "1").miss())
        .row(
            "3",
            "no-store",
            t -> query(query(t.answers("Cache-Control: no-store"), "1"), "1").miss())
        .row(
            "3",
            "Authorization",
            t -> query(query(t.answers(FRESH), "1", "Authorization: x"), "1").miss())
        .row(
            "5.2.1.5",
            "no-store of the client",
            t -> query(query(t.answers(FRESH), "1", "Cache-Control: no-store"), "1").miss())
        .row(
            "4.3",
            "validation",
            t ->
                query(
                        query(
                            t.answers("Cache-Control: max-age=0", "ETag: \"a\"")
                                .answers("304", "ETag: \"a\"", FRESH),
                            "1"),
                        "1")
                    .validated()
                    .status(200)
                    .body("body 1"))
        .row(
            "4.3.2",
            "a condition of the client's",
            t ->
                query(query(t.answers(FRESH, "ETag: \"a\""), "1"), "1", "If-None-Match: \"a\"")
                    .hit()
                    .status(304))
        .table();
  }

  @TestFactory
  Stream<DynamicTest> invalidation() {
    return Stream.of("POST", "PUT", "DELETE", "FROBNICATE")
        .flatMap(
            method ->
                talks
                    .row(
                        "4.4",
                        method,
                        t -> query(query(t.answers(FRESH), "1").asks(method), "1").miss())
                    .row(
                        "4.4",
                        method + " in vain",
                        t ->
                            query(
                                    query(t.answers(FRESH).answers("404").answers(FRESH), "1")
                                        .asks(method),
                                    "1")
                                .hit())
                    .table());
  }

  @TestFactory
  Stream<DynamicTest> otherMethods() {
    return talks
        .row(
            "4.4",
            "QUERY ends nothing",
            t -> query(t.answers(FRESH).get(), "1").get().hit().body("body 1"))
        .row(
            "9.3.3",
            "POST is not answered from the store",
            t -> t.answers(FRESH).asksWith("POST", "1", JSON).asksWith("POST", "1", JSON).miss())
        .table();
  }
}
