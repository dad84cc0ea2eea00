package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.key.KeyResult;
import io.larder.cache.key.PageKeys;
import io.larder.cache.key.RequestDescription;
import io.larder.cache.key.RequestPairs;
import io.larder.cache.key.RequestPairs.Pair;
import io.larder.cache.key.RequestPairs.RawRequest;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Targets one edit apart, with a container's own decoding as the judge: requests between which an
 * application can tell never share a key, and those between which it cannot share one but for the
 * reasons that are named here.
 */
class ContainerKeysTest {

  private static final int TRIES = 200;
  private static final List<String> NAMES = List.of("country", "a", "a&b");
  private static final PageKeys WHOLE = PageKeys.effectiveUri();
  private static final PageKeys DECLARED =
      PageKeys.builder().params(NAMES.toArray(String[]::new)).build();

  private static final Map<Container.Kind, Echo> ECHOES = new ConcurrentHashMap<>();

  /**
   * What became of a request.
   *
   * @param path as the application sees it
   * @param parameters as the application sees them: names in order, values in theirs
   * @param declared those that are named
   * @param whole the key by all parameters; null if there is none
   * @param some the key by the named ones; null if there is none
   */
  private record Seen(
      String path,
      String parameters,
      String declared,
      @Nullable String whole,
      @Nullable String some) {}

  @Property(tries = TRIES)
  void onJettyDifferentRequestsNeverShareAKey(@ForAll long seed) throws Exception {
    assertToldApart(Container.Kind.JETTY, seed);
  }

  @Property(tries = TRIES)
  void onUndertowDifferentRequestsNeverShareAKey(@ForAll long seed) throws Exception {
    assertToldApart(Container.Kind.UNDERTOW, seed);
  }

  @Property(tries = TRIES)
  void onTomcatDifferentRequestsNeverShareAKey(@ForAll long seed) throws Exception {
    assertToldApart(Container.Kind.TOMCAT, seed);
  }

  /** The same pairs each time: what containers do with malformed bytes has no end. */
  @Example
  void whatAnApplicationCannotTellApartHasOneKeyOrAReason() throws Exception {
    for (Container.Kind kind : Container.Kind.values()) {
      for (long seed = 0; seed < 300; seed++) {
        Pair pair = RequestPairs.oneEditApart(new Random(seed));
        Seen left = echo(kind).ask(pair.left());
        Seen right = echo(kind).ask(pair.right());
        if (left != null
            && right != null
            && left.whole() != null
            && right.whole() != null
            && left.path().equals(right.path())
            && left.parameters().equals(right.parameters())) {
          assertThat(loosened(right.whole()))
              .as("%s has two keys for no known reason: %s, %s", pair, left, right)
              .isEqualTo(loosened(left.whole()));
        }
      }
    }
  }

  private static void assertToldApart(Container.Kind kind, long seed) throws Exception {
    Pair pair = RequestPairs.oneEditApart(new Random(seed));
    Echo echo = echo(kind);
    Seen left = echo.ask(pair.left());
    Seen right = echo.ask(pair.right());
    if (left == null || right == null) {
      return; // the container answers for itself, and nothing of it is stored
    }
    boolean samePath = left.path().equals(right.path());
    boolean same = samePath && left.parameters().equals(right.parameters());
    if (left.whole() != null && left.whole().equals(right.whole())) {
      echo.shared++;
      assertThat(same).as("%s share a key by all: %s, %s", pair, left, right).isTrue();
    } else if (left.whole() != null && right.whole() != null) {
      echo.told++;
    }
    if (left.some() != null && left.some().equals(right.some())) {
      assertThat(samePath && left.declared().equals(right.declared()))
          .as("%s share a key by the named ones: %s, %s", pair, left, right)
          .isTrue();
    }
  }

