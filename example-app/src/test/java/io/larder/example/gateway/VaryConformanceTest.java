package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Variants of one URI (RFC 9111, 4.1). */
class VaryConformanceTest {
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
  Stream<DynamicTest> selection() {
    String vary = "Vary: X-A";
    return talks
        .row("4.1", "the same value", t -> t.answers(FRESH, vary).get("X-A: 1").get("X-A: 1").hit())
        .row("4.1", "another value", t -> t.answers(FRESH, vary).get("X-A: 1").get("X-A: 2").miss())
        .row("4.1", "missing then", t -> t.answers(FRESH, vary).get("X-A: 1").get().miss())
        .row("4.1", "missing before", t -> t.answers(FRESH, vary).get().get("X-A: 1").miss())
        .row("4.1", "missing twice", t -> t.answers(FRESH, vary).get().get().hit())
        .row("4.1", "another field", t -> t.answers(FRESH, vary).get("X-B: 1").get("X-B: 2").hit())
        .row(
            "4.1",
            "case in the name",
            t -> t.answers(FRESH, "Vary: x-a").get("X-A: 1").get("x-A: 1").hit())
        .row(
            "4.1",
            "case in the value",
            t -> t.answers(FRESH, vary).get("X-A: a").get("X-A: A").miss())
        .row("4.1", "empty is not 1", t -> t.answers(FRESH, vary).get("X-A:").get("X-A: 1").miss())
        .row(
            "4.1",
            "two names, both the same",
            t ->
                t.answers(FRESH, "Vary: X-A, X-B")
                    .get("X-A: 1", "X-B: 2")
                    .get("X-B: 2", "X-A: 1")
                    .hit())
        .row(
            "4.1",
            "two names, one differs",
            t ->
                t.answers(FRESH, "Vary: X-A, X-B")
                    .get("X-A: 1", "X-B: 2")
                    .get("X-A: 1", "X-B: 3")
                    .miss())
        .row(
            "4.1",
            "two lines, one differs",
            t -> t.answers(FRESH, "Vary: X-A", "Vary: X-B").get("X-B: 2").get("X-B: 3").miss())
        .row(
            "4.1",
            "values do not move between names",
            t -> t.answers(FRESH, "Vary: X-A, X-B").get("X-A: 1").get("X-B: 1").miss())
        .row(
            "4.1",
            "variants side by side",
            t ->
                t.answers(FRESH, vary)
                    .get("X-A: 1")
                    .get("X-A: 2")
                    .get("X-A: 3")
                    .get("X-A: 1")
                    .hit()
                    .body("body 1")
                    .get("X-A: 3")
                    .hit()
                    .body("body 3")
                    .get("X-A: 2")
                    .hit()
                    .body("body 2"))
        .row("4.1", "*", t -> t.answers(FRESH, "Vary: *").get().get().miss())
        .row("4.1", "* in a list", t -> t.answers(FRESH, "Vary: X-A, *").get().get().miss())
        .row("4.1", "* on a line", t -> t.answers(FRESH, "Vary: X-A", "Vary: *").get().get().miss())
        .row(
            "4.1",
            "empty members",
            t -> t.answers(FRESH, "Vary: , X-A,,").get("X-A: 1").get("X-A: 2").miss())
        .row("4.1", "empty", t -> t.answers(FRESH, "Vary:").get("X-A: 1").get("X-A: 2").hit())
        .row(
            "4.1",
            "what is not in every response",
            t ->
                t.answers(FRESH)
                    .answers(FRESH, vary)
                    .get()
                    .get("Cache-Control: no-cache", "X-A: 1")
                    .forwarded()
                    .get("X-A: 2")
                    .forwarded())
        .row(
            "4.1",
            "Cookie",
            t -> t.answers(FRESH, "Vary: Cookie").get("Cookie: a=1").get("Cookie: a=2").miss())
        .row(
            "4.1",
            "Authorization",
            t ->
                t.answers("Cache-Control: public, max-age=60", "Vary: Authorization")
                    .get("Authorization: a")
                    .get("Authorization: b")
                    .miss())
        .row("4.1", "Host as ever", t -> t.answers(FRESH, "Vary: Host").get().get().hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> normalisation() {
    return talks
        .row(
            "4.1",
            "white space around",
            t -> t.answers(FRESH, "Vary: X-A").get("X-A: 1").get("X-A:  1 \t").hit())
        .row(
            "4.1",
            "languages with other white space",
            t ->
                t.answers(FRESH, "Vary: Accept-Language")
                    .get("Accept-Language: en, de")
                    .get("Accept-Language: en ,de")
                    .hit())
        .row(
            "4.1",
            "languages in capitals",
            t ->
                t.answers(FRESH, "Vary: Accept-Language")
                    .get("Accept-Language: en, de")
                    .get("Accept-Language: EN, De")
                    .hit())
        .row(
            "4.1",
            "languages by weight",
            t ->
                t.answers(FRESH, "Vary: Accept-Language")
                    .get("Accept-Language: en;q=0.5, de;q=1.0")
                    .get("Accept-Language: de, en;q=0.50")
                    .hit())
        .row(
            "4.1",
            "languages of other weight",
            t ->
                t.answers(FRESH, "Vary: Accept-Language")
                    .get("Accept-Language: en;q=0.5, de")
                    .get("Accept-Language: en, de;q=0.5")
                    .miss())
        .row(
            "4.1",
            "encodings in other order",
            t ->
                t.answers(FRESH, "Vary: Accept-Encoding")
                    .get("Accept-Encoding: gzip, br")
                    .get("Accept-Encoding: br, gzip")
                    .hit())
        .row(
            "4.1",
            "other encodings",
            t ->
                t.answers(FRESH, "Vary: Accept-Encoding")
                    .get("Accept-Encoding: gzip")
                    .get("Accept-Encoding: br")
                    .miss())
        .row(
            "4.1",
            "identity and none are not the same",
            t ->
                t.answers(FRESH, "Vary: Accept-Encoding").get("Accept-Encoding: gzip").get().miss())
        .row(
            "4.1",
            "several lines as one",
            t ->
                t.answers(FRESH, "Vary: Accept-Language")
                    .get("Accept-Language: en, de")
                    .get("Accept-Language: en", "Accept-Language: de")
                    .hit())
        .table();
  }
}
