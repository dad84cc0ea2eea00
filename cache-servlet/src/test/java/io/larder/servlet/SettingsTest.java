package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where settings come from, and which of them win. */
class SettingsTest {

  /** What all servlets here answer. */
  abstract static class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(request.getQueryString());
    }
  }

  /** Has an annotation. */
  @Cached(ttl = "100s", params = "country", allowReads = "query", tags = "country:{country}")
  public static class Annotated extends Answering {
    private static final long serialVersionUID = 1L;
  }

  /** Has none of its own. */
  public static final class Inheriting extends Annotated {
    private static final long serialVersionUID = 1L;
  }

  /** Has one on its method. */
  public static final class OnMethod extends Answering {
    private static final long serialVersionUID = 1L;

    @Override
    @Cached(ttl = "200s")
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      super.doGet(request, response);
    }
  }

  /** Says nothing about how long. */
  @Cached
  public static final class Bare extends Answering {
    private static final long serialVersionUID = 1L;
  }

  /** Is not cached. */
  public static final class Plain extends Answering {
    private static final long serialVersionUID = 1L;
  }

  /** Says something that pages do not have. */
  @Cached(ttl = "1s", nullTtl = "1s")
  public static final class Mistaken extends Answering {
    private static final long serialVersionUID = 1L;
  }

  private final Larder larder =
      Larder.builder().store("memory:").defaultTtl(Duration.ofSeconds(500)).build();

  private long ttl(CacheFilter filter, HttpServlet servlet, Map<String, String> init)
      throws Exception {
    return ttl(Container.Kind.JETTY, filter, servlet, init);
  }

  /** The ttl with which the second request for /a is answered; 0 if it is no hit. */
  private long ttl(
      Container.Kind kind, CacheFilter filter, HttpServlet servlet, Map<String, String> init)
      throws Exception {
    App app = new App().filter("/*", filter, init).servlet("/a", servlet);
    try (Container container = kind.start(app)) {
      RawClient.exchange(container.base(), "GET", "/a");
      String status = RawClient.exchange(container.base(), "GET", "/a").first("Cache-Status");
      if (status == null || !status.startsWith("larder; hit; ttl=")) {
        return 0;
      }
      long left = Long.parseLong(status.substring("larder; hit; ttl=".length()));
      return (left + 9) / 10 * 10; // a second or two may have passed
    }
  }

  @Nested
  class AnAnnotation {

    @ParameterizedTest
    @EnumSource
    void isFoundOnTheClass(Container.Kind kind) throws Exception {
      assertThat(ttl(kind, CacheFilter.over(larder), new Annotated(), Map.of())).isEqualTo(100);
    }

    @Test
    void isInherited() throws Exception {
      assertThat(ttl(CacheFilter.over(larder), new Inheriting(), Map.of())).isEqualTo(100);
    }

    @Test
    void isFoundOnDoGet() throws Exception {
      assertThat(ttl(CacheFilter.over(larder), new OnMethod(), Map.of())).isEqualTo(200);
    }

    @Test
    void leavesTheTtlToTheLarder() throws Exception {
      assertThat(ttl(CacheFilter.over(larder), new Bare(), Map.of())).isEqualTo(500);
    }

    @Test
    void isNeededToCacheAtAll() throws Exception {
      CacheFilter filter = CacheFilter.builder(larder).ttl(Duration.ofSeconds(30)).build();
      assertThat(ttl(filter, new Plain(), Map.of())).isZero();
    }

    @Test
    void decidesOnTheKey() throws Exception {
      App app = new App().filter("/*", CacheFilter.over(larder)).servlet("/a", new Annotated());
      try (Container container = Container.Kind.JETTY.start(app)) {
        RawClient.exchange(container.base(), "GET", "/a?country=X&y=1");
        assertThat(RawClient.exchange(container.base(), "GET", "/a?y=2&country=X").text())
            .isEqualTo("country=X&y=1");
        assertThat(larder.pages().find("http://127.0.0.1/a?country=X"))
            .isInstanceOf(io.larder.cache.CacheEntry.class);
      }
    }

    @ParameterizedTest
    @EnumSource
    void withoutMeaningOnAServletIsRefusedAtStart(Container.Kind kind) {
      assertRefused(
          kind,
          CacheFilter.over(larder),
          new Mistaken(),
          Map.of(),
          "@Cached on " + Mistaken.class.getName() + ": nullTtl is about methods");
    }
  }

  @Nested
  class WhoWins {

    private final Map<String, String> rule = Map.of("rules", "# rules\n\n/a ttl=40s\n/b ttl=1s");

    @Test
    void theBuildersRuleBeatsAllOthers() throws Exception {
      CacheFilter filter = CacheFilter.builder(larder).rules("/a ttl=20s").build();
      assertThat(ttl(filter, new Annotated(), rule)).isEqualTo(20);
    }

    @Test
    void theInitParamsRuleBeatsTheFilterWideTtl() throws Exception {
      CacheFilter filter = CacheFilter.builder(larder).ttl(Duration.ofSeconds(30)).build();
      assertThat(ttl(filter, new Annotated(), rule)).isEqualTo(40);
    }

    @Test
    void theBuildersFilterWideTtlBeatsTheInitParams() throws Exception {
      CacheFilter filter = CacheFilter.builder(larder).ttl(Duration.ofSeconds(30)).build();
      assertThat(ttl(filter, new Annotated(), Map.of("ttl", "60s"))).isEqualTo(30);
    }

    @Test
    void theInitParamsFilterWideTtlBeatsTheAnnotation() throws Exception {
      assertThat(ttl(CacheFilter.over(larder), new Annotated(), Map.of("ttl", "60s")))
          .isEqualTo(60);
    }

    @Test
    void aRuleThatSaysNothingLeavesItToTheAnnotation() throws Exception {
      assertThat(ttl(CacheFilter.over(larder), new Annotated(), Map.of("rules", "/a")))
          .isEqualTo(100);
    }

    @Test
    void theLongerRuleWinsWhereverItStands() throws Exception {
      CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=20s").build();
      assertThat(ttl(filter, new Plain(), rule)).isEqualTo(40);
    }

    @Test
    void propertiesSayWhatLinesSay() throws Exception {
      Properties properties = new Properties();
      properties.load(new java.io.StringReader("/a ttl=50s params=country\nttl=70s"));
      CacheFilter filter = CacheFilter.builder(larder).properties(properties).build();
      assertThat(ttl(filter, new Plain(), Map.of())).isEqualTo(50);
    }

    @Test
    void aResourceOfPropertiesSaysWhatInitParamsSay() throws Exception {
      assertThat(
              ttl(
                  CacheFilter.over(larder),
                  new Plain(),
                  Map.of("properties", "io/larder/servlet/rules.properties")))
          .isEqualTo(90);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tll | 30s | unknown init-param 'tll': there are store, ttl, rules, properties",
        "ttl | 30 | ttl '30' has no unit",
        "ttl | -1s | ttl '-1s' is no duration",
        "rules | /a tll=1s | rule '/a tll=1s': 'tll' is no attribute",
        "rules | /a ttl=1s\\n/a ttl=2s | two rules have the pattern /a",
        "rules | /a maxBody=2GB | maxBody is 2147483648 bytes, and the store takes at most",
        "store | memory: | has the init-param store and was built over a Larder",
        "maxWaiters | many | maxWaiters 'many' is no whole number",
        "maxWaiters | -1 | maxWaiters is -1: it must not be negative",
        "asyncWaiters | yes | asyncWaiters 'yes' is neither true nor false",
        "maxRefreshes | some | maxRefreshes 'some' is no whole number",
        "maxRefreshes | -1 | maxRefreshes is -1: it must not be negative",
        "waitTimeout | 0s | waitTimeout '0s' must be longer than zero",
        "properties | nowhere.properties | properties 'nowhere.properties' is neither a resource",
      })
  void anInitParamThatIsWrongIsRefusedAtStart(String name, String value, String sentence) {
    assertRefused(
        Container.Kind.JETTY,
        CacheFilter.over(larder),
        new Plain(),
        Map.of(name, value.replace("\\n", "\n")),
        sentence);
  }

  @Test
  void twoRulesForOnePatternAreRefusedWhenTheFilterIsBuilt() {
    assertThatThrownBy(() -> CacheFilter.builder(larder).rules("/a ttl=1s\n/a ttl=2s").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two rules have the pattern /a");
  }

  private static void assertRefused(
      Container.Kind kind,
      CacheFilter filter,
      HttpServlet servlet,
      Map<String, String> init,
      String sentence) {
    App app = new App().filter("/*", filter, init).servlet("/a", servlet);
    StringBuilder all = new StringBuilder();
    try (Container container = kind.start(app)) {
      all.append(RawClient.exchange(container.base(), "GET", "/a").status());
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        all.append(cause.getMessage()).append('\n');
      }
    }
    switch (kind) {
      case JETTY -> assertThat(all.toString()).contains(sentence);
      case TOMCAT -> assertThat(all.toString()).isEqualTo("404"); // the sentence is in its log
      case UNDERTOW -> assertThat(all.toString()).isEqualTo("500"); // it asks at the first request
    }
  }
}
