package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a stale page whose refresh stores none. */
class RefreshEndingsTest {

  /** An answer that is not stored. */
  enum Unstored {
    THROWS(true),
    THROWS_AFTER_WRITING(true),
    UNAVAILABLE(true),
    UNAVAILABLE_AND_NO_STORE(true),
    SEND_ERROR(true),
    TOO_MANY_REQUESTS(true),
    DO_NOT_STORE(true),
    STORE_WHEN(true),
    TOO_LARGE(true),
    NO_STORE(false),
    PRIVATE(false),
    NO_CACHE(false),
    COOKIE(false),
    VARY(false),
    NOT_FOUND(false),
    NOT_FOUND_BY_CONTAINER(false),
    REDIRECT(false);

    private final boolean stays;

    Unstored(boolean stays) {
      this.stays = stays;
    }

    void happen(HttpServletRequest request, HttpServletResponse response) throws IOException {
      switch (this) {
        case THROWS -> throw new IOException("broken");
        case THROWS_AFTER_WRITING -> {
          response.setHeader("Cache-Control", "no-store");
          response.getWriter().print("half");
          response.flushBuffer();
          throw new IllegalStateException("broken");
        }
        case UNAVAILABLE -> response.setStatus(503);
        case UNAVAILABLE_AND_NO_STORE -> {
          response.setStatus(503);
          response.setHeader("Cache-Control", "no-store");
        }
        case SEND_ERROR -> response.sendError(502);
        case TOO_MANY_REQUESTS -> response.setStatus(429);
        case DO_NOT_STORE -> FillContext.of(request).doNotStore();
        case STORE_WHEN -> response.setHeader("X-Partial", "1");
        case TOO_LARGE -> response.getOutputStream().write(new byte[2 << 20]);
        case NO_STORE -> response.setHeader("Cache-Control", "no-store");
        case PRIVATE -> response.setHeader("Cache-Control", "private");
        case NO_CACHE -> response.setHeader("Cache-Control", "no-cache");
        case COOKIE -> response.addCookie(new Cookie("user", "1"));
        case VARY -> response.setHeader("Vary", "*");
        case NOT_FOUND -> response.setStatus(404);
        case NOT_FOUND_BY_CONTAINER -> response.sendError(404);
        case REDIRECT -> response.sendRedirect("/elsewhere");
      }
    }
  }

