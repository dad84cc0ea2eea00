package io.larder.servlet;

import java.util.List;
import java.util.stream.Stream;

/**
 * How two users ask for one page, one after the other.
 *
 * @param name what is odd about it
 * @param method the first one's
 * @param fields the first one's, beside those that say who it is
 * @param nextMethod the second one's
 * @param nextFields the second one's; {@code <tag>} stands for the tag that the first one got
 */
record Way(
    String name, String method, List<String> fields, String nextMethod, List<String> nextFields) {

  private static final String LATER = "Wed, 01 Jan 2120 00:00:00 GMT";

  static Stream<Way> all() {
    return Stream.of(
        new Way("plain", "GET", List.of(), "GET", List.of()),
        new Way("get-head", "GET", List.of(), "HEAD", List.of()),
        new Way("head-get", "HEAD", List.of(), "GET", List.of()),
        new Way("range-get", "GET", List.of("Range: bytes=0-20"), "GET", List.of()),
        new Way("get-range", "GET", List.of(), "GET", List.of("Range: bytes=0-20")),
        new Way(
            "ranges-if",
            "GET",
            List.of(),
            "GET",
            List.of("Range: bytes=0-3,9-14", "If-Range: <tag>")),
        new Way("same-tag", "GET", List.of(), "GET", List.of("If-None-Match: <tag>")),
        new Way("any-tag", "GET", List.of(), "HEAD", List.of("If-Match: <tag>")),
        new Way("since", "GET", List.of(), "GET", List.of("If-Modified-Since: " + LATER)),
        new Way("no-cache", "GET", List.of("Cache-Control: no-cache"), "GET", List.of()),
        new Way(
            "content",
            "GET",
            List.of("Content-Length: 0"),
            "GET",
            List.of("Cache-Control: only-if-cached, max-stale")));
  }

  @Override
  public String toString() {
    return name;
  }
}
