package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the key can be told to depend on. */
class PageKeysBuilderTest {

  @Nested
  class Params {

    @Test
    void keepsOnlyTheDeclaredOnes() {
      PageKeys keys = keys(b -> b.params("country", "name"));
      assertKey(keys, "/u?utm_x=1&name=Y&x&country=X&nam=1&names=2", "/u?country=X&name=Y");
      assertKey(keys, "/u?n%61me=Y", "/u?name=Y");
      assertKey(keys, "/u?country", "/u?country");
      assertKey(keys, "/u?x=1", "/u");
    }

    @Test
    void withNoneDeclaredIsThePath() {
      PageKeys keys = keys(b -> b.params());
      assertKey(keys, "/u?country=X", "/u");
    }

    @Test
    void declaresNamesAsTheyAreDecoded() {
      PageKeys keys = keys(b -> b.params("a b", "ô", "x[]"));
      assertKey(keys, "/u?a+b=1&c=2", "/u?a%20b=1");
      assertKey(keys, "/u?%C3%B4=1&o=2", "/u?%C3%B4=1");
      assertKey(keys, "/u?x[]=1&x=2", "/u?x%5B%5D=1");
    }

    @Test
    void stillRefusesAMalformedEscapeInAnother() {
      PageKeys keys = keys(b -> b.params("a"));
      assertThat(keys.key(FakeRequest.get("/u?a=1&b=%zz"))).isEqualTo(NoKey.MALFORMED_ESCAPE);
    }

    @Test
    void refusesNamesThatAreNone() {
      assertRefused(b -> b.params("a", " "), "params has an empty name");
      assertRefused(b -> b.params("utm_*"), "params 'utm_*': only whole names can be declared");
    }
  }

  @Nested
  class IgnoreParams {

    @Test
    void keepsAllOthers() {
      PageKeys keys = keys(b -> b.ignoreParams("utm_*", "fbclid"));
      assertKey(
          keys,
          "/u?utm_source=a&fbclid=b&utm_&fbclid2=c&name=Y&utm=1&%75tm_x=2",
          "/u?fbclid2=c&name=Y&utm=1");
    }

    @Test
    void mayIgnoreAll() {
      assertKey(keys(b -> b.ignoreParams("*")), "/u?a=1&b", "/u");
    }

    @Test
    void refusesPatternsThatAreNone() {
      assertRefused(b -> b.ignoreParams(""), "ignoreParams has an empty name");
      assertRefused(b -> b.ignoreParams("a*b"), "ignoreParams 'a*b': the only '*'");
      assertRefused(b -> b.ignoreParams("**"), "ignoreParams '**': the only '*'");
    }
  }

  @Nested
  class Headers {

    private final PageKeys keys = keys(b -> b.headers("Accept-Language", "accept"));

    @Test
    void followTheUri() {
      FakeRequest request =
          FakeRequest.get("/u?a=b").with("ACCEPT", "text/html, */*").with("Accept-Language", "de");
      assertThat(keys.key(request).orNull())
          .isEqualTo("http://localhost:5000/u?a=b#h.accept=text/html,%20*/*&h.accept-language=de");
    }

    @Test
    void areToldApartWhenMissingAndWhenEmpty() {
      assertKey(keys, "/u", "/u#h.accept&h.accept-language");
      assertThat(keys.key(FakeRequest.get("/u").with("Accept", "")).orNull())
          .endsWith("/u#h.accept=&h.accept-language");
    }

    @Test
    void areNamedForWhoeverComparesThemWithVary() {
      assertThat(keys(b -> b.headers("Accept").tenant("X-Tenant")).headerNames())
          .containsExactlyInAnyOrder("accept", "x-tenant");
      assertThat(PageKeys.effectiveUri().headerNames()).isEmpty();
    }

    @Test
    void thatAreCredentialsAreNotShown() {
      PageKeys credentials = keys(b -> b.headers("Authorization", "Cookie"));
      FakeRequest request = FakeRequest.get("/u").with("Authorization", "Bearer s3cret");
      assertThat(credentials.key(request).orNull())
          .matches(".*/u#h\\.authorization=[0-9a-f]{64}&h\\.cookie");
      assertThat(credentials.key(request.with("Authorization", "Bearer other")))
          .isNotEqualTo(credentials.key(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "ô", "a#b", "a&b", "a=b"})
    void refuseWhatIsNoName(String name) {
      assertRefused(b -> b.headers(name), "cannot be the name of a header");
      assertRefused(b -> b.tenant(name), "cannot be the name of a header");
    }
  }

  @Nested
  class Tenant {

    @Test
    void isPartOfTheKey() {
      PageKeys keys = keys(b -> b.tenant("X-Tenant").headers("Accept-Language"));
      FakeRequest request =
          FakeRequest.get("/u?country=Germany")
              .with("x-tenant", "acme")
              .with("accept-language", "de");
      assertThat(keys.key(request).orNull())
          .isEqualTo("http://localhost:5000/u?country=Germany#tenant=acme&h.accept-language=de");
    }

