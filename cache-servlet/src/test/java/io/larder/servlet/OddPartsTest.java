package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a page whose length nobody has said, or has said wrongly. */
class OddPartsTest {
  private static final String CONTENT = "0123456789";

  private final List<String> asked = new ArrayList<>();
  private String total = "*";
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = Site.of(this::answer).rules("/* proxy clientDirectives").start();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String range = request.getHeader("Range");
    asked.add(String.valueOf(range));
    response.setHeader("Cache-Control", "max-age=600");
    response.setHeader("ETag", "\"a\"");
    if (range == null) {
      response.getOutputStream().write(CONTENT.getBytes(US_ASCII));
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-");
    int first = Integer.parseInt(ends[0]);
    int last = Math.min(Integer.parseInt(ends[1]), CONTENT.length() - 1);
    if (first > last) {
      response.setHeader("Content-Range", "bytes */" + CONTENT.length());
      response.setStatus(416);
      return;
    }
    response.setStatus(206);
    response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + total);
    response.getOutputStream().write(CONTENT.substring(first, last + 1).getBytes(US_ASCII));
  }

  private RawResponse get(String... fields) throws IOException {
    RawResponse answer = site.get("/a", fields);
    // What has reached its announced length is sent before it is stored.
    Awaitility.await().until(() -> site.filter.find(site.key("/a")) instanceof CacheEntry);
    return answer;
  }

  /** What is missing of a range may lie behind an end that nobody knows. */
  @ParameterizedTest
  @CsvSource({"*, bytes=0-99", "10, bytes=5-9"})
  void aRangeThatReachesBehindTheEndIsAnswered(String said, String forwarded) throws Exception {
    total = said;
    get("Range: bytes=0-4");

    RawResponse answer = get("Range: bytes=0-99");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(CONTENT);
    assertThat(asked.get(1)).isEqualTo(forwarded);
  }

  /** An origin that has become shorter, and does not look at If-Range. */
  @Test
  void anAnswerToWhatTheClientHasNotAskedIsNotPassedOn() throws Exception {
    total = "30";
    get("Range: bytes=0-9");

    RawResponse answer = site.get("/a", "Range: bytes=0-19");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(asked.get(1)).isEqualTo("bytes=10-19");
    assertThat(site.get("/a", "Range: bytes=0-19").text()).isEqualTo(CONTENT);
  }
}
