package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache may encode. */
class CompressionRulesTest {

  private static boolean mayEncode(int status, String... fields) {
    HttpFields.Builder built = HttpFields.builder();
    for (int i = 0; i < fields.length; i += 2) {
      built.add(fields[i], fields[i + 1]);
    }
    return CompressionRules.mayEncode(new ResponseHead(status, built.build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/plain;charset=utf-8",
        "TEXT/CSS",
        " text/csv ; header=present",
        "application/json",
        "application/json; charset=UTF-8",
        "application/problem+json",
        "application/ld+json",
        "application/geo+json;x=y",
        "application/atom+xml",
        "application/xml",
        "application/javascript",
        "text/javascript",
        "application/wasm",
        "image/svg+xml",
        "font/ttf"
      })
  void textsAndWhatIsLikeThem(String type) {
    assertThat(mayEncode(200, "Content-Type", type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "image/jpeg",
        "video/mp4",
        "audio/ogg",
        "font/woff2",
        "application/zip",
        "application/gzip",
        "application/pdf",
        "application/octet-stream",
        "text/event-stream",
        "text/event-stream;charset=utf-8",
        "multipart/byteranges; boundary=x",
        "text",
        "/",
        ""
      })
  void nothingElse(String type) {
    assertThat(mayEncode(200, "Content-Type", type)).isFalse();
  }

  @Test
  void nothingWithoutAType() {
    assertThat(mayEncode(200)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding | gzip",
        "Content-Encoding | br",
        "content-encoding | identity",
        "Cache-Control    | no-transform",
        "Cache-Control    | max-age=60, No-Transform",
        "Vary             | Accept-Encoding",
        "Vary             | Accept-Language, accept-encoding",
        "Content-Range    | bytes 0-1/2",
        "Content-Digest   | sha-256=:x:",
        "Repr-Digest      | sha-256=:x:",
        "Digest           | sha-256=x",
        "Content-MD5      | x",
      })
  void nothingThatSaysItself(String name, String value) {
    assertThat(mayEncode(200, "Content-Type", "text/plain", name, value)).isFalse();
  }

  @Test
  void whatSaysOtherThings() {
    assertThat(
            mayEncode(
                200,
                "Content-Type",
                "text/plain",
                "Cache-Control",
                "public, max-age=60, must-revalidate",
                "Vary",
                "Accept-Language, Accept"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "203, true",
    "404, true",
    "410, true",
    "204, false",
    "206, false",
    "304, false",
    "103, false"
  })
  void whatHasAllOfABody(int status, boolean expected) {
    assertThat(mayEncode(status, "Content-Type", "text/plain")).isEqualTo(expected);
  }
}
