package io.larder.example.gateway;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Freshness, age and heuristics through the gateway (RFC 9111, 4.2, 5.1, 5.2 and 5.3). */
class FreshnessConformanceTest {
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
  Stream<DynamicTest> lifetimesInDirectives() {
    return talks
        .reused("4.2.1", "max-age", "Cache-Control: max-age=60")
        .reused("4.2.1", "max-age in capitals", "Cache-Control: MAX-AGE=60")
        .reused("5.2", "a quoted argument", "Cache-Control: max-age=\"60\"")
        .reused("1.2.2", "2^31 - 1", "Cache-Control: max-age=2147483647")
        .reused("1.2.2", "2^31", "Cache-Control: max-age=2147483648")
        .reused("1.2.2", "more than a long", "Cache-Control: max-age=99999999999999999999999")
        .reused("1.2.2", "zeros in front", "Cache-Control: max-age=000060")
        .reused("5.2", "unknown directives beside", "Cache-Control: foo, max-age=60, bar=\"b\"")
        .reused("5.2", "another's quoted argument", "Cache-Control: a=\"no-store, b\", max-age=60")
        .reused("5.2", "an escape in that", "Cache-Control: a=\"\\\", no-store, b\", max-age=60")
        .reused("5.2", "several lines", "Cache-Control: public", "Cache-Control: max-age=60")
        .reused("9110 5.6.1", "empty members", "Cache-Control: , ,max-age=60,,")
        .reused("9110 5.6.3", "tabs and spaces", "Cache-Control: \t foo \t ,\t max-age=60 \t")
        .reused("9110 5.1", "a name in capitals", "CACHE-CONTROL: max-age=60")
        .reused("4.2.1", "s-maxage beats max-age=0", "Cache-Control: s-maxage=60, max-age=0")
        .reused("4.2.1", "max-age beats Expires", "Cache-Control: max-age=60", "Expires: {now-60}")
        .reused("4.2.1", "the argument of an extension", "Cache-Control: max-age=60, x=no-store")
        .notReused("4.2.1", "nothing said", "X-Some: thing")
        .notReused("4.2.1", "max-age=0", "Cache-Control: max-age=0")
        .notReused("4.2.1", "a negative one", "Cache-Control: max-age=-60")
        .notReused("4.2.1", "no number", "Cache-Control: max-age=abc")
        .notReused("4.2.1", "no argument", "Cache-Control: max-age")
        .notReused("4.2.1", "an empty argument", "Cache-Control: max-age=")
        .notReused("4.2.1", "single quotes", "Cache-Control: max-age='60'")
        .notReused("4.2.1", "a fraction", "Cache-Control: max-age=60.5")
        .notReused("4.2.1", "a unit", "Cache-Control: max-age=60s")
        .notReused("4.2.1", "of two the smaller", "Cache-Control: max-age=0, max-age=60")
        .notReused("4.2.1", "of two lines", "Cache-Control: max-age=60", "Cache-Control: max-age=0")
        .notReused("4.2.1", "s-maxage=0 beats max-age", "Cache-Control: max-age=60, s-maxage=0")
        .notReused("4.2.1", "a broken s-maxage", "Cache-Control: max-age=60, s-maxage=x")
        .notReused("5.2", "another name's end", "Cache-Control: xmax-age=60")
        .notReused("5.2", "in a quoted argument", "Cache-Control: a=\"b, max-age=60, c\"")
        .notReused("5.2", "its name in quotes", "Cache-Control: \"max-age=60\"")
        .table();
  }

  @TestFactory
  Stream<DynamicTest> expires() {
    String asctime = "{now+600|EEE MMM ppd HH:mm:ss yyyy}";
    String rfc850 = "{now+600|EEEE, dd-MMM-yy HH:mm:ss 'GMT'}";
    return talks
        .reused("5.3", "in the future", "Expires: {now+600}")
        .reused("9110 5.6.7", "as asctime", "Expires: " + asctime)
        .reused("9110 5.6.7", "as RFC 850", "Expires: " + rfc850)
        .reused("5.3", "far in the future", "Expires: Thu, 01 Jan 2998 00:00:00 GMT")
        .reused("4.2.1", "without Date", "no-date", "Expires: {now+600}")
        .notReused("5.3", "in the past", "Expires: {now-600}")
        .notReused("5.3", "now", "Expires: {now}")
        .notReused("5.3", "0", "Expires: 0")
        .notReused("5.3", "-1", "Expires: -1")
        .notReused("5.3", "empty", "Expires:")
        .notReused("5.3", "another zone", "Expires: {now+600|EEE, dd MMM yyyy HH:mm:ss} CEST")
        .notReused("5.3", "no zone", "Expires: {now+600|EEE, dd MMM yyyy HH:mm:ss}")
        .notReused("5.3", "two lines, one past", "Expires: {now+600}", "Expires: {now-600}")
        .notReused("4.2.1", "not after Date", "Date: {now+900}", "Expires: {now+600}")
        .notReused("4.2.1", "a broken max-age", "Cache-Control: max-age=x", "Expires: {now+600}")
        .table();
  }

