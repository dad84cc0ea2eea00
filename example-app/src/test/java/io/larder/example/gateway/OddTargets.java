package io.larder.example.gateway;

import java.util.List;
import java.util.stream.Stream;

/** Targets that clients write and that are the origin's business. */
final class OddTargets {
  /** Those that the cache has a key for. */
  static final List<String> WITH_KEY =
      List.of(
          "/",
          "/?",
          "/a?",
          "/a%2Fb/c",
          "/a%2fb%5c",
          "//a//b//",
          "/a;x=1/b;y",
          "/a%3Bx",
          "/%7Euser/~user",
          "/a%0Ab",
          "/%FF?%FF",
          "/a?b?c/../d",
          "/a+b:c@d!$&'()*,=");

  private static final List<String> WITHOUT_KEY =
      List.of(
          "/a/%2e%2e/b",
          "/a/../b",
          "/a/./b",
          "/a?b=%zz&c|d&=&&x=+%20",
          "/a|b\"<>^`{}\\[]",
          "/%C3%BC/\u00c3\u00bc?\u00c3\u00bc",
          "/%u1234");

  static final List<String> ALL = Stream.concat(WITH_KEY.stream(), WITHOUT_KEY.stream()).toList();

  private OddTargets() {}
}
