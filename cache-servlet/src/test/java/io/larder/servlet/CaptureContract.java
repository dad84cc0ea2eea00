package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.Recorder.Recording;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a capture promises on every container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CaptureContract {
  final Container.Kind kind;
  final Recorder recorder = new Recorder();
  private final GoneServlet gone = new GoneServlet();
  Container container;

  CaptureContract(Container.Kind kind) {
    this.kind = kind;
  }

  /** Runs the case that the path names. */
  static final class CaseServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      String name = request.getPathInfo().substring(1);
      try {
        Cases.ALL.get(name).handler().handle(request, response);
      } catch (IOException | RuntimeException | ServletException e) {
        throw e;
      } catch (Exception e) {
        throw new ServletException(e);
      }
    }
  }

  /** Is included and forwarded to. */
  static final class PartServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      DispatchCases.part(request, response);
    }
  }

  /** Writes the page of an error. */
  static final class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().print("our page of " + response.getStatus());
    }
  }

  @BeforeAll
  void start() throws Exception {
    container =
        kind.start(
            new App()
                .servlet("/case/*", new CaseServlet())
                .servlet("/gone", gone)
                .filter("/gone", recorder)
                .servlet("/random", new RandomServlet())
                .filter("/random", recorder)
                .servlet("/part", new PartServlet())
                .servlet("/error", new ErrorServlet())
                .errorPage(410, "/error")
                .filter("/case/*", recorder));
  }

  @AfterAll
  void stop() throws Exception {
    container.close();
  }

  /** Why nothing is kept of that case on this container, or null. */
  Reason lost(String name) {
    return Cases.ALL.get(name).lost();
  }

  /** Whether what a client sends after an upgrade reaches the handler, without a capture too. */
  boolean upgradedInputWorks() {
    return true;
  }

  /** Whether the container upgrades a connection for a servlet, without a capture too. */
  boolean upgrades() {
    return true;
  }

  /** Whether the container itself can do without a capture what that case asks for. */
  boolean worksBare(String name) {
    return true;
  }

  /** Whether the container makes the same page of an error whoever listens to the request. */
  boolean answersAlike(String name) {
    return true;
  }

  /** Whether a case's length may be announced on one side and chunked on the other. */
  boolean framedDifferently(String name) {
    return false;
  }

  static Set<String> cases() {
    return Cases.ALL.keySet();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theClientSeesTheSameAsWithoutTheCapture(String name) throws Exception {
    RawResponse bare = exchange("GET", "/case/" + name + "?bare-" + name, connection(name));
    RawResponse kept = exchange("GET", "/case/" + name + "?same-" + name, connection(name));
    if (answersAlike(name)) {
      assertThat(shown(kept, name)).isEqualTo(shown(bare, name));
    } else {
      assertThat(kept.status()).isEqualTo(worksBare(name) ? bare.status() : 200);
    }
    recorder.await("same-" + name);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsKeptIsWhatTheClientGot(String name) throws Exception {
    if (name.equals("upgrade")) {
      return;
    }
    RawResponse response = exchange("GET", "/case/" + name + "?got-" + name, connection(name));
    Recording recording = recorder.await("got-" + name);
    Reason lost = lost(name);
    if (lost == null) {
      assertThat(recording.captured).isInstanceOf(Captured.Complete.class);
      Captured.Complete complete = recording.complete();
      assertThat(complete.status()).isEqualTo(response.status());
      assertThat(complete.body()).isEqualTo(response.body());
      assertThat(recording.lost).isEmpty();
      assertThat(recording.heads).hasSize(1);
      for (int i = 0; i < complete.fields().size(); i++) {
        String field = complete.fields().name(i);
        if (!field.equalsIgnoreCase("Set-Cookie")) {
          assertThat(complete.fields().all(field)).isEqualTo(response.all(field));
        }
      }
      if (recording.knowsUser) {
        return; // a session's cookie is added behind the capture's back on Undertow
      }
      for (String field : response.fields()) {
        String own = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
        if (!CONTAINERS.contains(own)) {
          assertThat(complete.fields().contains(own)).as(own).isTrue();
        }
      }
    } else {
      assertThat(recording.captured).isEqualTo(new Captured.Incomplete(lost));
      assertThat(recording.lost).containsExactly(lost);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "writer", "announcedLarge", "closedStream", "cookies"})
  void aBodyThatIsCompleteBeforeTheHeadLeavesIsKnownWhole(String name) throws Exception {
    RawResponse response = exchange("GET", "/case/" + name + "?whole-" + name);
    assertThat(recorder.await("whole-" + name).wholeBody).isEqualTo(response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"largeInPieces", "flushedFirst", "flushedWriter", "largeWriter"})
  void aBodyThatIsNotCompleteWhenTheHeadLeavesIsNotKnownWhole(String name) throws Exception {
    exchange("GET", "/case/" + name + "?part-" + name);
    Recording recording = recorder.await("part-" + name);
    assertThat(recording.wholeBody).isNull();
    assertThat(recording.captured).isInstanceOf(Captured.Complete.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "writer", "largeInPieces", "flushedWriter", "announced"})
  void aHeadRewrittenTo304LeavesWithoutTheBodyWhichIsKept(String name) throws Exception {
    RawResponse full = exchange("GET", "/case/" + name + "?full-" + name);
    String query = "answer=NO_BODY&" + name;
    RawResponse response = exchange("GET", "/case/" + name + "?" + query, "Connection: close");
    Captured.Complete complete = recorder.await(query).complete();
    assertThat(response.status()).isEqualTo(304);
    assertThat(complete.status()).isEqualTo(200);
    if (!name.equals("flushedWriter")) { // which writes whether it was committed
      assertThat(complete.body()).isEqualTo(full.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "writer", "largeWriter", "largeInPieces", "flushedWriter"})
  void whatTheListenerPassesReachesTheClientAndIsNotKept(String name) throws Exception {
    RawResponse full = exchange("GET", "/case/" + name + "?unpassed-" + name);
    String query = "answer=PASS&" + name;
    RawResponse response = exchange("GET", "/case/" + name + "?" + query);
    assertThat(response.body()).isEqualTo(full.body());
    Recording recording = recorder.await(query);
    assertThat(recording.captured).isEqualTo(new Captured.Incomplete(Reason.PASSED));
    assertThat(recording.lost).isEmpty();
  }

  @Test
  void conditionsAndRangesAreHiddenFromTheHandler() throws Exception {
    String[] fields = {
      "If-Match: \"a\"",
      "if-none-match: \"a\"",
      "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
      "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
      "If-Range: \"a\"",
      "Range: bytes=0-1",
      "X-Other: seen"
    };
    RawResponse bare = exchange("GET", "/case/conditions?bare-conditions", fields);
    RawResponse kept = exchange("GET", "/case/conditions?conditions", fields);
    assertThat(bare.text())
        .contains("bytes=0-1truetrue-1", "GMTtruetrue784111777000")
        .endsWith("seen");
    assertThat(kept.text()).isEqualTo("nullfalsefalse-1 ".repeat(6) + "seen");
  }

  @Test
  void cookiesStandInTheHead() throws Exception {
    exchange("GET", "/case/cookies?seen-cookies");
    assertThat(recorder.await("seen-cookies").heads.get(0).fields().all("Set-Cookie"))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("user=1"))
        .anyMatch(line -> line.startsWith("other=2"));
  }

  @Test
  void aHandlerThatAskedForASessionOrAUserIsNoticedIfThereWasOne() throws Exception {
    for (String name : List.of("session", "noSession", "noUser", "stream")) {
      exchange("GET", "/case/" + name + "?knows-" + name);
      assertThat(recorder.await("knows-" + name).knowsUser)
          .as(name)
          .isEqualTo(name.equals("session"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-upgrade", "upgrade"})
  void anUpgradeRunsThroughTheCapture(String query) throws Exception {
    try (RawClient client = new RawClient(container.base())) {
      client.send("GET", "/case/upgrade?" + query, "Connection: Upgrade", "Upgrade: echo");
      if (!upgrades()) {
        assertThat(client.read("GET").status()).isEqualTo(500);
        return;
      }
      assertThat(client.read("GET").status()).isEqualTo(101);
      if (upgradedInputWorks()) {
        client.sendRaw("echo");
        assertThat(new String(client.readBytes(4), StandardCharsets.US_ASCII)).isEqualTo("echo");
      }
    }
    if (query.equals("upgrade")) {
      assertThat(recorder.await(query).captured)
          .isEqualTo(new Captured.Incomplete(Reason.UPGRADED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "writer"})
  void nothingIsKeptWhenAHandlerSaysNothingOfAClientThatWentAway(String query) throws Exception {
    try (RawClient client = new RawClient(container.base())) {
      client.send("GET", "/gone?" + query);
      client.readBytes(1000);
      client.abort();
      gone.of(query).countDown();
    }
    assertThat(recorder.await(query).captured).isEqualTo(new Captured.Incomplete(Reason.ABORTED));
  }

  @Test
  void whatIsKeptOfAnAbortedResponseIsTheWholeOrNothing() throws Exception {
    long start = new Random().nextLong() >>> 16;
    System.out.println(kind + ": aborted responses from seed " + start);
    for (long seed = start; seed < start + 100; seed++) {
      byte[] body = RandomServlet.body(seed);
      RawResponse twin = exchange("GET", "/random?seed=" + seed + "&twin");
      assertThat(twin.body()).as("seed %d", seed).isEqualTo(body);
      assertThat(recorder.await("seed=" + seed + "&twin").complete().body()).isEqualTo(body);
      try (RawClient client = new RawClient(container.base(), 4096)) {
        client.send("GET", "/random?seed=" + seed);
        client.readBytes(new Random(seed).nextInt(Math.min(100_000, 100 + body.length)));
        client.abort();
      }
      Captured captured = recorder.await("seed=" + seed).captured;
      if (captured instanceof Captured.Complete complete) {
        assertThat(complete.body()).as("seed %d", seed).isEqualTo(body);
      }
    }
  }

  /** Fields that a container adds when the head leaves. */
  private static final Set<String> CONTAINERS =
      Set.of("date", "server", "connection", "keep-alive", "transfer-encoding", "content-length");

  /** Tomcat would let a client wait for what never comes. */
  private static String connection(String name) {
    return name.startsWith("lessThan") ? "Connection: close" : "Connection: keep-alive";
  }

  RawResponse exchange(String method, String target, String... fields) throws IOException {
    return RawClient.exchange(container.base(), method, target, fields);
  }

  private String shown(RawResponse response, String name) {
    String fields =
        response.fields().stream()
            .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("date:"))
            .filter(line -> !framedDifferently(name) || !line.matches("(Content-Len|Transfer).*"))
            .map(line -> line.replaceFirst("(Set-Cookie: JSESSIONID=)[^;]+", "$1..."))
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining("\n"));
    String all =
        response.statusLine()
            + "\n"
            + fields
            + "\n\n"
            + response.text()
            + "\n"
            + response.trailers()
            + (response.complete() ? "" : "\nincomplete");
    return all.replace("?bare-", "?same-");
  }
}