  @TestFactory
  Stream<DynamicTest> age() {
    String fresh = "Cache-Control: max-age=600";
    return talks
        .row("5.1", "is sent", t -> t.answers(fresh).get().get().hit().ageBetween(0, 5))
        .row(
            "4.2.3",
            "of caches before",
            t -> t.answers(fresh, "Age: 100").get().get().hit().ageBetween(100, 105))
        .row(
            "4.2.3",
            "by Date",
            t -> t.answers(fresh, "Date: {now-200}").get().get().hit().ageBetween(200, 205))
        .row(
            "4.2.3",
            "the larger of both",
            t ->
                t.answers(fresh, "Date: {now-100}", "Age: 300")
                    .get()
                    .get()
                    .hit()
                    .ageBetween(300, 305))
        .row(
            "5.1",
            "of more than a year",
            t ->
                t.answers("Cache-Control: max-age=63072000", "Age: 40000000")
                    .get()
                    .get()
                    .hit()
                    .ageBetween(40_000_000, 40_000_005))
        .row(
            "4.2.3",
            "a Date in the future",
            t -> t.answers(fresh, "Date: {now+900}").get().get().hit().ageBetween(0, 5))
        .row(
            "5.1",
            "of a list the first",
            t -> t.answers(fresh, "Age: 100, 900").get().get().hit().ageBetween(100, 105))
        .row(
            "5.1",
            "of lines the first",
            t -> t.answers(fresh, "Age: 100", "Age: 900").get().get().hit().ageBetween(100, 105))
        .notReused("4.2", "Age reaches the lifetime", fresh, "Age: 600")
        .notReused("4.2", "Age beyond the lifetime", fresh, "Age: 7200")
        .notReused("4.2", "a Date too long ago", fresh, "Date: {now-7200}")
        .notReused("4.2", "Age against Expires", "Expires: {now+600}", "Age: 7200")
        .notReused("1.2.2", "Age of 2^31 - 1", fresh, "Age: 2147483647")
        .notReused("1.2.2", "Age beyond a long", fresh, "Age: 99999999999999999999")
        .notReused(
            "4.2",
            "Age and the longest lifetime",
            "Cache-Control: max-age=2147483648",
            "Age: 2147483648")
        .reused("5.1", "no number", fresh, "Age: abc")
        .reused("5.1", "a negative one", fresh, "Age: -7200")
        .reused("5.1", "a fraction", fresh, "Age: 7200.0")
        .reused("5.1", "empty", fresh, "Age:")
        .reused("4.2.3", "no Date", "no-date", fresh)
        .reused("4.2.3", "a Date that is none", fresh, "Date: yesterday")
        .table();
  }

  @TestFactory
  Stream<DynamicTest> heuristics() {
    String old = "Last-Modified: {now-864000}";
    for (int status : new int[] {200, 203, 300, 301, 308, 404, 405, 410, 414, 451, 501}) {
      talks.reused("4.2.2", "a " + status, status + "", old);
    }
    talks.row(
        "4.2.2", "a 204", t -> t.answers("204", old).get().forwarded().get().hit().status(204));
    for (int status : new int[] {201, 202, 302, 303, 307, 403, 418, 500, 502, 503, 504, 599}) {
      talks.row("4.2.2", "no " + status, t -> t.answers(status + "", old).get().get().forwarded());
      talks.reused("3", "a fresh " + status, status + "", "Cache-Control: max-age=60");
    }
    return talks
        .reused("4.2.2", "public lets guess", "599", old, "Cache-Control: public")
        .notReused("4.2.2", "not where max-age is", old, "Cache-Control: max-age=0")
        .notReused("4.2.2", "not where Expires is", old, "Expires: 0")
        .notReused("4.2.2", "not without Last-Modified", "X-Some: thing")
        .notReused("4.2.2", "not from a broken date", "Last-Modified: long ago")
        .notReused("4.2.2", "not from the future", "Last-Modified: {now+8640}")
        .notReused("4.2.2", "not beyond a tenth", old, "Age: 90000")
        .table();
  }

  @TestFactory
  Stream<DynamicTest> targetedFields() {
    return talks
        .reused("9213 2.2", "alone", "CDN-Cache-Control: max-age=60")
        .reused("9213 2.2", "first", "CDN-Cache-Control: max-age=60", "Cache-Control: no-store")
        .reused("9213 2.2", "before Expires", "CDN-Cache-Control: max-age=60", "Expires: 0")
        .reused(
            "9213 2.1", "broken: falls back", "CDN-Cache-Control: &", "Cache-Control: max-age=60")
        .reused("9213 2.1", "empty: falls back", "CDN-Cache-Control:", "Cache-Control: max-age=60")
        .reused("9213 2.1", "with parameters", "CDN-Cache-Control: max-age=60;a=b")
        .notReused(
            "9213 2.2", "max-age=0", "CDN-Cache-Control: max-age=0", "Cache-Control: max-age=60")
        .notReused(
            "9213 2.2", "no-store", "CDN-Cache-Control: no-store", "Cache-Control: max-age=60")
        .notReused("9213 2.2", "private", "CDN-Cache-Control: private", "Cache-Control: max-age=60")
        .notReused(
            "9213 2.2", "no-cache", "CDN-Cache-Control: no-cache", "Cache-Control: max-age=60")
        .row(
            "9213 2.2",
            "is passed on",
            t ->
                t.answers("CDN-Cache-Control: max-age=60")
                    .get()
                    .get()
                    .hit()
                    .has("CDN-Cache-Control", "max-age=60"))
        .table();
  }
}
