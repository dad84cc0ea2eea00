package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a refresh stores is what a fill stores, for handlers of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RefreshedPagesContract {

  private static final String STALE = "larder; hit; ttl=0; detail=stale-while-revalidate";

  private final Container.Kind kind;
  private final Larder larder = Larder.open("memory:");
  private final CacheRule rule =
      CacheRule.path("/*")
          .ttl(Duration.ofMinutes(10))
          .staleWhileRevalidate(Duration.ofHours(1))
          .statuses(200, 201, 204, 404)
          .build();
  private final CacheFilter filter =
      CacheFilter.builder(larder).rule(rule).clock(Site.still()).build();
  private Container container;

  RefreshedPagesContract(Container.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start() throws Exception {
    container =
        kind.start(
            new App()
                .filter(
                    "/outer/*",
                    (request, response, chain) -> {
                      outer((HttpServletResponse) response);
                      chain.doFilter(request, response);
                    })
                .filter("/*", filter)
                .servlet("/case/*", new CaptureContract.CaseServlet())
                .servlet("/outer/*", new CaptureContract.CaseServlet())
                .servlet("/part", new CaptureContract.PartServlet()));
  }

  /** What a filter outside of the cache puts on each response. */
  private static void outer(HttpServletResponse response) {
    response.setHeader("X-Outer", "1");
    response.addHeader("Vary", "Origin");
    response.setCharacterEncoding("UTF-8");
  }

  @AfterAll
  void stop() {
    container.close();
    larder.close();
  }

  /** Whether the handler needs its client, so that a fill in the foreground comes next. */
  boolean needsClient(String where, String name) {
    boolean goesOnWithClient = name.matches("(?i)async(?!timeout).*dispatch(?!.*throws).*");
    return goesOnWithClient || (where.equals("case") && name.equals("locale"));
  }

  /** Whether the container says of that case that the request has ended. */
  boolean endIsTold(String name) {
    return true;
  }

  /** Whether a refresh writes the fields of that case as this version of the container does. */
  boolean refreshedAlike(String where, String name) {
    return true;
  }

  /** Whether a refresh can store what a fill on this container cannot see whole. */
  boolean storesMore(String name) {
    return false;
  }

  static Stream<Arguments> cases() {
    return Cases.ALL.keySet().stream()
        .flatMap(name -> Stream.of(Arguments.of("case", name), Arguments.of("outer", name)));
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("cases")
  void aRefreshStoresWhatAFillStores(String where, String name) throws Exception {
    if (!endIsTold(name)) {
      return;
    }
    String path = "/" + where + "/" + name;
    get(path + "?fill");
    String filled = awaitPage(path + "?fill");

    String key = key(path + "?refresh");
    Page old = new Page(200, new String[0], new String[0], null, new byte[] {'o'});
    Terms terms = Terms.ttl(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofHours(1));
    assertThat(larder.pages().store().fill(larder.pages().store().claim(key), old, terms))
        .isEqualTo(FillResult.STORED);
    larder.pages().refresh(key);
    RawResponse stale = get(path + "?refresh");
    assertThat(stale.text()).isEqualTo("o");
    assertThat(stale.all("Cache-Status")).containsExactly(STALE);
    String refreshed = awaitPage(path + "?refresh");

    if (needsClient(where, name)) {
      assertThat(refreshed).isEqualTo(shown(old));
      assertThat(get(path + "?refresh").first("Cache-Status")).startsWith("larder; fwd=stale");
      assertThat(awaitPage(path + "?refresh")).isEqualTo(filled);
    } else if (filled == null && storesMore(name)) {
      assertThat(refreshed).isNotEqualTo(shown(old));
    } else if (filled == null) {
      assertThat(refreshed).isIn(null, shown(old));
    } else if (refreshedAlike(where, name)) {
      assertThat(refreshed).isEqualTo(filled);
    } else {
      assertThat(refreshed).startsWith("200\n").isNotEqualTo(shown(old)).isNotEqualTo(filled);
    }
  }

  private String key(String target) {
    return rule.key(URI.create("http://127.0.0.1" + target));
  }

  private RawResponse get(String target) throws IOException {
    return RawClient.exchange(container.base(), "GET", target, "Connection: close");
  }

  /** What lies under a target once the handler has returned; null if nothing. */
  private String awaitPage(String target) throws IOException {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> filter.refreshing() == 0 && filter.loading() == 0);
    return filter.find(key(target)) instanceof CacheEntry<Page> entry ? shown(entry.value()) : null;
  }

  private static String shown(Page page) throws IOException {
    Set<String> fields = new TreeSet<>();
    for (int i = 0; i < page.fieldCount(); i++) {
      String name = page.name(i).toLowerCase(Locale.ROOT);
      if (!name.equals("date")) {
        fields.add(name + ": " + page.value(i));
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    page.writeBody(body);
    return page.status()
        + "\n"
        + String.join("\n", fields)
        + "\n\n"
        + body.toString(StandardCharsets.ISO_8859_1);
  }
}
