package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Pages that lie sealed and compressed on Redis, through the filter. */
class SealedPagesTest {

  private static final SealingKeys KEYS = key("0123456789abcdef");
  private static final String SECRET = "the secret of nobody else, ".repeat(200);

  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final RedisClient raw = RedisClient.create(redis.url());

  @AfterEach
  void close() {
    raw.close();
  }

  private static SealingKeys key(String text) {
    return SealingKeys.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Site site(UnaryOperator<LarderBuilder> more) throws Exception {
    LarderBuilder larder =
        Larder.builder().store(redis.url(namespace) + "&timeout=10s&connectTimeout=10s");
    return Site.of(SealedPagesTest::page)
        .over(more.apply(larder).build())
        .rules("/* ttl=1m tags=all")
        .start();
  }

  private static void page(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.setHeader("X-Mark", "marked");
    response.getWriter().print(request.getRequestURI() + " " + SECRET);
  }

  private byte[] key(Site site, String target) {
    return (namespace + ":" + site.key(target)).getBytes(StandardCharsets.UTF_8);
  }

  private static void assertPage(RawResponse response, String target, String status) {
    assertThat(response.text()).isEqualTo(target + " " + SECRET);
    assertThat(response.first("X-Mark")).isEqualTo("marked");
    assertThat(response.first("Cache-Status")).startsWith(status);
  }

  @Test
  void areServedAsAnyAndCannotBeReadInRedis() throws Exception {
    try (Site one = site(builder -> builder.seal(KEYS));
        Site other = site(builder -> builder.seal(KEYS).compress(Compression.deflate()))) {
      assertPage(one.get("/a"), "/a", "larder; fwd=uri-miss; stored");
      assertPage(one.get("/a"), "/a", "larder; hit");
      assertPage(other.get("/a"), "/a", "larder; hit");
      String tag = other.get("/a").first("ETag");
      assertThat(other.get("/a", "If-None-Match: " + tag).status()).isEqualTo(304);
      assertThat(other.get("/a", "Range: bytes=0-1").text()).isEqualTo("/a");

      String lies = new String(raw.get(key(one, "/a")), StandardCharsets.ISO_8859_1);
      assertThat(lies).doesNotContain("secret", "X-Mark", "text/plain");

      assertPage(other.get("/b"), "/b", "larder; fwd=uri-miss; stored");
      assertThat(raw.strlen(key(other, "/b"))).isLessThan(1_000);
      assertPage(one.get("/b"), "/b", "larder; hit");

      one.larder.invalidate("all");
      assertPage(other.get("/a"), "/a", "larder; fwd=uri-miss; stored");
    }
  }

  @Test
  void areAMissWithAnotherKeyAndWithout() throws Exception {
    try (Site one = site(builder -> builder.seal(KEYS));
        Site other = site(builder -> builder.seal(key("fedcba9876543210")));
        Site none = site(builder -> builder)) {
      one.get("/a");
      byte[] lies = raw.get(key(one, "/a"));
      assertThat(none.larder.pages().find(none.key("/a")).getClass().getSimpleName())
          .isEqualTo("Miss");
      assertThat(raw.get(key(one, "/a"))).isEqualTo(lies);

      assertPage(other.get("/a"), "/a", "larder; fwd=uri-miss; stored");
      assertPage(one.get("/a"), "/a", "larder; fwd=uri-miss; stored");
      assertPage(none.get("/a"), "/a", "larder; fwd=uri-miss; stored");
      assertPage(one.get("/a"), "/a", "larder; fwd=uri-miss; stored");
      assertPage(one.get("/a"), "/a", "larder; hit");
    }
  }

  @Test
  void ofWhichOneWasMovedToAnothersPlaceIsAMiss() throws Exception {
    try (Site site = site(builder -> builder.seal(KEYS))) {
      site.get("/a");
      raw.copy(key(site, "/a"), key(site, "/b"), true);

      assertPage(site.get("/b"), "/b", "larder; fwd=uri-miss; stored");
      assertPage(site.get("/a"), "/a", "larder; hit");
    }
  }
}
