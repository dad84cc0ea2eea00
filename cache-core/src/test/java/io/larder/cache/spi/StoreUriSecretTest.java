package io.larder.cache.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is wrong with a URI, and wherever its password ends up, nobody gets to read it. */
class StoreUriSecretTest {

  /** What every password below is made of: pieces that occur in no sentence. */
  private static final List<String> PIECES = List.of("Xq7Zk", "w9Jv4", "T3hYb");

  @Property(tries = 5_000)
  void noTextShowsAnyPieceOfAPassword(@ForAll("uris") String text) {
    assertThat(shown(() -> StoreUri.parse(text).toString())).doesNotContain(PIECES);
  }

  @Property(tries = 300)
  void openingShowsNoPieceOfAPasswordEither(@ForAll("uris") String text) {
    assertThat(shown(() -> opened(text))).doesNotContain(PIECES);
    assertThat(shown(() -> opened(text.replaceFirst("^redis:", "fake:")))).doesNotContain(PIECES);
  }

  private static String opened(String uri) {
    try (Larder larder = Larder.open(uri)) {
      return larder + " " + larder.health();
    }
  }

  /** Returns the text, or all that a log would show of the refusal. */
  private static String shown(Supplier<String> text) {
    try {
      return text.get();
    } catch (IllegalArgumentException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
  }

  @Property
  void anEncodedPasswordArrivesAsItIs(@ForAll("passwords") String password) {
    String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(StoreUri.parse("redis://:" + encoded + "@h:1/0").password()).contains(password);
  }

  @Provide
  static Arbitrary<String> passwords() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "", "@", ":", "/", "?", "#", "%", "&", "=", "[", "]", ",", " ", "\n", "%4", "é");
    return Arbitraries.of(PIECES)
        .flatMap(a -> odd.flatMap(x -> Arbitraries.of(PIECES).map(b -> a + x + b)))
        .flatMap(p -> odd.flatMap(x -> odd.map(y -> x + p + y)));
  }

  @Provide
  static Arbitrary<String> uris() {
    Arbitrary<String> before =
        Arbitraries.of(
            "redis://user:",
            "redis://:",
            "redis://",
            "redis://a:b:",
            "redis:",
            "redis:/",
            "://u:",
            ":",
            "redis//u:",
            "1redis://u:",
            "tiered+redis://u@x:",
            "user:",
            "redis://[::1]:",
            "redis://h:6379,",
            "redis://h/",
            "redis://h?password=",
            "redis://h?pasword=",
            "redis://h?authToken=");
    Arbitrary<String> after =
        Arbitraries.of(
            "@host:6379/0",
            "@host:6379",
            "@host",
            "@",
            "",
            "/0",
            "@host:99999",
            "@host:x/0",
            "@[::1",
            "@h,h:x",
            "@host/0?ttl",
            "@host?=",
            "@host?a=1&a=2",
            "@host?a=%zz",
            "@host#x",
            "@ho st",
            "?a=b",
            "@host/%0a",
            ":6379",
            "@:6379");
    return Combinators.combine(before, passwords(), after)
        .filter((b, p, a) -> b.matches(".*//.*:|.*=") || a.startsWith("@")) // else a host, a path
        .filter((b, p, a) -> !b.endsWith("=") || !p.contains("&")) // else an option of its own
        .filter((b, p, a) -> !b.endsWith("/") || !p.contains(":")) // else a user in front
        .filter((b, p, a) -> !p.contains("@") || a.startsWith("@")) // else a host after it
        .as((b, p, a) -> b + p + a);
  }
}
