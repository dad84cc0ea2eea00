package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.codec.Compression;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1KB | DEFLATE | 1024 | deflate,1KB",
        "1500 | DEFLATE | 1500 | deflate,1500B",
        "512MB | DEFLATE | 536870912 | deflate,512MB",
        "true | DEFLATE | 1024 | deflate,1KB",
        "deflate | DEFLATE | 1024 | deflate,1KB",
        "deflate,1MB | DEFLATE | 1048576 | deflate,1MB",
        "zstd | ZSTD | 1024 | zstd,1KB",
        "zstd,4KB | ZSTD | 4096 | zstd,4KB",
        "false | NONE | 536870912 | false",
      })
  void aTextIsReadAndWritten(
      String text, Compression.Format format, long threshold, String written) {
    Compression compression = Compressions.parse("compress", text);

    assertThat(compression).isEqualTo(new Compression(format, threshold));
    assertThat(Compressions.format(compression)).isEqualTo(written);
    assertThat(Compressions.parse("compress", written)).isEqualTo(compression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | compress 'gzip' is neither a size nor a format",
        "'' | compress '' is neither",
        "1kb | compress '1kb' is no size",
        "0 | compress '0' must be at least 1 byte",
        "1GB | from 1073741824 bytes",
        "zstd, | compress '' is no size",
        "zstd,x | compress 'x' is no size",
        "ZSTD | compress 'ZSTD' is neither",
        "false,1KB | compress 'false,1KB' is neither",
        "1KB,zstd | compress '1KB,zstd' is no size",
      })
  void whatIsNoneIsRefused(String text, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compressions.parse("compress", text))
        .withMessageContaining(named);
  }
}
