package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that has begun its answer, of which the container has sent nothing, and fails then. */
class ToldOnceTest {

  @ParameterizedTest
  @EnumSource
  void whatIsSaidAtLastCounts(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.addHeader("Cache-Status", "nearer; hit");
                  AsyncContext context = request.startAsync();
                  response.getOutputStream().write("some".getBytes(US_ASCII));
                  response.sendError(503);
                  context.complete();
                })
            .on(kind)
            .start()) {
      for (int run = 1; run <= 2; run++) {
        RawResponse answer = site.get("/a");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.all("Cache-Status"))
            .containsExactly("nearer; hit", "larder; fwd=uri-miss; detail=send-error");
      }
      assertThat(site.runs()).isEqualTo(2);
    }
  }
}
