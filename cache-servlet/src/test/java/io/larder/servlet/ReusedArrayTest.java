package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.servlet.testing.Container;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler that uses its array for something else as soon as it has written it. */
class ReusedArrayTest {

  @ParameterizedTest
  @CsvSource({
    "JETTY, X-Nothing: 1",
    "TOMCAT, X-Nothing: 1",
    "UNDERTOW, X-Nothing: 1",
    "JETTY, 'Range: bytes=0-1'",
    "TOMCAT, 'Range: bytes=0-1'",
    "UNDERTOW, 'Range: bytes=0-1'"
  })
  void isStoredAsItWasWritten(Container.Kind kind, String field) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  byte[] bytes = "..as it was..".getBytes(US_ASCII);
                  response.setHeader("Cache-Control", "max-age=600");
                  response.setHeader("ETag", "\"a\"");
                  response.setContentLength(bytes.length - 4);
                  response.getOutputStream().write(bytes, 2, bytes.length - 4);
                  Arrays.fill(bytes, (byte) '!');
                })
            .on(kind)
            .rules("/* proxy")
            .start()) {
      assertThat(site.get("/a", field).text()).isEqualTo("as it was");
      Awaitility.await().until(() -> site.filter.find(site.key("/a")) instanceof CacheEntry);
      assertThat(site.get("/a").text()).isEqualTo("as it was");
      assertThat(site.runs()).isEqualTo(1);
    }
  }
}
