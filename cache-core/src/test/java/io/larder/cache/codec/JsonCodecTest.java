package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  record University(
      String name, @JsonProperty("alpha_two_code") String code, List<String> domains, int age) {}

  record Quote(String symbol, double price, Instant at, Duration validFor, Optional<String> note) {}

  interface Catalog {
    Map<String, List<University>> byCountry();
  }

  private static final University BONN =
      new University("Universität Bonn", "DE", List.of("b.de"), 8);

  @Test
  void aRecordComesBackAsItWasAndReadsAsJson() {
    Codec<University> codec = Codecs.json(University.class);
    byte[] encoded = codec.encode(BONN);

    assertThat(new String(encoded, StandardCharsets.UTF_8))
        .startsWith("{")
        .contains("\"name\":\"Universität Bonn\"", "\"alpha_two_code\":\"DE\"");
    assertThat(codec.decode(ByteBuffer.wrap(encoded))).isEqualTo(BONN);
  }

  @Test
  void timesAndOptionalsComeBackAsTheyWere() {
    Quote quote =
        new Quote(
            "ACME",
            0.1,
            Instant.parse("2026-01-02T03:04:05.678901234Z"),
            Duration.ofMillis(1500),
            Optional.empty());
    Codec<Quote> codec = Codecs.json(Quote.class);

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(quote)))).isEqualTo(quote);
  }

  record Times(OffsetDateTime offset, ZonedDateTime region, ZonedDateTime zoned, OffsetTime time) {}

  @Test
  void timesComeBackInTheirZones() {
    OffsetDateTime offset = OffsetDateTime.parse("2026-01-02T03:04:05.678901234+05:30");
    Times times =
        new Times(
            offset,
            offset.atZoneSameInstant(ZoneId.of("Europe/Berlin")),
            offset.toZonedDateTime(),
            offset.toOffsetTime());
    Times utc =
        new Times(
            offset.withOffsetSameInstant(ZoneOffset.UTC),
            offset.atZoneSameInstant(ZoneId.of("UTC")),
            offset.atZoneSameInstant(ZoneOffset.UTC),
            offset.toOffsetTime().withOffsetSameInstant(ZoneOffset.UTC));
    Codec<Times> codec = Codecs.json(Times.class);

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(times))).toString())
        .isEqualTo(times.toString());
    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(times)))).isEqualTo(times);
    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(utc)))).isEqualTo(utc);
  }

  @Test
  void genericTypesKeepTheirArguments() throws Exception {
    Codec<List<University>> list = Codecs.json(new TypeToken<List<University>>() {});
    Map<String, List<University>> byCountry = Map.of("Germany", List.of(BONN));
    @SuppressWarnings("unchecked")
    Codec<Object> reflected =
        (Codec<Object>)
            Codecs.json(Catalog.class.getDeclaredMethod("byCountry").getGenericReturnType());

    assertThat(list.decode(ByteBuffer.wrap(list.encode(List.of(BONN))))).containsExactly(BONN);
    assertThat(reflected.decode(ByteBuffer.wrap(reflected.encode(byCountry)))).isEqualTo(byCountry);
  }

  @Test
  void aBufferInTheMiddleAndAReadOnlyOneAreRead() {
    byte[] text = bytes("xxx[1,2]yy");
    Codec<int[]> codec = Codecs.json(int[].class);

    assertThat(codec.decode(ByteBuffer.wrap(text, 3, 5))).containsExactly(1, 2);
    assertThat(codec.decode(ByteBuffer.wrap(text, 3, 5).slice())).containsExactly(1, 2);
    assertThat(codec.decode(ByteBuffer.wrap(text, 3, 5).asReadOnlyBuffer())).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"name\":\"x\"} {}",
        "{\"name\":\"x\",\"unknown\":1}",
        "{\"name\":\"x\",\"age\":\"s3cret\"}",
        "{\"name\":\"x\",\"age\":null}",
        "{'name':'x'}",
        "{\"name\":{\"@class\":\"java.lang.String\"}}"
      })
  void whatIsNoSuchValueCannotBeRead(String json) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Codecs.json(University.class).decode(ByteBuffer.wrap(bytes(json))))
        .withMessageContaining("University")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void tooDeepJsonCannotBeReadAndCostsNoStack() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Codecs.json(Object.class).decode(ByteBuffer.wrap(bytes(deep))));
  }

  @Test
  void aTooLongNumberCannotBeRead() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(
            () ->
                Codecs.json(java.math.BigInteger.class)
                    .decode(ByteBuffer.wrap(bytes("9".repeat(1_001)))));
  }

  @Test
  void aLongTextIsRead() {
    Codec<String> codec = Codecs.json(String.class);
    String text = "x".repeat(1_000_000);

    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(text)))).isEqualTo(text);
  }

  @Test
  void aValueOfAnotherTypeCannotBeWritten() {
    @SuppressWarnings("unchecked")
    Codec<Object> codec = (Codec<Object>) (Codec<?>) Codecs.json(University.class);

    assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec.encode(List.of("x")));
  }

  @Test
  void codecsOfTheSameTypeAreEqual() {
    assertThat((Object) Codecs.json(University.class))
        .isEqualTo(Codecs.json(University.class))
        .hasSameHashCodeAs(Codecs.json(University.class))
        .isNotEqualTo(Codecs.json(Quote.class))
        .isNotEqualTo(Codecs.json(new TypeToken<List<University>>() {}));
    assertThat((Object) Codecs.json(new TypeToken<List<University>>() {}))
        .isEqualTo(Codecs.json(new TypeToken<List<University>>() {}))
        .isNotEqualTo(Codecs.json(new TypeToken<List<Quote>>() {}));
  }

  @Test
  @SuppressWarnings("rawtypes")
  void aTokenWithoutItsTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TypeToken() {})
        .withMessageContaining("new TypeToken<List<String>>() {}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
