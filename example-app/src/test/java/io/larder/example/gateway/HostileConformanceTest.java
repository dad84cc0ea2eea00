package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Origins and upstream caches that break rules, and what must not come of it. */
class HostileConformanceTest {
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

  private static String whole(String head, String body) {
    return head + "\nDate: {now}\n" + FRESH + "\n\n" + body;
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    String ok = "HTTP/1.1 200 OK";
    return talks
        .row(
            "3.3",
            "cut short by length",
            t ->
                t.answers(whole(ok + "\nContent-Length: 99", "body 1{end}"))
                    .answers(FRESH)
                    .get()
                    .get()
                    .miss())
        .row(
            "3.3",
            "cut short in chunks",
            t ->
                t.answers(whole(ok + "\nTransfer-Encoding: chunked", "6\nbody 1\n{end}"))
                    .answers(FRESH)
                    .get()
                    .get()
                    .miss())
        .row(
            "9112 7.1",
            "chunked, whole",
            t ->
                t.answers(whole(ok + "\nTransfer-Encoding: chunked", "6\nbody 1\n0\n\n"))
                    .get()
                    .get()
                    .hit()
                    .body("body 1"))
        .row(
            "9112 7.1",
            "chunk extensions",
            t ->
                t.answers(whole(ok + "\nTransfer-Encoding: chunked", "6;a=b\nbody 1\n0\n\n"))
                    .get()
                    .get()
                    .hit()
                    .body("body 1"))
        .row(
            "9112 6.3",
            "until the end",
            t -> t.answers(whole(ok + "\nConnection: close", "body 1{end}")).get().body("body 1"))
        .row(
            "9112 6.3",
            "HTTP/1.0 with length",
            t ->
                t.answers(whole("HTTP/1.0 200 OK\nContent-Length: 6", "body 1{end}"))
                    .get()
                    .get()
                    .hit()
                    .body("body 1"))
        .row(
            "9110 8.6",
            "empty",
            t -> t.answers(whole(ok + "\nContent-Length: 0", "")).get().get().hit().body(""))
        .row(
            "9110 8.6",
            "the same length twice",
            t ->
                t.answers(whole(ok + "\nContent-Length: 6\nContent-Length: 6", "body 1{end}"))
                    .answers(FRESH)
                    .get()
                    .get()
                    .status(200))
        .row(
            "9112 6.3",
            "two lengths that differ",
            t ->
                t.answers(whole(ok + "\nContent-Length: 6\nContent-Length: 3", "body 1{end}"))
                    .answers(FRESH)
                    .get()
                    .get()
                    .miss())
        .row(
            "9112 6.3",
            "a length that is none",
            t ->
                t.answers(whole(ok + "\nContent-Length: x", "body 1{end}"))
                    .answers(FRESH)
                    .get()
                    .get()
                    .miss())
        .row(
            "9110 15.4.5",
            "a 304 that nobody asked for",
            t -> t.answers(whole("HTTP/1.1 304 Same", "")).answers(FRESH).get().get().miss())
        .row(
            "9110 15.3.5",
            "204",
            t ->
                t.answers(whole("HTTP/1.1 204 No", ""))
                    .get()
                    .status(204)
                    .get()
                    .hit()
                    .status(204)
                    .body(""))
        .row(
            "9110 15.2",
            "103 before",
            t ->
                t.answers(
                        "HTTP/1.1 103 Hints\nLink: </a>\nX-Early: 1\n\n"
                            + whole(ok + "\nContent-Length: 6", "body 1"))
                    .get()
                    .status(200)
                    .body("body 1")
                    .get()
                    .hit()
                    .status(200)
                    .hasNot("X-Early"))
        .row(
            "9110 15.2",
            "102 before",
            t ->
                t.answers("HTTP/1.1 102 Wait\n\n" + whole(ok + "\nContent-Length: 6", "body 1"))
                    .get()
                    .body("body 1")
                    .get()
                    .hit())
        .row(
            "9110 15.2",
            "100 before",
            t ->
                t.answers("HTTP/1.1 100 Go\n\n" + whole(ok + "\nContent-Length: 6", "body 1"))
                    .get()
                    .body("body 1")
                    .get()
                    .hit())
        .row(
            "9110 15.2",
            "three before",
            t ->
                t.answers(
                        "HTTP/1.1 103 A\n\nHTTP/1.1 102 B\n\nHTTP/1.1 103 C\n\n"
                            + whole(ok + "\nContent-Length: 6", "body 1"))
                    .get()
                    .body("body 1")
                    .get()
                    .hit())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> values() {
    return talks
        .row(
            "4.2.3",
            "Age of a million digits",
            t -> t.answers(FRESH, "Age: " + "9".repeat(9_000)).get().get().miss())
        .row(
            "5.2",
            "10,000 directives and no-store",
            t ->
                t.answers("Cache-Control: max-age=60" + ", a".repeat(10_000) + ", no-store")
                    .get()
                    .get()
                    .miss())
        .row(
            "5.2",
            "an open quote before private",
            t ->
                t.answers("Cache-Control: max-age=60, a=\"", "Cache-Control: private")
                    .get()
                    .get()
                    .miss())
        .row(
            "4.1",
            "Vary on what is no name",
            t -> t.answers(FRESH, "Vary: a b, \"c\"").get().get().miss())
        .row(
            "4.1",
            "Vary on 2,000 names",
            t -> t.answers(FRESH, "Vary: a" + ", x-b".repeat(2_000)).get().forwarded().status(200))
        .row(
            "9110 8.8.3",
            "a tag with a quote in it",
            t ->
                t.answers("Cache-Control: max-age=1", "Age: 2", "ETag: \"a\"b\"")
                    .get()
                    .get()
                    .unconditional())
        .row(
            "9110 8.8.3",
            "two tags",
            t ->
                t.answers("Cache-Control: max-age=1", "Age: 2", "ETag: \"a\"", "ETag: \"b\"")
                    .get()
                    .get()
                    .unconditional())
        .row(
            "9211 2",
            "a Cache-Status that is none",
            t -> t.answers(FRESH, "Cache-Status: ;;\"").get().get().hit().status(200))
        .row(
            "9110 6.6.1",
            "two dates",
            t -> t.answers(FRESH, "Date: {now}", "Date: {now-7200}").get().status(200))
        .row(
            "9110 14.2",
            "a thousand ranges",
            t ->
                t.answers(FRESH)
                    .get()
                    .get("Range: bytes=0-0" + ",0-0".repeat(1_000))
                    .hit()
                    .status(200))
        .row(
            "9110 13.1.2",
            "tags without end",
            t ->
                t.answers(FRESH, "ETag: \"a\"")
                    .get()
                    .get("If-None-Match: \"a" + ",\"b".repeat(1_000))
                    .status(200))
        .table();
  }
}
