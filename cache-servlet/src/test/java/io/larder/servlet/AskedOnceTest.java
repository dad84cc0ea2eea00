package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Unavailable;
import io.larder.cache.annotation.Cached;
import io.larder.cache.memory.MemoryProvider;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.servlet.testing.RawResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a look-up that failed, the same request or call asks its store nothing more. */
class AskedOnceTest {

  /** How a look-up fails, or does not. */
  enum Failing {
    NOT,
    UNAVAILABLE,
    THROWS
  }

  /** A method that is cached. */
  interface Names {
    @Cached
    String of(String key);
  }

  /** What was asked of the store, in order. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private volatile Failing failing = Failing.NOT;

  /** How many look-ups go well before. */
  private volatile int goesWell;

  private Larder larder() {
    return Larder.builder().backend(this::backend).build();
  }

  private Site site() throws Exception {
    return Site.of(
            (request, response) -> {
              response.setHeader("Cache-Control", "max-age=60");
              response.setHeader("Vary", "Accept-Language");
              response.getWriter().print("hello");
            })
        .over(larder())
        .start();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT")
  void ofAPage(Failing how) throws Exception {
    try (Site site = site()) {
      failing = how;

      RawResponse response = site.get("/a");

      assertThat(response.text()).isEqualTo("hello");
      assertThat(asked).containsExactly("find");
      assertThat(site.runs()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET|Range: bytes=0-1",
        "GET|If-None-Match: \"x\"",
        "GET|Cache-Control: max-stale=60",
        "HEAD|Accept: */*",
      })
  void ofAPageHoweverItIsAskedFor(String request) throws Exception {
    try (Site site = site()) {
      failing = Failing.UNAVAILABLE;
      String[] parts = request.split("\\|");

      site.send(parts[0], "/a", parts[1]);

      assertThat(asked).containsExactly("find");
      assertThat(site.runs()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT")
  void ofAVariantThatIsFoundInTwoSteps(Failing how) throws Exception {
    try (Site site = site()) {
      site.get("/a", "Accept-Language: de");
      asked.clear();
      goesWell = 1;
      failing = how;

      assertThat(site.get("/a", "Accept-Language: de").text()).isEqualTo("hello");

      assertThat(asked).containsExactly("find", "find");
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Test
  void aPageOfAStoreThatIsWellIsStoredAndFound() throws Exception {
    try (Site site = site()) {
      site.get("/a");
      assertThat(asked).startsWith("find").contains("fill");
      asked.clear();

      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");

      assertThat(asked).containsOnly("find");
      assertThat(site.runs()).isEqualTo(1);
    }
  }

  @Test
  void ofAMethod() {
    try (Larder larder = larder()) {
      Names names = larder.proxy(Names.class, key -> key + "!");
      failing = Failing.UNAVAILABLE;

      assertThat(names.of("a")).isEqualTo("a!");

      assertThat(asked).containsExactly("find");
    }
  }

  @Test
  void ofManyKeys() {
    try (Larder larder = larder()) {
      Cache<String> names = larder.cache("names", String.class);
      failing = Failing.UNAVAILABLE;

      assertThat(names.getAll(List.of("k", "l"), keys -> Map.of("k", "1", "l", "2")))
          .isEqualTo(Map.of("k", "1", "l", "2"));

      assertThat(asked).containsExactly("findAll");
    }
  }

  @Test
  void whatAMethodSaysIsStoredByAStoreThatIsWellAndFound() {
    try (Larder larder = larder()) {
      Names names = larder.proxy(Names.class, key -> key + "!");
      names.of("a");
      assertThat(asked).startsWith("find").contains("fill");
      asked.clear();

      assertThat(names.of("a")).isEqualTo("a!");

      assertThat(asked).containsExactly("find");
    }
  }

  /**
   * The memory, whose views count what they are asked, and whose look-ups fail when they are to.
   */
  private Backend backend(BackendContext context) {
    Backend memory = new MemoryProvider().open(StoreUri.parse("memory:"), context);
    return forwarding(
        Backend.class,
        (method, arguments) -> {
          Object answer = invoke(memory, method, arguments);
          return method.getName().equals("open") ? counting((CacheStore<?>) answer) : answer;
        });
  }

  private CacheStore<?> counting(CacheStore<?> store) {
    return forwarding(
        CacheStore.class,
        (method, arguments) -> {
          String name = method.getName();
          if (!name.equals("name") && !name.equals("close")) {
            asked.add(name);
          }
          boolean fails = name.startsWith("find") && failing != Failing.NOT && goesWell-- <= 0;
          if (!fails) {
            return invoke(store, method, arguments);
          }
          if (failing == Failing.THROWS) {
            throw new IllegalStateException("of a test");
          }
          return name.equals("find") ? new Unavailable<>("gone") : unavailable(arguments[0]);
        });
  }

  private static Map<String, Lookup<Object>> unavailable(Object keys) {
    Map<String, Lookup<Object>> answers = new LinkedHashMap<>();
    ((Collection<?>) keys).forEach(key -> answers.put((String) key, new Unavailable<>("gone")));
    return answers;
  }

  /** What is done instead of a method. */
  private interface Instead {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T forwarding(Class<T> type, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            AskedOnceTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> instead.call(method, arguments)));
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
