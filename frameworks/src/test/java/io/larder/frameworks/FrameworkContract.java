package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Larder;
import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Doorman;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import io.larder.frameworks.testing.Visits;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds under each framework: what it reads on every request keeps no page from being stored,
 * and what a page shows of a user is nobody else's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FrameworkContract {
  private static final AtomicInteger CASES = new AtomicInteger();

  private static final int ROUNDS = Integer.getInteger("larder.repeats", 3);

  private final Site.Kind kind;
  private final Larder larder = Larder.open("memory:");
  private final Visits visits = new Visits();
  private Site site;
  private List<String> sessions = List.of();

  FrameworkContract(Site.Kind kind) {
    this.kind = kind;
  }

  /** Registers what stands outside of the cache. */
  void deployOutside(ServletContext context) throws ServletException {}

  /** Registers what stands inside of the cache. */
  abstract void deploy(ServletContext context) throws ServletException;

  /** Pages that are the same for everybody. */
  abstract Stream<String> careful();

  /** Those of them whose handlers do not read all fields, whoever sent them. */
  Stream<String> behindProxies() {
    return careful();
  }

  /** Those of them whose handlers do not read all parameters, or see only those in the key. */
  Stream<String> fromCampaigns() {
    return careful();
  }

  /** Pages that show who asks. */
  abstract Stream<Careless> careless();

  /** Pages that show the language which their client prefers. */
  abstract Stream<String> localized();

  /** What each visitor brings; nothing, where the framework reads cookies on every request. */
  String[] cookies(String path, int number) {
    return new String[] {"Cookie", "_ga=GA1." + number};
  }

  List<String> rules() {
    return List.of(
        "/* ttl=60s ignoreParams=utm_*",
        "/members/* ttl=60s allowAuthenticated",
        "/plain/* ttl=60s ignoreParams=utm_* hide=headers,params");
  }

  /** Writes the static files and JSPs of the application. */
  void files(Path directory) throws Exception {}

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    files(directory);
    CacheFilter cache = CacheFilter.builder(larder).rules(String.join("\n", rules())).build();
    site =
        kind.start(
            directory,
            context -> {
              filter(context, "doorman", new Doorman());
              deployOutside(context);
              filter(context, "larder", cache);
              deploy(context);
            });
    sessions = List.of(session("ann"), session("bob"));
  }

  /** The session cookies of ann and bob. */
  final List<String> sessions() {
    return sessions;
  }

  /** Begins a session, and answers its cookie. */
  private String session(String user) throws Exception {
    String page = careful().findFirst().orElseThrow();
    String cookie = get(page, Visitor.CURL.with(Doorman.SESSION, user)).setCookie();
    return cookie.substring(0, cookie.indexOf(';'));
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
    larder.close();
  }

  /** Registers a filter inside of those that are registered already. */
  static void filter(ServletContext context, String name, Filter filter) {
    FilterRegistration.Dynamic registration = context.addFilter(name, filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
  }

  /** An address that no other test asks for. */
  private static String fresh(String path) {
    return path + (path.contains("?") ? "&" : "?") + "case=" + CASES.incrementAndGet();
  }

  /** The stored answer, which may be stored a moment after its own client has got it. */
  final Answer shared(String page, Visitor visitor) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> get(page, visitor), Answer::isShared);
  }

  final Answer get(String path, Visitor visitor) throws Exception {
    return visits.get(site.at(path), visitor);
  }

  Stream<Arguments> carefulPagesForAllVisitors() {
    return careful().flatMap(path -> Visitor.all().map(visitor -> Arguments.of(path, visitor)));
  }

  Stream<Arguments> carelessPagesForVisitors() {
    return careless()
        .flatMap(
            page ->
                Stream.of(Visitor.FIREFOX, Visitor.JAVA)
                    .map(visitor -> Arguments.of(page, visitor)));
  }

  @ParameterizedTest
  @MethodSource("carefulPagesForAllVisitors")
  void aPageForEverybodyIsStoredAndAnswersTheNext(String path, Visitor visitor) throws Exception {
    String page = fresh(path);

    Answer first = get(page, visitor.with(cookies(path, 1)));
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.cacheStatus()).as(path).contains("; stored");

    assertThat(shared(page, visitor.with(cookies(path, 2))).body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @MethodSource("behindProxies")
  void whatProxiesAddKeepsNoPageFromBeingStored(String path) throws Exception {
    String page = fresh(path);
    Answer first = get(page, Visitor.FIREFOX.behindProxy(1));
    assertThat(first.cacheStatus()).as(path).contains("; stored");
    assertThat(shared(page, Visitor.FIREFOX.behindProxy(2)).body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @MethodSource("fromCampaigns")
  void parametersThatDoNotCountKeepNoPageFromBeingStored(String path) throws Exception {
    String page = fresh(path);
    Answer first = get(page + "&utm_source=a", Visitor.FIREFOX);
    assertThat(first.cacheStatus()).as(path).contains("; stored");
    assertThat(shared(page + "&utm_source=b", Visitor.FIREFOX).body()).isEqualTo(first.body());
    assertThat(shared(page, Visitor.FIREFOX).body()).isEqualTo(first.body());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("carelessPagesForVisitors")
  void aPageAboutAUserIsNobodyElses(Careless careless, Visitor visitor) throws Exception {
    String page = fresh(careless.path());

    Answer anns = get(page, careless.annAs(visitor));
    assertThat(anns.body()).as(page + " " + anns).contains("ann");
    assertThat(anns.cacheStatus()).as(page).contains(careless.reason()).doesNotContain("; stored");

    Answer bobs = get(page, careless.bobAs(visitor));
    assertThat(bobs.body()).as(page).contains("bob").doesNotContain("ann");
    assertThat(bobs.isHit()).isFalse();

    Answer nobodys = get(page, visitor);
    assertThat(nobodys.body()).doesNotContain("ann").doesNotContain("bob");

    assertThat(get(page, careless.annAs(visitor)).body()).contains("ann");
    assertThat(get(page, visitor).body()).isEqualTo(nobodys.body());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("careless")
  void aPageForNobodyIsNoUsers(Careless careless) throws Exception {
    String page = fresh(careless.path());

    assertThat(get(page, Visitor.CURL).body()).doesNotContain("ann");
    assertThat(get(page, careless.annAs(Visitor.CURL)).body()).as(page).contains("ann");
    assertThat(get(page, Visitor.CURL).body()).doesNotContain("ann");
    assertThat(get(page, careless.bobAs(Visitor.CURL)).body()).as(page).contains("bob");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("careless")
  void usersWhoAskAtTheSameTimeGetTheirOwn(Careless careless) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String page = fresh(careless.path());
        List<Callable<Answer>> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          asking.add(() -> get(page, careless.annAs(Visitor.CURL)));
          asking.add(() -> get(page, careless.bobAs(Visitor.CURL)));
        }
        List<Future<Answer>> answers = threads.invokeAll(asking);
        for (int i = 0; i < answers.size(); i++) {
          String own = i % 2 == 0 ? "ann" : "bob";
          String others = i % 2 == 0 ? "bob" : "ann";
          assertThat(answers.get(i).get().body()).contains(own).doesNotContain(others);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("localized")
  void aPageInALanguageAnswersThoseWhoPreferIt(String path) throws Exception {
    String page = fresh(path);
    Visitor english = Visitor.FIREFOX.with("Accept-Language", "en");
    Visitor french = Visitor.FIREFOX.with("Accept-Language", "fr");

    assertThat(get(page, english).body()).contains("en");
    assertThat(get(page, french).body()).contains("fr");

    assertThat(shared(page, english).body()).contains("en");
    assertThat(shared(page, french).body()).contains("fr");
  }
}
