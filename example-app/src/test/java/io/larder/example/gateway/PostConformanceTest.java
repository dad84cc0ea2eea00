package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Answers to POST that say what a GET would get (RFC 9110, 9.3.3). */
class PostConformanceTest {
  private static final String FRESH = "Cache-Control: max-age=600";
  private static final String HERE = "Content-Location: {me}";
  private static Talks talks;

  @BeforeAll
  static void start() throws Exception {
    talks = new Talks();
  }

  @AfterAll
  static void stop() throws IOException {
    talks.close();
  }

  private static Talk post(Talk talk, String... fields) throws IOException {
    return talk.asksWith("POST", "a", fields);
  }

  /** The answer to a POST is not that to a GET. */
  private static Talks not(String name, String... answer) {
    return talks.row("9.3.3", name, t -> post(t.answers(answer)).get().miss());
  }

  @TestFactory
  Stream<DynamicTest> stored() {
    return talks
        .row(
            "9.3.3",
            "for GET and HEAD",
            t ->
                post(t.answers(FRESH, HERE))
                    .miss()
                    .get()
                    .hit()
                    .body("body 1")
                    .asks("HEAD")
                    .hit()
                    .get()
                    .hit())
        .row(
            "9.3.3",
            "with an absolute location",
            t -> post(t.answers(FRESH, "Content-Location: http://a.test{me}")).get().hit())
        .row(
            "9.3.3",
            "by Expires",
            t -> post(t.answers("Date: {now}", "Expires: {now+60}", HERE)).get().hit())
        .row(
            "9.3.3",
            "in place of what was there",
            t -> post(t.answers(FRESH, HERE).get()).get().hit().body("body 2"))
        .row(
            "9.3.3",
            "not for another POST",
            t -> post(post(t.answers(FRESH, HERE))).miss().get().hit().body("body 2"))
        .row(
            "4.1",
            "with Vary",
            t ->
                post(t.answers(FRESH, HERE, "Vary: X-A"), "X-A: 1")
                    .get("X-A: 2")
                    .miss()
                    .get("X-A: 1")
                    .hit()
                    .body("body 1"))
        .row(
            "5.2.1.5",
            "not of a client that says no-store",
            t -> post(t.answers(FRESH, HERE), "Cache-Control: no-store").get().miss())
        .row(
            "4.4",
            "until it is changed",
            t -> post(t.answers(FRESH, HERE)).asks("DELETE").get().miss())
        .row(
            "4.3",
            "and validated",
            t ->
                post(t.answers("Cache-Control: max-age=0", "ETag: \"a\"", HERE)
                        .answers("304", "ETag: \"a\""))
                    .get()
                    .validated()
                    .body("body 1"))
        .table();
  }

  @TestFactory
  Stream<DynamicTest> notStored() {
    not("without a location", FRESH);
    not("of another path", FRESH, "Content-Location: /other");
    not("of another host", FRESH, "Content-Location: http://b.test{me}");
    not("with two locations", FRESH, HERE, "Content-Location: /other");
    not("without a lifetime", HERE);
    not("by a guess", HERE, "Last-Modified: {now-100000}");
    not("with no-store", "Cache-Control: no-store, max-age=60", HERE);
    not("with private", "Cache-Control: private, max-age=60", HERE);
    not("with a cookie", FRESH, HERE, "Set-Cookie: a=b");
    return talks
        .row(
            "3.5",
            "with Authorization",
            t -> post(t.answers(FRESH, HERE), "Authorization: x").get().miss())
        .row("9.3.3", "by PUT", t -> t.answers(FRESH, HERE).asksWith("PUT", "a").get().miss())
        .table();
  }
}