    @Test
    void thatIsMissingMeansNoKey() {
      PageKeys keys = keys(b -> b.tenant("X-Tenant"));
      assertThat(keys.key(FakeRequest.get("/u"))).isEqualTo(NoKey.TENANT);
      assertThat(keys.key(FakeRequest.get("/u").with("X-Tenant", " "))).isEqualTo(NoKey.TENANT);
      assertThat(keys(b -> b.tenant(request -> null)).key(FakeRequest.get("/u")))
          .isEqualTo(NoKey.TENANT);
    }

    @Test
    void cannotImitateAnotherPart() {
      PageKeys keys = keys(b -> b.tenant("X-Tenant").headers("Accept"));
      FakeRequest request = FakeRequest.get("/u").with("X-Tenant", "a&h.accept=b #{c}\n'");
      assertThat(keys.key(request.with("Accept", "d&tenant=e")).orNull())
          .endsWith("/u#tenant=a%26h.accept%3Db%20%23%7Bc%7D%0A%27&h.accept=d%26tenant%3De");
    }

    @Test
    void mayComeFromAFunction() {
      PageKeys keys = keys(b -> b.tenant(RequestDescription::host));
      assertKey(keys, "/u", "/u#tenant=localhost");
    }

    @Test
    void isSetOnce() {
      assertRefused(b -> b.tenant("A").tenant(r -> "b"), "tenant is set twice");
    }
  }

  @Nested
  class AKeyFunction {

    @Test
    void standsInThePlaceOfTheUri() {
      PageKeys keys = keys(b -> b.key(r -> "any {text}#of\nôurs 50%"));
      assertThat(keys.key(FakeRequest.get("/u?a=b")).orNull())
          .isEqualTo("~any%20%7Btext%7D%23of%0A%C3%B4urs%2050%25");
    }

    @Test
    void thatReturnsNullMeansNoKey() {
      assertThat(keys(b -> b.key(r -> null)).key(FakeRequest.get("/u"))).isEqualTo(NoKey.DECLINED);
    }

    @Test
    void cannotImitateAUriOrAViewOrATenant() {
      String uri = PageKeys.effectiveUri().key(FakeRequest.get("/u")).orElseThrow();
      for (String text : List.of(uri, "/u", "quotes:ACME", "a#tenant=b")) {
        PageKeys keys = keys(b -> b.key(r -> text));
        assertThat(keys.key(FakeRequest.get("/u")).orElseThrow())
            .startsWith("~")
            .doesNotContain("#");
      }
    }
  }

  @Nested
  class AKeyTemplate {

    private final PageKeys keys = keys(b -> b.keyTemplate("country:{country}"));

    @Test
    void standsInThePlaceOfTheQuery() {
      assertKey(keys, "/u?x=1&country=Germany", "/u#key=country:Germany");
      assertKey(keys, "/v?country=C%C3%B4te+d'Ivoire", "/v#key=country:C%C3%B4te%20d%27Ivoire");
    }

    @Test
    void tellsMissingEmptyAndRepeatedParametersApart() {
      assertThat(
              List.of(
                  key(keys, "/u"),
                  key(keys, "/u?country="),
                  key(keys, "/u?country=null"),
                  key(keys, "/u?country=%25null"),
                  key(keys, "/u?country=a,b"),
                  key(keys, "/u?country=a&country=b"),
                  key(keys, "/u?country=b&country=a"),
                  key(keys, "/u?country=a%25%2Cb")))
          .doesNotHaveDuplicates();
    }

    @Test
    void needsParametersThatCanBeRead() {
      assertThat(keys.key(FakeRequest.get("/u?country=%FF"))).isEqualTo(NoKey.PARAMETERS);
      assertThat(keys.key(FakeRequest.get("/u?a=%zz"))).isEqualTo(NoKey.MALFORMED_ESCAPE);
    }

    @Test
    void isTheLastPart() {
      PageKeys all =
          keys(
              b -> b.keyTemplate("a&tenant=b:{a}").headers("Accept").tenant(r -> "acme").anyHost());
      assertThat(key(all, "/u?a=1")).isEqualTo("/u#tenant=acme&h.accept&key=a&tenant=b:1");
    }
  }

  @Test
  void settingsThatExcludeEachOtherAreRefused() {
    assertRefused(
        b -> b.params("a").ignoreParams("b"),
        "params and ignoreParams exclude each other: set only one");
    assertRefused(b -> b.params().key(r -> "a"), "params and key exclude each other");
    assertRefused(
        b -> b.keyTemplate("{a}").params("a"), "params and keyTemplate exclude each other");
    assertRefused(
        b -> b.keyTemplate("{a}").key(r -> "a"), "keyTemplate and key exclude each other");
    assertRefused(b -> b.key(r -> "a").anyHost(), "key and anyHost exclude each other");
  }

  private static PageKeys keys(Consumer<PageKeys.Builder> settings) {
    PageKeys.Builder builder = PageKeys.builder();
    settings.accept(builder);
    return builder.build();
  }

  private static String key(PageKeys keys, String target) {
    return keys.key(FakeRequest.get(target)).orElseThrow();
  }

  private static void assertKey(PageKeys keys, String target, String key) {
    assertThat(key(keys, target)).isEqualTo("http://localhost:5000" + key);
  }

  private static void assertRefused(Consumer<PageKeys.Builder> settings, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys(settings))
        .withMessageContaining(sentence);
  }
}
