package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variants that are stored are offered for requests that none was stored for (RFC 9111, 4.3.1). */
class OfferedVariantsTest {

  private static final String CONFIRMED = "larder; fwd=vary-miss; fwd-status=304; stored";

  private final Larder larder = Larder.open("memory:");
  private final List<String> offers = new ArrayList<>();

  /** The representation that each language gets: its tag, which is its body too. */
  private final Map<String, String> chosen = new ConcurrentHashMap<>();

  private boolean tellsTag = true;
  private String rules = "/* ttl=30s keep=10m";
  private Site site;

  @AfterEach
  void stop() {
    if (site != null) {
      site.close();
    }
    larder.close();
  }

  private void start(Container.Kind kind) throws Exception {
    site = Site.of(this::byLanguage).on(kind).over(larder).rules(rules).start();
  }

  private void byLanguage(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String text = chosen.getOrDefault(request.getHeader("Accept-Language"), "none");
    String offered = String.valueOf(request.getHeader("If-None-Match"));
    offers.add(offered);
    assertThat(request.getHeader("If-Modified-Since")).isNull();
    response.setHeader("Vary", "Accept-Language");
    boolean confirms = offered.contains("\"" + text + "\"");
    if (!confirms || tellsTag) {
      response.setHeader("ETag", "\"" + text + "\"");
    }
    if (confirms) {
      response.setStatus(304);
    } else {
      response.setHeader("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
      response.getWriter().print("in " + text);
    }
  }

  private RawResponse ask(String language) throws IOException {
    return site.get("/a", "Accept-Language: " + language);
  }

  private void assertServed(String language, String text, String status) throws IOException {
    RawResponse answer = ask(language);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("in " + text);
    assertThat(answer.first("Cache-Status")).startsWith(status);
  }

  @ParameterizedTest
  @EnumSource
  void whichTheHandlerChoosesIsServedAndStored(Container.Kind kind) throws Exception {
    chosen.putAll(Map.of("de", "de", "fr", "fr", "fr-CA", "fr"));
    start(kind);
    assertServed("de", "de", "larder; fwd=uri-miss; stored");
    assertServed("fr", "fr", "larder; fwd=vary-miss; stored");
    assertServed("fr-CA", "fr", CONFIRMED);
    assertThat(offers).containsExactly("null", "\"de\"", "\"fr\", \"de\"");
    assertServed("fr-CA", "fr", "larder; hit");
    assertServed("fr", "fr", "larder; hit");
    assertServed("de", "de", "larder; hit");
  }

  @Test
  void aNewTagIsOfferedOnceItIsKnown() throws Exception {
    chosen.putAll(Map.of("de", "old", "at", "new"));
    start(Container.Kind.JETTY);
    ask("de");
    chosen.put("de", "new");
    site.larder.clear();
    ask("de");
    assertServed("at", "new", CONFIRMED);
  }

  @Test
  void oneThatWasOfferedAloneNeedsNoTagInTheAnswer() throws Exception {
    chosen.putAll(Map.of("de", "de", "at", "de"));
    tellsTag = false;
    start(Container.Kind.JETTY);
    ask("de");
    assertServed("at", "de", CONFIRMED);
  }

  @Test
  void anAnswerThatDoesNotSayWhichIsNone() throws Exception {
    chosen.putAll(Map.of("de", "de", "fr", "fr", "at", "de"));
    tellsTag = false;
    start(Container.Kind.JETTY);
    ask("de");
    ask("fr");
    RawResponse answer = ask("at");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.first("Cache-Status")).endsWith("fwd-status=304; detail=not-selected");
    assertServed("at", "de", "larder; fwd=uri-miss; stored");
  }

  @Test
  void nothingIsOfferedWhereNothingStaleIsKept() throws Exception {
    rules = "/* ttl=30s";
    chosen.putAll(Map.of("de", "de", "at", "de"));
    start(Container.Kind.JETTY);
    ask("de");
    assertServed("at", "de", "larder; fwd=vary-miss; stored");
    assertThat(offers).containsExactly("null", "null");
  }

  @Test
  void whatWasEvictedIsNotOffered() throws Exception {
    chosen.putAll(Map.of("de", "de", "at", "de"));
    start(Container.Kind.JETTY);
    ask("de");
    site.filter.evict(site.key("/a"));
    assertServed("at", "de", "larder; fwd=uri-miss; stored");
  }
}
