package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Responses that do not depend on all of a query (draft-ietf-httpbis-no-vary-search). */
class NoVarySearchConformanceTest {
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

  private static Talk ask(Talk talk, String query, String... fields) throws IOException {
    return talk.asksFor("GET", talk.path() + query, fields);
  }

  private static void same(String says, String one, String other) {
    talks.row(
        "4",
        says + ": " + one + " is " + other,
        t ->
            ask(
                    ask(ask(t.answers(FRESH, "No-Vary-Search: " + says), one).miss(), other)
                        .hit()
                        .body("body 1"),
                    one)
                .hit());
  }

  private static void different(String says, String one, String other) {
    talks.row(
        "4",
        says + ": " + one + " is not " + other,
        t -> ask(ask(t.answers(FRESH, "No-Vary-Search: " + says), one).miss(), other).miss());
  }

  @TestFactory
  Stream<DynamicTest> queries() {
    same("params", "?a=1", "?a=2");
    same("params", "", "?a=2");
    same("params", "?a=2", "");
    same("params=(\"a\")", "?a=1&b=1", "?a=2&b=1");
    same("params=(\"a\")", "?b=1", "?a=2&b=1");
    same("params, except=(\"b\")", "?a=1&b=1&c=1", "?b=1");
    same("key-order", "?a=1&b=1", "?b=1&a=1");
    same("key-order, params=(\"c\")", "?a=1&b=1&c=1", "?b=1&a=1");
    different("params=(\"a\")", "?a=1&b=1", "?a=1&b=2");
    different("params=(\"a\")", "?b=1&c=1", "?c=1&b=1");
    different("params, except=(\"b\")", "?b=1", "?b=2");
    different("key-order", "?a=1&b=1", "?b=1&a=2");
    different("key-order", "?a=1&a=2", "?a=2&a=1");
    different("params=?0", "?a=1", "?a=2");
    different("params=(a)", "?a=1", "?a=2");
    different("params=(\"a\"", "?a=1", "?a=2");
    return talks.table();
  }

  @TestFactory
  Stream<DynamicTest> others() {
    String says = "No-Vary-Search: params=(\"a\")";
    return talks
        .row(
            "4",
            "what says nothing is another one",
            t ->
                ask(ask(ask(t.answers(FRESH).answers(FRESH, says), "?a=1"), "?a=2").miss(), "?a=3")
                    .hit()
                    .body("body 2"))
        .row(
            "4",
            "what says it no more",
            t ->
                ask(
                        ask(
                            ask(t.answers(FRESH, says).answers(FRESH), "?a=1"),
                            "?a=1",
                            "Cache-Control: no-cache"),
                        "?a=2")
                    .miss())
        .row(
            "4",
            "several rules of one path",
            t ->
                ask(
                        ask(
                                ask(
                                    ask(
                                        t.answers(FRESH, says)
                                            .answers(FRESH, "No-Vary-Search: params=(\"b\")"),
                                        "?a=1&x=1"),
                                    "?b=1&x=2"),
                                "?a=2&x=1")
                            .hit()
                            .body("body 1"),
                        "?b=2&x=2")
                    .hit()
                    .body("body 2"))
        .row(
            "4.1",
            "beside Vary",
            t ->
                ask(ask(t.answers(FRESH, says, "Vary: X-A"), "?a=1", "X-A: 1"), "?a=2", "X-A: 2")
                    .miss())
        .row(
            "4.2",
            "what is stale",
            t -> ask(ask(t.answers("Cache-Control: max-age=0", says), "?a=1"), "?a=2").miss())
        .row(
            "5.2.1.1",
            "what the client does not want",
            t -> ask(ask(t.answers(FRESH, says), "?a=1"), "?a=2", "Cache-Control: no-cache").miss())
        .row(
            "5.2.1.7",
            "what alone the client wants",
            t ->
                ask(ask(t.answers(FRESH, says), "?a=1"), "?a=2", "Cache-Control: only-if-cached")
                    .hit())
        .row(
            "9.3.2",
            "HEAD",
            t -> {
              Talk told = ask(t.answers(FRESH, says), "?a=1");
              told.asksFor("HEAD", told.path() + "?a=2").hit().body("");
            })
        .table();
  }

  @TestFactory
  Stream<DynamicTest> invalidation() {
    String says = "No-Vary-Search: params=(\"a\")";
    return Stream.of("?a=1", "?a=2")
        .flatMap(
            changed ->
                talks
                    .row(
                        "4.4",
                        "of " + changed,
                        t -> {
                          Talk told = ask(ask(t.answers(FRESH, says), "?a=1"), "?a=2").hit();
                          told.asksFor("DELETE", told.path() + changed);
                          ask(told, "?a=2").miss();
                        })
                    .table());
  }
}
