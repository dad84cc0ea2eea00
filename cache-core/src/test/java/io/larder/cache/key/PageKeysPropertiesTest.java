package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.key.RequestPairs.Pair;
import io.larder.cache.key.RequestPairs.RawRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Requests one edit apart, with the platform's own decoder as the judge. */
class PageKeysPropertiesTest {

  private static final int TRIES = 5_000;
  private static final int FEWER = 1_000;
  private static final PageKeys KEYS = PageKeys.effectiveUri();

  @Property(tries = TRIES)
  void differentRequestsNeverShareAKey(@ForAll("oneEditApart") Pair pair) {
    assertTold(KEYS, pair, DecodedRequest.of(pair.left()), DecodedRequest.of(pair.right()));
  }

  @Property(tries = TRIES)
  void differentRequestsNeverShareAShortenedKey(@ForAll("oneEditApart") Pair pair) {
    PageKeys shortened = PageKeys.builder().maxLength(100).build();
    String padding = "/" + "x".repeat(60);
    Pair padded = new Pair(padded(padding, pair.left()), padded(padding, pair.right()));
    assertTold(
        shortened, padded, DecodedRequest.of(padded.left()), DecodedRequest.of(padded.right()));
  }

  @Property(tries = TRIES)
  void twoSpellingsOfOneRequestShareAKey(@ForAll("twoSpellings") Pair pair) {
    KeyResult left = KEYS.key(FakeRequest.of(pair.left()));
    KeyResult right = KEYS.key(FakeRequest.of(pair.right()));
    assertThat(right.orNull()).isEqualTo(left.orNull());
  }

  @Property(tries = FEWER)
  void whatTheDecoderRefusesHasNoKey(@ForAll("requests") RawRequest request) {
    if (DecodedRequest.of(request) == null) {
      assertThat(KEYS.key(FakeRequest.of(request))).isInstanceOf(NoKey.class);
    }
  }

  @Property(tries = TRIES)
  void withDeclaredParametersOnlyTheyTellRequestsApart(@ForAll("oneEditApart") Pair pair) {
    PageKeys declared = PageKeys.builder().params("country", "a&b", "a").build();
    assertTold(
        declared,
        pair,
        keep(DecodedRequest.of(pair.left()), List.of("country", "a&b", "a")),
        keep(DecodedRequest.of(pair.right()), List.of("country", "a&b", "a")));
  }

  @Property(tries = TRIES)
  void aTemplateTellsItsParametersApart(@ForAll("oneEditApart") Pair pair) {
    PageKeys template = PageKeys.builder().keyTemplate("{country},{a}:{a&b}").build();
    assertTold(
        template,
        pair,
        keep(DecodedRequest.of(pair.left()), List.of("country", "a&b", "a")),
        keep(DecodedRequest.of(pair.right()), List.of("country", "a&b", "a")));
  }

  @Property(tries = FEWER)
  void tenantAndHeadersTellRequestsApart(
      @ForAll("values") @Nullable String tenant,
      @ForAll("values") @Nullable String language,
      @ForAll("values") @Nullable String otherTenant,
      @ForAll("values") @Nullable String otherLanguage) {
    PageKeys keys = PageKeys.builder().tenant("X-Tenant").headers("Accept-Language", "B").build();
    FakeRequest request = FakeRequest.get("/a?b=c");
    String left =
        keys.key(request.with("X-Tenant", tenant).with("Accept-Language", language)).orNull();
    String right =
        keys.key(request.with("X-Tenant", otherTenant).with("Accept-Language", otherLanguage))
            .orNull();
    if (left != null && right != null) {
      assertThat(left.equals(right))
          .isEqualTo(
              Objects.equals(tenant, otherTenant) && Objects.equals(language, otherLanguage));
    }
  }

