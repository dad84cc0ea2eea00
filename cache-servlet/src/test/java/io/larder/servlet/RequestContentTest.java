package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose content is part of their keys: QUERY, and POST where a rule says so. */
class RequestContentTest extends ContentBase {
  @Nested
  class TheKey {

    static Stream<Arguments> each() {
      return Stream.of(Container.Kind.values())
          .flatMap(kind -> Stream.of("QUERY", "POST").map(method -> Arguments.of(kind, method)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void isTheSameForTheSameContent(Container.Kind kind, String method) throws Exception {
      try (Site site = site(kind)) {
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
        RawResponse hit = Asking.send(site, method, "/a", "{1}", JSON);
        assertThat(hit.text()).isEqualTo("run 1: {1}");
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      }
    }

    @ParameterizedTest
    @MethodSource("each")
    void isTheSameHoweverTheContentWasFramed(Container.Kind kind, String method) throws Exception {
      try (Site site = site(kind)) {
        assertThat(Asking.chunked(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "QUERY, /a, '{2}', Content-Type: application/json",
      "QUERY, /a, '', Content-Type: application/json",
      "QUERY, /a, '{1}', Content-Type: text/json",
      "QUERY, /a, '{1}', X: y",
      "QUERY, /a, '{1}', 'Content-Type: application/json\r\nContent-Encoding: identity'",
      "QUERY, /a, '{1}', 'Content-Type: application/json\r\nContent-Language: de'",
      "QUERY, /b, '{1}', Content-Type: application/json",
      "QUERY, /a?x, '{1}', Content-Type: application/json",
      "POST, /a, '{1}', Content-Type: application/json",
    })
    void isAnotherOneWhereAnythingOfItDiffers(
        String method, String target, String content, String field) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, "QUERY", "/a", "{1}", JSON);
        assertThat(Asking.send(site, method, target, content, field).text())
            .isEqualTo("run 2: " + content);
        assertThat(Asking.send(site, "QUERY", "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
      }
    }

    @Test
    void isNotThatOfGet() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, "QUERY", "/a", "", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 2: ");
      }
    }
  }

  @Nested
  class TheHandler {

    static Stream<Arguments> each() {
      return Stream.of(Container.Kind.values())
          .flatMap(
              kind -> Stream.of("stream", "reader", "async").map(how -> Arguments.of(kind, how)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void seesTheContentThatWasReadBefore(Container.Kind kind, String how) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(1000);
        for (int i = 0; i < 2; i++) {
          assertThat(Asking.send(site, "QUERY", "/a", content, JSON, "How: " + how).text())
              .isEqualTo("run 1: " + content);
          settle(site);
        }
      }
    }

    @ParameterizedTest
    @MethodSource("each")
    void seesAllOfWhatIsTooLarge(Container.Kind kind, String how) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(100_000) + "y";
        for (int i = 1; i <= 4; i++) {
          RawResponse passed =
              i < 3
                  ? Asking.send(site, "QUERY", "/a", content, JSON, "How: " + how)
                  : Asking.chunked(site, "QUERY", "/a", content, JSON, "How: " + how);
          assertThat(passed.text()).isEqualTo("run " + i + ": " + content);
          assertThat(passed.first("Cache-Status"))
              .isEqualTo("larder; fwd=bypass; detail=request-too-large");
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void seesAllOfWhatIsAsLargeAsMayBe(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(1024);
        assertThat(Asking.chunked(site, "QUERY", "/a", content, JSON).text())
            .isEqualTo("run 1: " + content);
        assertThat(Asking.chunked(site, "QUERY", "/a", content, JSON).text())
            .isEqualTo("run 1: " + content);
      }
    }

    @ParameterizedTest
    @EnumSource
    void seesTheParametersThatItWouldSeeWithoutTheCache(Container.Kind kind) throws Exception {
      try (Site cached = site(kind);
          Site plain = site(kind, "/other ttl=30s")) {
        for (String form :
            new String[] {"a=1", "a=1&a=2&b", "a=%C3%A9+%26&c=", "x&a", "a=b=c", "%61=1", ""}) {
          for (String field : new String[] {FORM, FORM + ";charset=ISO-8859-1"}) {
            String with =
                Asking.send(cached, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            String without =
                Asking.send(plain, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            assertThat(with.substring(with.indexOf(':')))
                .as(form)
                .isEqualTo(without.substring(without.indexOf(':')));
            String hit =
                Asking.send(cached, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            assertThat(hit).isEqualTo(with);
          }
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void parsesWhatOnlyItsContainerCan(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        for (int i = 1; i < 3; i++) {
          RawResponse form = Asking.chunked(site, "POST", "/a", "a=1", FORM, "How: parameters");
          assertThat(form.text()).isEqualTo("run " + (2 * i - 1) + ": {a=1} 1");
          assertThat(form.first("Cache-Status"))
              .isEqualTo("larder; fwd=bypass; detail=request-body");
          RawResponse parts =
              Asking.send(site, "POST", "/a", "--x--", "Content-Type: multipart/form-data");
          assertThat(parts.text()).isEqualTo("run " + 2 * i + ": --x--");
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatTheContentWasCutShort(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        try (RawClient client = new RawClient(site.container.base())) {
          client.sendRaw(Asking.head("QUERY", "/a", JSON, "Content-Length: 10") + "\r\n12345");
          client.abort();
        }
        Awaitility.await().until(() -> failure != null);
        Asking.send(site, "QUERY", "/a", "12345", JSON);
        assertThat(site.runs()).isEqualTo(2);
      }
    }
  }
}
