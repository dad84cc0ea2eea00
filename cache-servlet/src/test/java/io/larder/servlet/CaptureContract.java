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
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a capture promises on every container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CaptureContract {
  private final Container.Kind kind;
  final Recorder recorder = new Recorder();
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
      Cases.part(request, response);
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
    RawResponse bare = exchange("GET", "/case/" + name + "?bare-" + name);
    RawResponse kept = exchange("GET", "/case/" + name + "?same-" + name);
    assertThat(shown(kept, name)).isEqualTo(shown(bare, name));
    recorder.await("same-" + name);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsKeptIsWhatTheClientGot(String name) throws Exception {
    RawResponse response = exchange("GET", "/case/" + name + "?got-" + name);
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

  /** Fields that a container adds when the head leaves. */
  private static final Set<String> CONTAINERS =
      Set.of("date", "server", "connection", "keep-alive", "transfer-encoding", "content-length");

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
