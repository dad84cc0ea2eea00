package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Parts of what an origin has, kept and put together (RFC 9111, 3.3 and 3.4). */
class PartsConformanceTest {
  private static final String FRESH = "Cache-Control: max-age=600";
  private static final String A = "ETag: \"a\"";
  private static final String TYPE = "Content-Type: text/plain";
  private static Talks talks;

  @BeforeAll
  static void start() throws Exception {
    talks = new Talks();
  }

  @AfterAll
  static void stop() throws IOException {
    talks.close();
  }

  /** A 206 with these digits of {@code 0123456789}. */
  private static String part(int first, int last, String... fields) {
    return message(
        "206",
        "0123456789".substring(first, last + 1),
        "Content-Range: bytes " + first + "-" + last + "/10\n" + String.join("\n", fields));
  }

  private static String message(String status, String body, String fields) {
    return "HTTP/1.1 "
        + status
        + " Said\nDate: {now}\nContent-Length: "
        + body.replace("\n", "\r\n").length()
        + "\n"
        + fields
        + "\n\n"
        + body;
  }

  private static Talk stored(Talk talk, String... fields) throws IOException {
    return talk.answers(part(2, 5, fields)).get("Range: bytes=2-5").status(206).body("2345");
  }

  /** Has stored where the page begins. */
  private static Talk begun(Talk talk, String... fields) throws IOException {
    return talk.answers(part(0, 5, fields)).get("Range: bytes=0-5").status(206).body("012345");
  }

