package io.larder.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache directive that the rules know (RFC 9111, 5.2; RFC 5861). Others are ignored (5.2.3). */
enum Directive {
  NO_STORE("no-store", Argument.NONE),
  NO_CACHE("no-cache", Argument.FIELDS),
  PRIVATE("private", Argument.FIELDS),
  PUBLIC("public", Argument.NONE),
  MUST_REVALIDATE("must-revalidate", Argument.NONE),
  PROXY_REVALIDATE("proxy-revalidate", Argument.NONE),
  MUST_UNDERSTAND("must-understand", Argument.NONE),
  NO_TRANSFORM("no-transform", Argument.NONE),
  ONLY_IF_CACHED("only-if-cached", Argument.NONE),
  MAX_AGE("max-age", Argument.AT_MOST),
  S_MAXAGE("s-maxage", Argument.AT_MOST),
  STALE_WHILE_REVALIDATE("stale-while-revalidate", Argument.AT_MOST),
  STALE_IF_ERROR("stale-if-error", Argument.AT_MOST),
  MAX_STALE("max-stale", Argument.AT_MOST),
  MIN_FRESH("min-fresh", Argument.AT_LEAST);

  /** What an argument means, and so which of two is the stricter. */
  enum Argument {
    NONE,
    FIELDS,
    AT_MOST,
    AT_LEAST
  }

  private static final Map<String, Directive> BY_NAME = new HashMap<>();

  static {
    for (Directive each : values()) {
      BY_NAME.put(each.name, each);
    }
  }

  private final String name;
  private final Argument argument;

  Directive(String name, Argument argument) {
    this.name = name;
    this.argument = argument;
  }

  /** The directive of that name in lower case, or null if it is not known. */
  static @Nullable Directive named(String lowerCase) {
    return BY_NAME.get(lowerCase);
  }

  Argument argument() {
    return argument;
  }

  boolean takesSeconds() {
    return argument == Argument.AT_MOST || argument == Argument.AT_LEAST;
  }
}
