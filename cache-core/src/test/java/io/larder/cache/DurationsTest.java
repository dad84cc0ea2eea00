package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "10m, PT10M",
    "1h, PT1H",
    "2d, PT48H",
    "365d, PT8760H",
    "0s, PT0S",
    "007s, PT7S",
    "PT30S, PT30S",
    "PT1H30M, PT1H30M",
    "P1D, PT24H",
    "P1DT12H, PT36H",
    "PT0S, PT0S",
  })
  void aDurationIsRead(String text, Duration duration) {
    assertThat(Durations.parse("ttl", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "30 s",
        " 30s",
        "30s ",
        "30s\n",
        "30S",
        "30sec",
        "30M",
        "1.5h",
        "1,5h",
        "-30s",
        "+30s",
        "1h30m",
        "PT",
        "P",
        "P1DT",
        "PT-30S",
        "-PT30S",
        "PT0.5S",
        "pt30s",
        "P1W",
        "P1M",
        "forever",
        "never",
        "infinite",
        "endless",
        "eternal",
        "none",
        "-1",
        "٣s",
        "NaN"
      })
  void whatIsNoDurationIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("staleIfError", text))
        .withMessageStartingWith("staleIfError '")
        .withMessageContaining(text.strip())
        .withMessageContaining("500ms, 30s, 10m, 1h, 2d or PT30S");
  }

  @Test
  void aNumberWithoutAUnitIsRefusedWithWhatToWrite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("ttl", "30"))
        .withMessage("ttl '30' has no unit: write 30s for seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "366d",
        "31536000001ms",
        "9223372036854775807s",
        "9223372036854775807d",
        "99999999999999999999999ms",
        "PT99999999999999999999S",
        "P106751991167DT9223372036854775807S"
      })
  void whatIsTooLongIsRefusedAndNothingIsEndless(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("ttl", text))
        .withMessageStartingWith("ttl '" + text + "' is too long")
        .withMessageContaining("365d")
        .withMessageContaining("none is endless");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0ms", "000d", "PT0S", "P0D"})
  void zeroIsRefusedWhereItHasNoMeaning(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parsePositive("ttl", text))
        .withMessageStartingWith("ttl '" + text + "' must be longer than zero");
    assertThat(Durations.parsePositive("ttl", "1ms")).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void aRefusalIsOneShortLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("ttl", "a\r\nb" + "x".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n", "\r"));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT30S, 30s",
    "PT1M30S, 90s",
    "PT90M, 90m",
    "PT2H, 2h",
    "PT48H, 2d",
    "PT0.5S, 500ms",
    "PT1.5S, 1500ms",
    "PT-30S, -30s",
    "PT0.0005S, PT0.0005S",
  })
  void aDurationIsWrittenInTheBiggestUnitWithoutAFraction(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = 0, max = 31_536_000_000L) long millis,
      @ForAll("units") ChronoUnit unit) {
    Duration duration = Duration.ofMillis(millis).truncatedTo(unit);

    assertThat(Durations.parse("ttl", Durations.format(duration))).isEqualTo(duration);
  }

  @Provide
  static Arbitrary<ChronoUnit> units() {
    return Arbitraries.of(
        ChronoUnit.MILLIS,
        ChronoUnit.SECONDS,
        ChronoUnit.MINUTES,
        ChronoUnit.HOURS,
        ChronoUnit.DAYS);
  }
}
