package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDescriptionTest {

  @Test
  void ofAUriIsAGetOfItsRawParts() {
    RequestDescription request =
        RequestDescription.of(URI.create("https://Example.com:8443/a%20b;c?d=%26#e"));
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.scheme()).isEqualTo("https");
    assertThat(request.host()).isEqualTo("Example.com");
    assertThat(request.port()).isEqualTo(8443);
    assertThat(request.rawPath()).isEqualTo("/a%20b;c");
    assertThat(request.rawQuery()).isEqualTo("d=%26");
    assertThat(request.header("Accept")).isNull();
  }

  @Test
  void headersAreFoundInAnyCase() {
    RequestDescription request =
        RequestDescription.of(URI.create("http://a/"), Map.of("X-Tenant", "acme"));
    assertThat(request.header("x-tenant")).isEqualTo("acme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestDescription.of(URI.create("/"), Map.of("A", "1", "a", "2")))
        .withMessageContaining("is given twice");
  }

  @Test
  @SuppressWarnings("NullAway") // that is what it is about
  void whatIsNullIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestDescription.of(null))
        .withMessageStartingWith("the URI is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestDescription.of(URI.create("/"), null))
        .withMessageStartingWith("the headers are null");
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_service:5000/a, http://my_service:5000/a",
    "http://[::1]:5000,        http://[::1]:5000/",
    "http://[::1],             http://[::1]/",
    "http://a:/,               http://a/",
    "HTTP://A#fragment,        http://a/"
  })
  void namesWhatUriDoesNotParseAsAHostToo(URI uri, String key) {
    assertThat(PageKeys.effectiveUri().key(uri).orNull()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "/a,                   SCHEME",
    "mailto:a@b,           SCHEME",
    "http:a,               AUTHORITY",
    "http:/a,              AUTHORITY",
    "http://user:pw@a/,    AUTHORITY",
    "http://a:99999/,      AUTHORITY",
    "http://a_b:99999999999/, AUTHORITY",
    "http://a/ô,           RAW_CHARACTER",
  })
  void whatNoServerWasAskedForHasNoKey(URI uri, NoKey reason) {
    assertThat(PageKeys.effectiveUri().key(uri)).isEqualTo(reason);
  }

  @Test
  void anOpaqueUriHasNoPath() {
    assertThat(PageKeys.builder().anyHost().build().key(URI.create("mailto:a@b")))
        .isEqualTo(NoKey.PATH);
  }
}