  private static CacheRule rule() {
    return CacheRule.path("/*")
        .ttl(Duration.ofSeconds(30))
        .staleWhileRevalidate(Duration.ofHours(1))
        .storeWhen(response -> response.header("X-Partial") == null)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void theStalePageStaysUnlessTheAnswerSaysThatItIsThePageNoMore(Unstored each) throws Exception {
    try (LogLines log = new LogLines();
        StalePage page = StalePage.of().rule(rule()).then(each::happen).start().open()) {
      RawResponse stale = page.get();
      page.awaitEnd();

      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.text()).isEqualTo("run 1");
      assertThat(stale.complete()).isTrue();
      assertThat(page.site.filter.find(page.site.key("/a")) instanceof CacheEntry)
          .isEqualTo(each.stays);
      assertThat(page.site.filter.loading()).isZero();
      if (each.stays) {
        // Its handler may be in trouble, and has a second's rest.
        assertThat(page.status()).isEqualTo(StalePage.STALE);
        page.awaitEnd();
        assertThat(page.runs()).isEqualTo(2);
        page.pass(1);
        assertThat(page.status()).endsWith("; detail=stale-while-revalidate");
        page.awaitEnd();
        assertThat(page.runs()).isEqualTo(3);
        assertThat(log.lines).hasSize(each.name().startsWith("THROWS") ? 1 : 0);
        page.pass(60);
        assertThat(page.status()).endsWith("; detail=stale-while-revalidate");
        page.awaitEnd();
        assertThat(page.runs()).isEqualTo(4);
      } else {
        assertThat(page.status()).startsWith("larder; fwd=uri-miss; detail=");
      }
      assertThat(log.lines).hasSize(each.name().startsWith("THROWS") ? 2 : 0);
      assertThat(log.lines)
          .allMatch(line -> line.startsWith("WARNING A refresh failed behind a stale response"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatGoesAsynchronousIsRefreshedBehindItsClientsBack(Container.Kind kind)
      throws Exception {
    try (StalePage page =
        StalePage.of()
            .on(kind)
            .then(
                (request, response) -> {
                  var context = request.startAsync();
                  context.start(
                      () -> {
                        try {
                          context.getResponse().getOutputStream().print("later");
                        } catch (IOException e) {
                          throw new AssertionError(e);
                        }
                        context.complete();
                      });
                })
            .start()
            .open()) {
      assertThat(page.get().text()).isEqualTo("run 1");
      page.awaitEnd();
      RawResponse next = page.get();

      assertThat(next.text()).isEqualTo("later");
      assertThat(next.first("Cache-Status")).isEqualTo("larder; hit; ttl=30");
      assertThat(page.runs()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatDispatchesIsAskedInTheForegroundFromThenOn(Container.Kind kind)
      throws Exception {
    try (StalePage page =
        StalePage.of()
            .on(kind)
            .then(
                (request, response) -> {
                  if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    response.getOutputStream().print("dispatched");
                  } else {
                    request.startAsync().dispatch();
                  }
                })
            .start()
            .open()) {
      assertThat(page.get().text()).isEqualTo("run 1");
      page.awaitEnd();
      RawResponse next = page.get();

      assertThat(next.text()).isEqualTo("dispatched");
      assertThat(next.first("Cache-Status")).isEqualTo("larder; fwd=stale; stored");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatBeginsASessionIsAskedInTheForegroundFromThenOn(Container.Kind kind)
      throws Exception {
    try (StalePage page =
        StalePage.of()
            .on(kind)
            .then((request, response) -> response.getWriter().print(request.getSession().isNew()))
            .start()
            .open()) {
      assertThat(page.get().text()).isEqualTo("run 1");
      page.awaitEnd();

      assertThat(page.get().first("Cache-Status")).startsWith("larder; fwd=stale; detail=");
    }
  }

  /** What a handler may ask for in vain, and go on without. */
  static Stream<Arguments> inVain() {
    Map<String, Site.Handler> wishes =
        Map.of(
            "session", (request, response) -> request.getSession(),
            "locale", (request, response) -> response.setLocale(Locale.JAPAN),
            "type", (request, response) -> response.setContentType("text/plain; version=1"));
    return Stream.of(Container.Kind.values())
        .flatMap(
            kind ->
                wishes.entrySet().stream()
                    .map(wish -> Arguments.of(kind, wish.getKey(), wish.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("inVain")
  void nothingIsStoredOfAHandlerThatGoesOnWithoutWhatItsClientWasNeededFor(
      Container.Kind kind, String name, Site.Handler wish) throws Exception {
    try (StalePage page =
        StalePage.of()
            .on(kind)
            .then(
                (request, response) -> {
                  try {
                    wish.handle(request, response);
                    response.getOutputStream().print("as it is wished for");
                  } catch (IllegalStateException e) {
                    response.getOutputStream().print("instead");
                  }
                })
            .start()
            .open()) {
      assertThat(page.get().text()).isEqualTo("run 1");
      page.awaitEnd();
      RawResponse next = page.get();

      assertThat(next.first("Cache-Status")).startsWith("larder; fwd=stale; ");
      assertThat(next.text()).isNotEqualTo("instead");
      assertThat(page.get().text()).isNotEqualTo("instead");
    }
  }

  @Test
  void aClientThatIsGoneLeavesNothingBehind() throws Exception {
    try (StalePage page =
        StalePage.of()
            .outside(
                (request, response, chain) ->
                    chain.doFilter(
                        request,
                        ((HttpServletRequest) request).getHeader("X-Gone") == null
                            ? response
                            : new Broken((HttpServletResponse) response)))
            .start()
            .open()) {
      assertThat(page.get("X-Gone: 1").status()).isEqualTo(500);
      page.awaitEnd();

      assertThat(page.site.filter.loading()).isZero();
      assertThat(page.runs()).isOne();
      assertThat(page.status()).isEqualTo(StalePage.STALE);
      page.assertRefreshed();
    }
  }

  @Test
  void onOtherProtocolsTheConnectionStays() throws Exception {
    try (StalePage page =
        StalePage.of()
            .outside(
                (request, response, chain) ->
                    chain.doFilter(
                        new HttpServletRequestWrapper((HttpServletRequest) request) {
                          @Override
                          public String getProtocol() {
                            return "HTTP/2.0";
                          }
                        },
                        response))
            .start()
            .open()) {
      RawResponse stale = page.get();
      assertThat(stale.first("Cache-Status")).isEqualTo(StalePage.STALE);
      assertThat(stale.all("Connection")).isEmpty();
      page.assertRefreshed();
    }
  }

  /** The response of a client that has hung up. */
  private static final class Broken extends HttpServletResponseWrapper {

    Broken(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("the client is gone");
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
      };
    }
  }

  /** What refreshes log while this is open. */
  private static final class LogLines extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(Revalidation.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
      logger.addHandler(this);
      logger.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
