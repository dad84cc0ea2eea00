package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users who share URLs of a careless application, whom no answer reaches that was made for another;
 * and a careful one, of which all is shared that can be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileContract {

  private static final Map<String, Mistake> PAGES =
      Stream.of(careless(), CarefulPages.all(), CarefulPages.others())
          .flatMap(it -> it)
          .collect(Collectors.toMap(Mistake::name, Function.identity()));

  private static final String TOGETHER = "together";
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final Container.Kind kind;
  private final ExecutorService clients = Executors.newFixedThreadPool(User.values().length);
  private final Larder larder = Larder.open("memory:");
  private CacheFilter filter;
  private Container container;

  HostileContract(Container.Kind kind) {
    this.kind = kind;
  }

  static Stream<Mistake> careless() {
    return Stream.concat(CarelessAnswers.all(), CarelessReads.all());
  }

  private final class Application extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final AtomicInteger inside = new AtomicInteger();

    /** Lets the others come, as far as they do: some are asked for one after the other. */
    private void awaitOthers() {
      inside.incrementAndGet();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (inside.get() + filter.waiting() < User.values().length && System.nanoTime() < end) {
        LockSupport.parkNanos(100_000);
      }
      inside.decrementAndGet();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.getRequestURI().contains(TOGETHER)) {
        awaitOthers();
      }
      String[] segments = request.getRequestURI().split("[/;%\\\\]", 3);
      PAGES.get(segments[1]).page().answer(request, response, User.Gate.served());
    }
  }

  private static final class Part extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.getServletPath().equals("/part")
          || "/part".equals(request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH))) {
        CarefulPages.part(request, response);
      } else {
        CarelessReads.reading(request, response, User.Gate.served());
      }
    }
  }

  @BeforeAll
  void start() throws Exception {
    String rules = PAGES.values().stream().map(Mistake::line).collect(Collectors.joining("\n"));
    filter = CacheFilter.builder(larder).rules(rules).build();
    container =
        kind.start(
            new App()
                .filter("/*", new User.Gate())
                .filter("/*", filter)
                .servlet("/part", new Part())
                .servlet("/reading", new Part())
                .servlet("/*", new Application()));
  }

  @AfterAll
  void stop() {
    clients.shutdownNow();
    container.close();
    larder.close();
  }

  private RawResponse ask(Mistake page, String test, User user, String method, List<String> more)
      throws IOException {
    List<String> fields = new ArrayList<>(page.fields().apply(user));
    fields.addAll(more);
    return ask(method, "/" + page.name() + "/" + test + page.target().apply(user), user, fields);
  }

  private RawResponse ask(String method, String target, User user, List<String> fields)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (fields.stream().noneMatch(field -> field.startsWith("Host:"))) {
      head.append("Host: 127.0.0.1\r\n");
    }
    head.append("Connection: close\r\n")
        .append(User.TRUTH)
        .append(": ")
        .append(user)
        .append("\r\n");
    fields.forEach(field -> head.append(field).append("\r\n"));
    try (RawClient client = new RawClient(container.base())) {
      client.sendRaw(head.append("\r\n").toString());
      RawResponse answer = client.read(method);
      awaitEnd();
      return answer;
    }
  }

  /** Asynchronous handlers, and few others, may end after their clients have all. */
  private void awaitEnd() {
    if (filter.loading() > 0) {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> filter.loading() == 0);
    }
  }

  private static void assertFor(User user, RawResponse answer, String as) {
    String all =
        String.join("\n", answer.fields()) + new String(answer.body(), StandardCharsets.UTF_8);
    for (User other : User.values()) {
      if (other != user) {
        assertThat(all).as(as + " to " + user).doesNotContain(other.marker());
      }
    }
  }

  static Stream<Arguments> mistakes() {
    return careless().flatMap(page -> Way.all().map(way -> Arguments.of(page, way)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("mistakes")
  void noAnswerForOneUserReachesAnother(Mistake page, Way way) throws IOException {
    String test = way.name();
    RawResponse first = ask(page, test, User.ALICE, way.method(), way.fields());
    String tag = first.first("ETag") == null ? "\"none\"" : first.first("ETag");
    List<String> next = way.nextFields().stream().map(it -> it.replace("<tag>", tag)).toList();
    RawResponse second = ask(page, test, User.BOB, way.nextMethod(), next);

    assertFor(User.ALICE, first, "the first");
    assertFor(User.BOB, second, "the second");
    if (first.first("ETag") != null) {
      assertThat(second.first("ETag")).isNotEqualTo(tag); // he is told that he has her page
    }
    assertFor(User.ALICE, ask(page, test, User.ALICE, "GET", List.of()), "the third");
    assertFor(User.CAROL, ask(page, test, User.CAROL, "GET", List.of()), "the fourth");
    if (page.target().apply(User.ALICE).equals(page.target().apply(User.CAROL))) {
      String target = "/" + page.name() + "/" + test + page.target().apply(User.CAROL);
      assertFor(User.CAROL, ask("GET", target, User.CAROL, List.of()), "the last, to nobody");
    }
  }

  @ParameterizedTest
  @MethodSource("careless")
  void norOneWhoWaitsForIt(Mistake page) throws Exception {
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (User user : User.values()) {
      answers.add(clients.submit(() -> ask(page, TOGETHER, user, "GET", List.of())));
    }
    for (User user : User.values()) {
      assertFor(user, answers.get(user.ordinal()).get(20, TimeUnit.SECONDS), "one of them");
    }
  }

  static Stream<Arguments> careful() {
    return Stream.concat(
        CarefulPages.all()
            .flatMap(
                page ->
                    Stream.of("GET", "HEAD", "tag", "range").map(way -> Arguments.of(page, way))),
        CarefulPages.others()
            .flatMap(page -> Stream.of("GET", "HEAD").map(way -> Arguments.of(page, way))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("careful")
  void whatIsTheSameForAllIsSharedByAll(Mistake page, String way) throws IOException {
    RawResponse first = ask(page, way, User.ALICE, "GET", List.of());
    assertThat(first.first("Cache-Status")).endsWith("; stored");
    boolean head = way.equals("HEAD");
    List<String> more =
        switch (way) {
          case "tag" ->
              List.of(
                  first.first("ETag") != null
                      ? "If-None-Match: " + first.first("ETag")
                      : "If-None-Match: "
                          + ask(page, way, User.ALICE, "GET", List.of()).first("ETag"));
          case "range" -> List.of("Range: bytes=0-3");
          default -> List.of();
        };
    RawResponse second = ask(page, way, User.BOB, head ? "HEAD" : "GET", more);
    assertThat(second.first("Cache-Status")).startsWith("larder; hit");
    boolean proxied = page.rule().equals("proxy");
    switch (way) {
      case "tag" -> assertThat(second.status()).isEqualTo(proxied ? 200 : 304);
      case "range" -> {
        assertThat(second.status()).isEqualTo(206);
        assertThat(second.body()).hasSize(4);
      }
      case "HEAD" -> assertThat(second.status()).isEqualTo(first.status());
      default -> assertThat(second.body()).isEqualTo(first.body());
    }
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(mistakes().count() + careless().count() + careful().count()).isGreaterThan(200);
  }
}
