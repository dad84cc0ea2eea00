package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.codec.Compression;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LarderSettingsTest {

  @Test
  void theOptionsThatBelongToTheSettingsAreTakenFromTheUri() {
    LarderSettings settings =
        LarderSettings.DEFAULT.withStore(
            "memory:?namespace=shop&ttl=90s&maxEntries=12&maxValueBytes=64KB&maxBytes=64MB"
                + "&compress=4KB");

    assertThat(settings.namespace()).isEqualTo("shop");
    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.maxEntries()).isEqualTo(12);
    assertThat(settings.limits()).isEqualTo(new Limits(65_536));
    assertThat(settings.compression()).isEqualTo(Compression.deflate().from(4096));
    assertThat(settings.store().option("maxBytes")).contains("64MB");
  }

  @Test
  void whatTheUriDoesNotSayStays() {
    LarderSettings settings =
        LarderSettings.DEFAULT.withNamespace("shop").withMaxEntries(5).withStore("none:");

    assertThat(settings)
        .isEqualTo(
            new LarderSettings(
                StoreUri.parse("none:"),
                "shop",
                Duration.ofMinutes(5),
                5,
                Limits.DEFAULT,
                Compression.NONE));
  }

  @Test
  void whatIsSetAfterTheUriReplacesWhatItSays() {
    assertThat(
            LarderSettings.DEFAULT.withStore("memory:?ttl=1s").withDefaultTtl(Duration.ofDays(1)))
        .extracting(LarderSettings::defaultTtl)
        .isEqualTo(Duration.ofDays(1));
    assertThat(
            LarderSettings.DEFAULT.withDefaultTtl(Duration.ofDays(1)).withStore("memory:?ttl=1s"))
        .extracting(LarderSettings::defaultTtl)
        .isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "namespace=a%20b, namespace 'a b'",
    "namespace=a:b, namespace 'a:b'",
    "ttl=0s, option ttl '0s'",
    "ttl=30, option ttl '30'",
    "ttl=forever, option ttl 'forever'",
    "maxEntries=0, option maxEntries '0'",
    "maxEntries=-1, option maxEntries '-1'",
    "maxEntries=1e3, option maxEntries '1e3'",
    "maxEntries=99999999999999999999, option maxEntries '9999",
    "maxValueBytes=0, option maxValueBytes '0'",
    "maxValueBytes=64mb, option maxValueBytes '64mb'",
    "maxValueBytes=1GB, maxValueBytes is 1073741824",
    "compress=gzip, option compress 'gzip'",
    "compress=1kb, option compress '1kb'",
  })
  void aWrongOptionIsRefusedByName(String option, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LarderSettings.DEFAULT.withStore("memory:?" + option))
        .withMessageContaining(named);
  }

  @Test
  void theTextShowsNoPassword() {
    assertThat(LarderSettings.DEFAULT.withStore("redis://u:s3cret@h:1").toString())
        .contains("redis://u:***@h:1")
        .doesNotContain("s3cret");
  }
}
