package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1048576, 1048576",
    "1048576B, 1048576",
    "512KB, 524288",
    "64MB, 67108864",
    "1GB, 1073741824",
    "8589934591GB, 9223372035781033984",
  })
  void aSizeIsReadInBinaryMultiples(String text, long bytes) {
    assertThat(Sizes.parse("maxBytes", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "MB",
        "64 MB",
        " 64MB",
        "64mb",
        "64Mb",
        "64M",
        "64m",
        "64MiB",
        "1.5GB",
        "-1",
        "-64MB",
        "+64MB",
        "1TB",
        "unlimited",
        "٣MB",
        "0x10"
      })
  void whatIsNoSizeIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sizes.parse("maxBytes", text))
        .withMessageStartingWith("maxBytes '" + text + "'")
        .withMessageContaining("64MB, 512KB, 1GB or 1048576 (bytes)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0B", "00KB", "0GB"})
  void zeroIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sizes.parse("maxBytes", text))
        .withMessageStartingWith("maxBytes '" + text + "' must be at least 1 byte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8589934592GB", "9223372036854775808", "99999999999999999999KB"})
  void whatIsTooBigIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sizes.parse("maxBytes", text))
        .withMessageStartingWith("maxBytes '" + text + "' is too big");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1B",
    "1023, 1023B",
    "1024, 1KB",
    "1025, 1025B",
    "1048576, 1MB",
    "1073741824, 1GB",
    "1099511627776, 1024GB",
  })
  void aSizeIsWrittenInTheBiggestUnitWithoutAFraction(long bytes, String text) {
    assertThat(Sizes.format(bytes)).isEqualTo(text);
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 1) long bytes) {
    assertThat(Sizes.parse("maxBytes", Sizes.format(bytes))).isEqualTo(bytes);
  }
}