  @TestFactory
  Stream<DynamicTest> reuse() {
    return talks
        .row(
            "3.3",
            "the same part again",
            t ->
                stored(t, FRESH, A)
                    .originSaw("Range: bytes=2-5")
                    .get("Range: bytes=2-5")
                    .hit()
                    .status(206)
                    .has("Content-Range", "bytes 2-5/10")
                    .has("Content-Length", "4")
                    .has("ETag", "\"a\"")
                    .body("2345"))
        .row(
            "3.3",
            "a part that lies within",
            t ->
                stored(t, FRESH, A)
                    .get("Range: bytes=3-4")
                    .hit()
                    .status(206)
                    .has("Content-Range", "bytes 3-4/10")
                    .body("34"))
        .row(
            "14.2",
            "several that lie within",
            t -> stored(t, FRESH, A).get("Range: bytes=2-2,5-5").hit().status(206))
        .row(
            "3.3",
            "a date that is strong will do",
            t ->
                stored(t, FRESH, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")
                    .get("Range: bytes=3-4")
                    .hit()
                    .body("34"))
        .row(
            "3.3",
            "without a validator nothing is kept",
            t -> stored(t, FRESH).get("Range: bytes=2-5").forwarded())
        .row(
            "3.3",
            "nor with a weak one",
            t -> stored(t, FRESH, "ETag: W/\"a\"").get("Range: bytes=2-5").forwarded())
        .row(
            "3",
            "no-store",
            t -> stored(t, "Cache-Control: no-store", A).get("Range: bytes=2-5").forwarded())
        .row(
            "3",
            "private",
            t ->
                stored(t, "Cache-Control: private, max-age=600", A)
                    .get("Range: bytes=2-5")
                    .forwarded())
        .row(
            "14.4",
            "another range than was asked for is what it says",
            t ->
                t.answers(part(0, 3, FRESH, A))
                    .get("Range: bytes=2-5")
                    .status(206)
                    .get("Range: bytes=0-3")
                    .hit()
                    .body("0123"))
        .row(
            "14.4",
            "a range that says nothing is not kept",
            t ->
                t.answers(
                        message("206", "2345", "Content-Range: bytes 2-9/10\n" + FRESH + "\n" + A))
                    .get("Range: bytes=2-9")
                    .get("Range: bytes=2-5")
                    .forwarded())
        .row(
            "13.1.5",
            "If-Range, the same",
            t -> stored(t, FRESH, A).get("Range: bytes=2-5", "If-Range: \"a\"").hit().status(206))
        .row(
            "13.1.5",
            "If-Range, another",
            t ->
                stored(t, FRESH, A)
                    .get("Range: bytes=2-5", "If-Range: \"b\"")
                    .forwarded()
                    .originSaw("If-Range: \"b\""))
        .row(
            "4.3.2",
            "a client that has it",
            t ->
                stored(t, FRESH, A)
                    .get("If-None-Match: \"a\"")
                    .hit()
                    .status(304)
                    .hasNot("Content-Range"))
        .row(
            "14.2",
            "a range behind the end is the origin's to refuse",
            t ->
                stored(t, FRESH, A)
                    .answers("416", "Content-Range: bytes */10")
                    .get("Range: bytes=200-")
                    .forwarded()
                    .originSaw("Range: bytes=200-")
                    .status(416))
        .row(
            "5.2.1.7",
            "only-if-cached, there",
            t -> stored(t, FRESH, A).get("Range: bytes=2-5", "Cache-Control: only-if-cached").hit())
        .row(
            "5.2.1.7",
            "only-if-cached, not all there",
            t ->
                stored(t, FRESH, A)
                    .get("Range: bytes=2-6", "Cache-Control: only-if-cached")
                    .status(504))
        .row(
            "9110 9.3.2",
            "HEAD is the origin's",
            t -> stored(t, FRESH, A).answers(FRESH, A).asks("HEAD").forwarded().status(200))
        .row(
            "4.4",
            "what ends the page ends its parts",
            t ->
                stored(t, FRESH, A)
                    .answers("200")
                    .asks("POST", "Content-Length: 0")
                    .answers(part(2, 5, FRESH, A))
                    .get("Range: bytes=2-5")
                    .forwarded())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> combination() {
    return talks
        .row(
            "3.4",
            "parts that touch",
            t ->
                stored(t, FRESH, A)
                    .answers(part(6, 8, FRESH, A))
                    .get("Range: bytes=6-8")
                    .forwarded()
                    .body("678")
                    .get("Range: bytes=4-7")
                    .hit()
                    .body("4567"))
        .row(
            "3.4",
            "parts with a gap",
            t ->
                stored(t, FRESH, A)
                    .answers(part(8, 9, FRESH, A))
                    .get("Range: bytes=8-")
                    .forwarded()
                    .get("Range: bytes=-1")
                    .hit()
                    .body("9")
                    .get("Range: bytes=2-3")
                    .hit()
                    .body("23"))
        .row(
            "3.4",
            "what is missing of a range",
            t ->
                stored(t, FRESH, A)
                    .answers(part(6, 7, FRESH, A))
                    .get("Range: bytes=4-7")
                    .forwarded()
                    .originSaw("Range: bytes=6-7")
                    .originSaw("If-Range: \"a\"")
                    .status(206)
                    .has("Content-Range", "bytes 4-7/10")
                    .has("Content-Length", "4")
                    .body("4567")
                    .get("Range: bytes=2-7")
                    .hit()
                    .body("234567"))
        .row(
            "3.4",
            "all of it is a 200 then",
            t ->
                stored(t, FRESH, A, TYPE)
                    .answers(part(0, 1, FRESH, A, TYPE))
                    .get("Range: bytes=0-1")
                    .answers(part(6, 9, FRESH, A, TYPE))
                    .get("Range: bytes=6-9")
                    .get()
                    .hit()
                    .status(200)
                    .hasNot("Content-Range")
                    .has("Content-Type", "text/plain")
                    .has("Content-Length", "10")
                    .body("0123456789"))
        .row(
            "3.4",
            "what is missing lies on both sides: one range of it is the whole",
            t ->
                stored(t, FRESH, A)
                    .answers(FRESH, A)
                    .get()
                    .forwarded()
                    .originDidNotSee("Range")
                    .body("body 2")
                    .get()
                    .hit()
                    .body("body 2"))
        .row(
            "3.4",
            "two gaps are asked for in one range",
            t ->
                t.answers(part(0, 2, FRESH, A))
                    .answers(part(5, 6, FRESH, A))
                    .answers(part(3, 9, FRESH, A))
                    .get("Range: bytes=0-2")
                    .get("Range: bytes=5-6")
                    .get()
                    .forwarded()
                    .originSaw("Range: bytes=3-9")
                    .status(200)
                    .body("0123456789"))
        .row(
            "9110 15.3.7.2",
            "what is missing comes in several parts: the client's own range is asked for",
            t ->
                stored(t, FRESH, A)
                    .answers(
                        message(
                            "206",
                            "--x\nContent-Range: bytes 0-2/10\n\n012\n--x--\n",
                            FRESH + "\n" + A + "\nContent-Type: multipart/byteranges; boundary=x"))
                    .answers(part(4, 8, FRESH, A))
                    .get("Range: bytes=4-8")
                    .forwardedAnew()
                    .originSaw("Range: bytes=4-8")
                    .status(206)
                    .has("Content-Range", "bytes 4-8/10")
                    .body("45678"))
        .row(
            "3.4",
            "the page has grown: it is asked for as a whole",
            t ->
                t.answers(part(0, 5, FRESH, A))
                    .answers(
                        message("206", "6789", "Content-Range: bytes 6-9/20\n" + FRESH + "\n" + A))
                    .answers(FRESH, A)
                    .get("Range: bytes=0-5")
                    .get()
                    .forwardedAnew()
                    .originDidNotSee("Range")
                    .status(200)
                    .body("body 3"))
        .row(
            "13.1.5",
            "it is another by now",
            t ->
                begun(t, FRESH, A)
                    .answers(FRESH, "ETag: \"b\"")
                    .get()
                    .forwarded()
                    .status(200)
                    .body("body 2")
                    .get()
                    .hit()
                    .body("body 2")
                    .get("Range: bytes=0-3")
                    .hit()
                    .body("body"))
        .row(
            "13.1.5",
            "an origin that does not look at If-Range: it is asked for the whole",
            t ->
                begun(t, FRESH, A)
                    .answers(part(6, 9, FRESH, "ETag: \"b\""))
                    .answers(FRESH, "ETag: \"b\"")
                    .get()
                    .forwardedAnew()
                    .originDidNotSee("Range")
                    .originDidNotSee("If-Range")
                    .status(200)
                    .body("body 3")
                    .get()
                    .hit()
                    .body("body 3"))
        .row(
            "13.1.5",
            "an origin that has shrunk and does not look at If-Range: so too",
            t ->
                begun(t, FRESH, A)
                    .answers("416", "Content-Range: bytes */3")
                    .answers(FRESH)
                    .get()
                    .forwardedAnew()
                    .status(200)
                    .body("body 3")
                    .get()
                    .hit()
                    .body("body 3"))
        .row(
            "3.4",
            "an origin that gives less than is asked for: so too",
            t ->
                begun(t, FRESH, A)
                    .answers(part(6, 7, FRESH, A))
                    .answers(FRESH, A)
                    .get()
                    .forwardedAnew()
                    .originDidNotSee("Range")
                    .status(200)
                    .body("body 3"))
        .row(
            "3.4",
            "what it has then may not be stored: the parts have ended all the same",
            t ->
                begun(t, FRESH, A)
                    .answers("416", "Content-Range: bytes */3")
                    .answers("Cache-Control: no-store")
                    .get()
                    .forwardedAnew()
                    .status(200)
                    .body("body 3")
                    .get("Range: bytes=2-5")
                    .forwarded())
        .row(
            "3.4",
            "a range that is completed by less than is asked for: the client's own is asked for",
            t ->
                stored(t, FRESH, A)
                    .answers("416", "Content-Range: bytes */3")
                    .answers(part(4, 8, FRESH, "ETag: \"b\""))
                    .get("Range: bytes=4-8")
                    .forwardedAnew()
                    .originSaw("Range: bytes=4-8")
                    .originDidNotSee("If-Range")
                    .status(206)
                    .body("45678")
                    .get("Range: bytes=5-7")
                    .hit()
                    .body("567")
                    .get("Range: bytes=2-5")
                    .forwardedAnew())
        .row(
            "3.4",
            "what forbids to store ends the parts",
            t ->
                stored(t, FRESH, A)
                    .answers("Cache-Control: no-store")
                    .get()
                    .body("body 2")
                    .get("Range: bytes=2-5")
                    .forwarded())
        .row(
            "3.4",
            "another validator is another page",
            t ->
                stored(t, FRESH, A)
                    .answers(part(6, 9, FRESH, "ETag: \"b\""))
                    .get("Range: bytes=6-9")
                    .body("6789")
                    .get("Range: bytes=6-9")
                    .hit()
                    .has("ETag", "\"b\"")
                    .get("Range: bytes=2-5")
                    .forwarded())
        .row(
            "3.4",
            "another length too",
            t ->
                stored(t, FRESH, A)
                    .answers(
                        message("206", "67", "Content-Range: bytes 6-7/11\n" + FRESH + "\n" + A))
                    .get("Range: bytes=6-7")
                    .get("Range: bytes=2-5")
                    .forwarded())
        .table();
  }

  @TestFactory
  Stream<DynamicTest> validation() {
    String stale = "Cache-Control: max-age=1\nAge: 2";
    return talks
        .row(
            "4.3.1",
            "a stale part is confirmed",
            t ->
                stored(t, stale, A)
                    .answers("304", FRESH, A)
                    .get("Range: bytes=3-4")
                    .validated()
                    .originSaw("If-None-Match: \"a\"")
                    .originSaw("Range: bytes=3-4")
                    .status(206)
                    .body("34")
                    .get("Range: bytes=2-5")
                    .hit()
                    .body("2345"))
        .row(
            "4.3.1",
            "a stale part has changed",
            t ->
                stored(t, stale, A)
                    .answers(part(3, 4, FRESH, "ETag: \"b\""))
                    .get("Range: bytes=3-4")
                    .validated()
                    .status(206)
                    .has("ETag", "\"b\"")
                    .get("Range: bytes=3-4")
                    .hit()
                    .has("ETag", "\"b\""))
        .row(
            "13.1.5",
            "a client that has a part of what was wants all of what is",
            t ->
                stored(t, stale, A)
                    .answers(FRESH, "ETag: \"b\"")
                    .get("Range: bytes=3-4", "If-Range: \"a\"")
                    .originSaw("If-Range: \"a\"")
                    .originSaw("If-None-Match: \"a\"")
                    .status(200)
                    .body("body 2"))
        .row(
            "RFC 5861 4",
            "a stale part stands in for a failure",
            t ->
                stored(t, "Cache-Control: max-age=1, stale-if-error=60\nAge: 2", A)
                    .answers("503")
                    .get("Range: bytes=3-4")
                    .forwarded()
                    .status(206)
                    .body("34")
                    .get("Range: bytes=1-4")
                    .status(503)
                    .get()
                    .status(503))
        .row(
            "RFC 5861 4",
            "but not for longer",
            t ->
                stored(t, "Cache-Control: max-age=1, stale-if-error=60\nAge: 62", A)
                    .answers("503")
                    .get("Range: bytes=3-4")
                    .forwarded()
                    .status(503))
        .row(
            "9110 14.4",
            "a part that contradicts itself is passed on, and not said to be stored",
            t ->
                t.answers(message("206", "23", "Content-Range: bytes 2-5/10\n" + FRESH + "\n" + A))
                    .get("Range: bytes=2-5")
                    .status(206)
                    .has("Cache-Status", "larder; fwd=uri-miss; detail=content-range")
                    .get("Range: bytes=2-3")
                    .forwarded())
        .row(
            "3.4",
            "a stale part is completed",
            t ->
                stored(t, stale, A)
                    .answers(part(6, 9, FRESH, A))
                    .get("Range: bytes=2-9")
                    .forwarded()
                    .originSaw("Range: bytes=6-9")
                    .body("23456789")
                    .get("Range: bytes=2-9")
                    .hit())
        .row(
            "5.2.1.4",
            "the client wants it validated",
            t ->
                stored(t, FRESH, A)
                    .answers("304", FRESH, A)
                    .get("Range: bytes=2-5", "Cache-Control: no-cache")
                    .validated()
                    .body("2345"))
        .row(
            "5.2.1.2",
            "the client accepts it stale",
            t ->
                stored(t, stale, A)
                    .get("Range: bytes=2-5", "Cache-Control: max-stale")
                    .hit()
                    .body("2345"))
        .row(
            "4.3.1",
            "a client's own condition is the origin's",
            t ->
                stored(t, stale, A)
                    .answers("304")
                    .get("Range: bytes=2-5", "If-None-Match: \"x\"")
                    .originSaw("If-None-Match: \"x\"")
                    .status(304))
        .table();
  }
}