  /**
   * A key without what tells requests apart that this application cannot tell: reserved characters
   * with and without an escape (RFC 3986 2.2: not the same), a parameter with no value and one with
   * an empty value, path parameters, empty segments, and bytes that are no UTF-8. Others can, so
   * these have two keys; all that it costs is a hit.
   */
  private static List<String> loosened(String key) {
    int question = key.indexOf('?');
    String path = question < 0 ? key : key.substring(0, question);
    List<String> parts = new ArrayList<>();
    for (String parameter : question < 0 ? new String[0] : key.substring(question + 1).split("&")) {
      parts.add(decoded(parameter.endsWith("=") ? parameter.replaceFirst("=$", "") : parameter));
    }
    parts.removeIf(String::isEmpty);
    Collections.sort(parts);
    parts.add(0, decoded(path.replaceAll(";[^/]*", "").replaceAll("/+", "/")));
    return parts;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8).replaceAll("\uFFFD+", "\uFFFD");
  }

  private static Echo echo(Container.Kind kind) throws Exception {
    Echo echo = ECHOES.get(kind);
    if (echo == null) {
      echo = new Echo(kind);
      ECHOES.put(kind, echo);
    }
    return echo;
  }

  @AfterContainer
  static void stop() {
    ECHOES.values().forEach(Echo::close);
    for (Echo echo : ECHOES.values()) {
      // Else nothing was asked that keys could be wrong about.
      assertThat(echo.shared).as("pairs of one key").isPositive();
      assertThat(echo.told).as("pairs of two keys").isPositive();
    }
    ECHOES.clear();
  }

  /** A container whose only servlet says what it sees, over connections that are kept. */
  private static final class Echo implements AutoCloseable {
    private final Container container;
    private @Nullable RawClient client;
    private int shared;
    private int told;

    Echo(Container.Kind kind) throws Exception {
      container = kind.start(new App().servlet("/*", new EchoServlet()));
    }

    /** Returns what it saw, or null if the container refused the request by itself. */
    @Nullable Seen ask(RawRequest request) throws IOException {
      String target = request.target();
      if (container.kind() == Container.Kind.UNDERTOW) {
        // It leaves an escaped slash as it was sent; RFC 3986 6.2.2.1: either case is the same.
        String path = request.rawPath().replace("%2f", "%2F");
        target = new RawRequest(path, request.rawQuery()).target();
      }
      if (!target.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        return null; // no request line
      }
      RawResponse answer;
      try {
        answer = exchange(target);
      } catch (IOException e) {
        drop();
        answer = exchange(target); // the container closed what it had kept
      }
      if (answer.status() != 200 || "close".equalsIgnoreCase(answer.first("Connection"))) {
        drop();
      }
      if (answer.status() != 200) {
        return null;
      }
      String[] parts = new String(answer.body(), UTF_8).split("\n", -1);
      return new Seen(parts[0], parts[1], parts[2], key(parts[3]), key(parts[4]));
    }

    private RawResponse exchange(String target) throws IOException {
      if (client == null) {
        client = new RawClient(container.base());
      }
      client.send("GET", target);
      return client.read("GET");
    }

    private void drop() throws IOException {
      if (client != null) {
        client.close();
        client = null;
      }
    }

    private static @Nullable String key(String text) {
      return text.isEmpty() ? null : text;
    }

    @Override
    public void close() {
      try {
        drop();
      } catch (IOException e) {
        throw new AssertionError(e);
      } finally {
        container.close();
      }
    }
  }

  /** Says on five lines what {@link Seen} holds. */
  private static final class EchoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      RequestDescription described = new DescribedRequest(request, request.getMethod());
      Map<String, String[]> all;
      try {
        all = request.getParameterMap();
      } catch (RuntimeException e) {
        response.sendError(400); // an application that asks for them fails, and is not stored
        return;
      }
      String text =
          String.join(
              "\n",
              escaped(request.getServletPath() + request.getPathInfo()),
              parameters(all, all.keySet()),
              parameters(all, NAMES),
              text(WHOLE.key(described)),
              text(DECLARED.key(described)));
      byte[] body = text.getBytes(UTF_8);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }

    private static String text(KeyResult key) {
      return key instanceof KeyResult.Key made ? made.text() : "";
    }

    private static String parameters(Map<String, String[]> all, Collection<String> names) {
      Map<String, String> shown = new TreeMap<>();
      for (String name : names) {
        String[] values = all.get(name);
        if (values != null) {
          shown.put(
              escaped(name),
              List.of(values).stream()
                  .map(EchoServlet::escaped)
                  .collect(Collectors.joining("|", "[", "]")));
        }
      }
      return shown.toString();
    }

    /** Code by code, so that nothing that is shown looks like what is put around it. */
    private static String escaped(String text) {
      return text.chars().mapToObj(Integer::toHexString).collect(Collectors.joining("."));
    }
  }
}