  @Property(tries = FEWER)
  void aKeyIsPrintableAndStartsAsNoViewDoes(
      @ForAll("requests") RawRequest request,
      @ForAll("values") @Nullable String method,
      @ForAll("values") @Nullable String host) {
    FakeRequest described =
        FakeRequest.of(request)
            .method(method == null ? "GET" : method)
            .origin("http", host == null ? "h" : host, 80);
    for (PageKeys keys : List.of(KEYS, PageKeys.builder().anyHost().build())) {
      String key = keys.key(described).orNull();
      if (key != null) {
        assertThat(key)
            .matches("[!-z|~]+")
            .satisfiesAnyOf(
                k -> assertThat(k).startsWith("/"),
                k -> assertThat(k).startsWith("http://"),
                k -> assertThat(k).matches("(POST|QUERY):(/|http://).*"));
      }
    }
  }

  @Property(tries = FEWER)
  void textsOfAKeyFunctionAreToldApart(
      @ForAll("values") @Nullable String text, @ForAll("values") @Nullable String other) {
    FakeRequest request = FakeRequest.get("/");
    PageKeys left = PageKeys.builder().key(r -> text).tenant(r -> "t").build();
    PageKeys right = PageKeys.builder().key(r -> other).tenant(r -> "t").build();
    assertThat(Objects.equals(left.key(request).orNull(), right.key(request).orNull()))
        .isEqualTo(Objects.equals(text, other));
  }

  @Provide
  Arbitrary<Pair> oneEditApart() {
    return Arbitraries.randomValue(RequestPairs::oneEditApart);
  }

  @Provide
  Arbitrary<Pair> twoSpellings() {
    return Arbitraries.randomValue(RequestPairs::twoSpellings);
  }

  @Provide
  Arbitrary<RawRequest> requests() {
    return Arbitraries.randomValue(RequestPairs::request);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
            "a", "b", "#", "&", "=", "%", "%25", "%23", "h.b", "tenant", "~", " ", "ô", "\uD83D",
            "\uDE00", "%uD83D", "sha256", "\n", ":", "POST", "QUERY", "quotes", "http", "[", "]")
        .list()
        .ofMaxSize(3)
        .map(parts -> String.join("", parts))
        .injectNull(0.1);
  }

  private static void assertTold(
      PageKeys keys, Pair pair, @Nullable DecodedRequest left, @Nullable DecodedRequest right) {
    String leftKey = keys.key(FakeRequest.of(pair.left())).orNull();
    String rightKey = keys.key(FakeRequest.of(pair.right())).orNull();
    if (leftKey != null && rightKey != null && !Objects.equals(left, right)) {
      assertThat(rightKey).isNotEqualTo(leftKey);
    }
  }

  private static RawRequest padded(String prefix, RawRequest request) {
    return new RawRequest(prefix + request.rawPath(), request.rawQuery());
  }

  private static @Nullable DecodedRequest keep(
      @Nullable DecodedRequest request, List<String> names) {
    if (request == null) {
      return null;
    }
    Map<String, List<String>> kept = new TreeMap<>(request.parameters());
    kept.keySet().retainAll(names);
    return new DecodedRequest(request.path(), kept);
  }

  /** Keeps the generator honest: it draws requests that have keys, and pairs that differ. */
  @Property(tries = 1)
  void thePairsAreWorthComparing() {
    Random random = new Random(1);
    int different = 0;
    int sharing = 0;
    for (int i = 0; i < 10_000; i++) {
      Pair pair = RequestPairs.oneEditApart(random);
      String left = KEYS.key(FakeRequest.of(pair.left())).orNull();
      String right = KEYS.key(FakeRequest.of(pair.right())).orNull();
      different += left != null && right != null && !left.equals(right) ? 1 : 0;
      Pair spellings = RequestPairs.twoSpellings(random);
      boolean respelt = !spellings.left().equals(spellings.right());
      sharing += respelt && KEYS.key(FakeRequest.of(spellings.left())).orNull() != null ? 1 : 0;
    }
    assertThat(different).isGreaterThan(2_000);
    assertThat(sharing).isGreaterThan(3_000);
  }
}
