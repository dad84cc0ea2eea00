package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRuleTest {

  private static final URI GERMANY =
      URI.create("http://localhost:5000/universities?name=Bonn&country=Germany&utm_source=x");

  @Nested
  class ALine {

    @Test
    void saysWhatABuilderSays() {
      CacheRule line =
          CacheRule.parse(
              "/universities ttl=30s staleIfError=1h params=country,name headers=Accept-Language"
                  + " tags=country:{country},all maxBody=64KB statuses=200,404 version=2 anyHost"
                  + " override=true allowAuthenticated");

      assertThat(line.pattern()).isEqualTo("/universities");
      Attributes attributes = line.attributes();
      assertThat(attributes.get(Vocabulary.TTL)).isEqualTo(Duration.ofSeconds(30));
      assertThat(attributes.get(Vocabulary.STALE_IF_ERROR)).isEqualTo(Duration.ofHours(1));
      assertThat(attributes.get(Vocabulary.PARAMS)).containsExactly("country", "name");
      assertThat(attributes.get(Vocabulary.HEADERS)).containsExactly("Accept-Language");
      assertThat(attributes.get(Vocabulary.TAGS)).hasSize(2);
      assertThat(attributes.get(Vocabulary.MAX_BODY)).isEqualTo(65_536);
      assertThat(attributes.get(Vocabulary.STATUSES)).isEqualTo(Set.of(200, 404));
      assertThat(attributes.get(Vocabulary.VERSION)).isEqualTo("2");
      assertThat(attributes.get(Vocabulary.ANY_HOST)).isTrue();
      assertThat(attributes.get(Vocabulary.OVERRIDE)).isTrue();
      assertThat(attributes.get(Vocabulary.ALLOW_AUTHENTICATED)).isTrue();
    }

    @Test
    void hasQuotesAroundWhatContainsSpaces() {
      CacheRule rule = CacheRule.parse("  /a\tparams=\"first name,last name\"  ttl=\"30s\" ");

      assertThat(rule.attributes().get(Vocabulary.PARAMS))
          .isEqualTo(List.of("first name", "last name"));
      assertThat(rule.attributes().get(Vocabulary.TTL)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void mayHaveNoParametersAtAll() {
      assertThat(CacheRule.parse("/a params=").key(GERMANY))
          .isEqualTo("http://localhost:5000/universities");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "/a ttl=30 | ttl '30' has no unit: write 30s for seconds",
          "/a ttl=-1s | ttl '-1s' is no duration",
          "/a ttl=0s | must be longer than zero",
          "/a ttl=1000d | too long",
          "/a ttl= | ttl has no value",
          "/a ttl | ttl has no value: write ttl=",
          "/a tll=30s | 'tll' is no attribute of a rule: there are ttl, errorTtl, staleWhileRevalidate, staleIfError, keep, jitter, earlyRefresh, tags, key",
          "/a TTL=30s | 'TTL' is no attribute",
          "/a ttl=30s ttl=40s | ttl is set twice",
          "/a nullTtl=3s | nullTtl is about methods",
          "/a keep=0s | keep",
          "/a jitter=10 | jitter '10' is no share: write it as in jitter=10%",
          "/a jitter=91% | jitter is 91%: it must be between 0% and 90%",
          "/a jitter | jitter has no value",
          "/a earlyRefresh=soon | earlyRefresh 'soon' is no factor: write it as in earlyRefresh=1",
          "/a earlyRefresh=101 | earlyRefresh is 101.0: it must be between 0 and 100",
          "/a bypassWhen=x | bypassWhen is code",
          "/a override=yes | override 'yes' is neither true nor false",
          "/a statuses=200,503 | statuses has 503, which is never stored",
          "/a statuses=206 | statuses has 206",
          "/a methods=GET,PUT | methods has 'PUT', which is never stored: there are GET, QUERY",
          "/a methods=query | methods has 'query'",
          "/a maxRequestBody=65MB | maxRequestBody is 68157440 bytes: it must be 64MB at most",
          "/a statuses=20 | '20' is no status code",
          "/a maxBody=lots | maxBody 'lots' is no size",
          "/a version=a:b | version 'a:b' must be",
          "/a tags=country:{country | template 'country:{country'",
          "/a tags=a,,b | tags has an empty tag",
          "/a params=a ignoreParams=b | params and ignoreParams exclude each other",
          "/a params=\"a | is never closed",
          "/a headers=X:Y | cannot be the name of a header",
          "universities ttl=3s | 'universities' is no path pattern",
          "/a?b=c ttl=3s | '/a?b=c' is no path pattern",
          "/a*/b | '/a*/b' is no path pattern",
          "*.a*b | '*.a*b' is no path pattern",
          "ttl=30s | 'ttl=30s' is no path pattern",
        })
    void isRefusedWithASentenceThatNamesWhatIsWrong(String line, String sentence) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.parse(line))
          .withMessageStartingWith("rule '" + line + "': ")
          .withMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void isNotEmpty(String line) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.parse(line))
          .withMessageContaining("it is empty: begin with a path");
    }
  }

  @Nested
  class ABuilder {

    @Test
    void refusesWhatIsSetTwice() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> CacheRule.path("/a").ttl(Duration.ofSeconds(1)).ttl(Duration.ofSeconds(2)))
          .withMessage("ttl is set twice: keep one of them");
    }

    @Test
    void refusesATtlThatIsNone() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.path("/a").ttl(Duration.ofSeconds(-1)))
          .withMessageContaining("ttl is PT-1S");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.path("/a").ttl(Duration.ofDays(4000)));
    }

    @Test
    void refusesTwoWaysToMakeAKey() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.path("/a").params("x").key(request -> "y").build())
          .withMessage("rule /a: params and key exclude each other: set only one");
    }
  }

  @Nested
  class AKey {

    @Test
    void isTheEffectiveUriInOneSpelling() {
      assertThat(CacheRule.parse("/universities ignoreParams=utm_*").key(GERMANY))
          .isEqualTo("http://localhost:5000/universities?country=Germany&name=Bonn");
    }

    @Test
    void leavesTheHostOutWithAnyHost() {
      assertThat(CacheRule.parse("/universities anyHost params=country").key(GERMANY))
          .isEqualTo("/universities?country=Germany");
    }

    @Test
    void ofOneVersionIsNoneOfAnother() {
      assertThat(CacheRule.parse("/a version=2").key(GERMANY))
          .isNotEqualTo(CacheRule.parse("/a version=3").key(GERMANY))
          .isNotEqualTo(CacheRule.parse("/a").key(GERMANY));
    }

    @Test
    void holdsTheHeadersThatItWasAskedFor() {
      CacheRule rule = CacheRule.parse("/a headers=Accept-Language params=");

      assertThat(rule.key(GERMANY, Map.of("accept-language", "de")))
          .isNotEqualTo(rule.key(GERMANY))
          .endsWith("=de");
    }

    @Test
    void isRefusedWithAReason() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CacheRule.parse("/a tenant=X-Tenant").key(GERMANY))
          .withMessageContaining("tenant");
    }
  }
}
