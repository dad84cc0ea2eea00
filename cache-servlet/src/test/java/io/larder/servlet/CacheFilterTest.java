package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CacheFilterTest {

  @ParameterizedTest
  @EnumSource
  void theSecondRequestIsAnsweredFromTheStore(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setContentType("application/json");
                  response.addHeader("X-Two", "a");
                  response.addHeader("X-Two", "b");
                  response.getWriter().print("[\"Universität\"]");
                })
            .on(kind)
            .start()) {
      RawResponse miss = site.get("/universities?country=Germany");
      RawResponse hit = site.get("/universities?country=Germany");

      assertThat(miss.all("Cache-Status")).containsExactly("larder; fwd=uri-miss; stored");
      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=(29|30)");
      assertThat(hit.status()).isEqualTo(200);
      assertThat(hit.body()).isEqualTo(miss.body());
      assertThat(hit.all("Content-Type")).isEqualTo(miss.all("Content-Type"));
      assertThat(hit.all("ETag")).isEqualTo(miss.all("ETag")).hasSize(1);
      assertThat(hit.all("X-Two")).containsExactly("a", "b");
      assertThat(hit.first("Content-Length")).isEqualTo(String.valueOf(hit.body().length));
      assertThat(hit.first("Age")).isIn("0", "1");
      assertThat(hit.all("Date")).hasSize(1);
      assertThat(site.runs()).isOne();
    }
  }
}
