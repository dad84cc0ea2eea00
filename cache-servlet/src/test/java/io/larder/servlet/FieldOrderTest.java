package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9110 5.3: the order of lines counts among those of one name; a hit keeps that of all. */
class FieldOrderTest {

  private static Site.Builder answering(String... lines) {
    return Site.of(
        (request, response) -> {
          for (String line : lines) {
            response.addHeader(line.split(": ")[0], line.split(": ")[1]);
          }
          response.getWriter().print("the page");
        });
  }

  private static List<String> own(RawResponse response) {
    return response.fields().stream().filter(line -> line.startsWith("X-")).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aHitHasTheLinesOfAFieldInTheirOrder(Container.Kind kind) throws Exception {
    try (Site site =
        answering("X-B: 9", "X-A: 1", "X-B: 2", "X-A: 3", "X-A: 2", "X-B: 1, 0").on(kind).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
      assertThat(hit.all("X-A")).isEqualTo(miss.all("X-A")).containsExactly("1", "3", "2");
      assertThat(hit.all("X-B")).isEqualTo(miss.all("X-B")).containsExactly("9", "2", "1, 0");
      assertThat(own(hit)).isEqualTo(own(miss));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHitHasALineAsOftenAsItWasWritten(Container.Kind kind) throws Exception {
    try (Site site = answering("X-A: 1", "X-A: 3", "X-B: 2", "X-A: 1", "X-B: 2").on(kind).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
      assertThat(hit.all("X-A")).isEqualTo(miss.all("X-A")).containsExactly("1", "3", "1");
      assertThat(hit.all("X-B")).isEqualTo(miss.all("X-B")).containsExactly("2", "2");
      assertThat(own(hit)).isEqualTo(own(miss));
    }
  }

  /** What a handler replaces, removes and takes back, between the lines of others. */
  @ParameterizedTest
  @EnumSource
  void aHitHasWhatTheHandlerHasSaidLast(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          response.addHeader("X-Gone", "1");
          response.reset();
          response.addHeader("X-A", "1");
          response.addIntHeader("X-B", 2);
          response.addHeader("x-a", "3");
          response.addDateHeader("X-D", 784_111_777_000L);
          response.addHeader("X-C", "4");
          response.addHeader("X-C", "5");
          response.setHeader("X-C", "6");
          response.addDateHeader("X-D", 784_111_778_000L);
          response.addHeader("X-B", "2");
          response.getWriter().print("the page");
        };
    try (Site site = Site.of(handler).on(kind).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
      for (String name : new String[] {"X-A", "X-B", "X-C", "X-D"}) {
        assertThat(hit.all(name)).as(name).isEqualTo(miss.all(name)).isNotEmpty();
      }
      assertThat(hit.all("X-Gone")).isEmpty();
      assertThat(hit.all("X-C")).containsExactly("6");
    }
  }
}
