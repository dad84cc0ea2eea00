package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Pages that one node has encoded, on the others over the same Redis. */
class CompressedForAllNodesTest {

  private static final String TEXT = CompressedPagesTest.TEXT;
  private static final String GZIP = "Accept-Encoding: gzip";
  private static final String RULE = "/* ttl=30s compress";

  @Test
  void areServedAsTheyWereEncodedByWhoeverAsks() throws Exception {
    String redis =
        RedisFixture.shared().url(RedisFixture.namespace()) + "&timeout=10s&connectTimeout=10s";
    try (Site one =
            Site.of(CompressedForAllNodesTest::plain).over(Larder.open(redis)).rules(RULE).start();
        Site other =
            Site.of(CompressedForAllNodesTest::plain).over(Larder.open(redis)).rules(RULE).start();
        Site without =
            Site.of(CompressedForAllNodesTest::plain)
                .over(Larder.open(redis))
                .rules("/* ttl=30s")
                .start()) {
      RawResponse miss = one.get("/a", GZIP);
      RawResponse hit = other.get("/a", GZIP);

      assertOnce(hit);
      assertThat(hit.first("ETag")).isEqualTo(miss.first("ETag"));
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(other.get("/a").text()).isEqualTo(TEXT);
      assertThat(other.get("/a", "Range: bytes=5-9").text()).isEqualTo(TEXT.substring(5, 10));
      assertOnce(without.get("/a", GZIP));
      assertThat(without.get("/a").text()).isEqualTo(TEXT);
      assertThat(other.runs() + without.runs()).isZero();
      CacheEntry<Page> entry = (CacheEntry<Page>) other.larder.pages().find(other.key("/a"));
      assertThat(entry.value().coding()).isEqualTo("gzip");
    }
  }

  private static void plain(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertOnce(RawResponse response) throws IOException {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Content-Encoding")).containsExactly("gzip");
    byte[] once = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(once, StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
    assertThat(response.complete()).isTrue();
  }
}
