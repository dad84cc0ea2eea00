package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.LoadCycleException;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.io.IOException;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the calls of an object of a generated subclass come to. */
class SubclassTest {

  private final Larder larder = Larder.builder().executor(Runnable::run).build();

  @AfterEach
  void close() {
    larder.close();
  }

  /** Notes what it is asked. */
  static class Catalog {
    final List<String> asked = new ArrayList<>();

    @Cached(cache = "found")
    public @Nullable String find(String country) throws IOException {
      asked.add("find " + country);
      if (country.isEmpty()) {
        throw new IOException("no country");
      }
      return country + asked.size();
    }

    public String twice(String country) throws IOException {
      return find(country) + this.find(country);
    }

    @Cached
    protected int count(@CacheKey("country") String country, Object whoAsks) {
      asked.add("count " + country);
      return asked.size();
    }

    @Cached
    long sum(byte a, short b, char c, int d, long e, float f, double g, boolean h) {
      asked.add("sum");
      return (long) (a + b + c + d + e + f + g + (h ? 1 : 0));
    }

    @Cached
    String none() {
      asked.add("none");
      return "none";
    }

    @Cached
    int[] numbers(String... names) {
      asked.add("numbers");
      return new int[] {names.length};
    }

    @Cached
    Optional<String> maybe(String country) {
      asked.add("maybe " + country);
      return Optional.of(country);
    }

    @Cached
    CompletableFuture<String> later(String country) {
      asked.add("later " + country);
      return CompletableFuture.completedFuture(country);
    }

    @Cached
    Map<Integer, String> quotes(Collection<Integer> ids) {
      asked.add("quotes " + ids);
      Map<Integer, String> quotes = new LinkedHashMap<>();
      ids.forEach(id -> quotes.put(id, "q" + id));
      return quotes;
    }

    @CachePut(cache = "found")
    String update(String country) {
      return country + "!";
    }

    @CacheEvict(cache = "found")
    void forget(String country) {
      asked.add("forget " + country);
    }

    @Cached
    int factorial(int n) {
      asked.add("factorial " + n);
      return n == 0 ? 1 : n * factorial(n - 1);
    }

    @Cached
    int endless(int n) {
      return n < 0 ? n : endless(n);
    }

    String plain(String country) {
      asked.add("plain " + country);
      return country;
    }
  }

  @Nested
  class Calls {

    private final Catalog catalog = larder.subclass(Catalog.class);

    @Test
    void aMethodIsCalledOnceForEachKey() throws IOException {
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      assertThat(catalog.find("Germany")).isEqualTo("Germany1");
      assertThat(catalog.find("France")).isEqualTo("France2");
      assertThat(larder.stats("found").hits()).isEqualTo(1);
    }

    @Test
    void protectedAndPackagePrivateMethodsAreCached() {
      assertThat(catalog.count("Germany", "me")).isEqualTo(1);
      assertThat(catalog.count("Germany", "you")).isEqualTo(1);
      assertThat(catalog.none()).isSameAs(catalog.none());
      assertThat(catalog.asked).containsExactly("count Germany", "none");
    }

    @Test
    void primitivesGoInAndOut() {
      for (int i = 0; i < 2; i++) {
        assertThat(catalog.sum((byte) 1, (short) 2, 'a', 4, 5L, 6f, 7d, true)).isEqualTo(123);
      }
      assertThat(catalog.sum((byte) 1, (short) 2, 'a', 4, 5L, 6f, 7d, false)).isEqualTo(122);
      assertThat(catalog.asked).hasSize(2);
    }

    @Test
    void arraysVariableArgumentsOptionalsAndFuturesAreCached() {
      for (int i = 0; i < 2; i++) {
        assertThat(catalog.numbers("a", "b")).containsExactly(2);
        assertThat(catalog.maybe("Germany")).contains("Germany");
        assertThat(catalog.later("Germany")).isCompletedWithValue("Germany");
      }
      assertThat(catalog.asked).containsExactly("numbers", "maybe Germany", "later Germany");
    }

    @Test
    void aBatchAsksForWhatIsMissing() {
      catalog.quotes(List.of(1, 2));
      assertThat(catalog.quotes(List.of(2, 3))).containsEntry(2, "q2").containsEntry(3, "q3");
      assertThat(catalog.asked).containsExactly("quotes [1, 2]", "quotes [3]");
    }

    @Test
    void putsAndEvictionsAreSeen() throws IOException {
      catalog.find("Germany");
      catalog.update("Germany");
      assertThat(catalog.find("Germany")).isEqualTo("Germany!");
      catalog.forget("Germany");
      assertThat(catalog.find("Germany")).isEqualTo("Germany3");
    }

    @Test
    void callsOfTheObjectOnItselfAreCached() throws IOException {
      assertThat(catalog.twice("Germany")).isEqualTo("Germany1Germany1");
      assertThat(catalog.factorial(5)).isEqualTo(120);
      assertThat(catalog.factorial(6)).isEqualTo(720);
      assertThat(catalog.asked).hasSize(1 + 6 + 1);
    }

    @Test
    void aMethodThatAsksForItsOwnKeyIsToldSo() {
      assertThatThrownBy(() -> catalog.endless(1))
          .isInstanceOf(LoadCycleException.class)
          .hasMessageContaining("'1' in the cache 'Catalog.endless'");
    }

    @Test
    void whatAMethodThrowsIsThrownAndNotCached() {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> catalog.find(""))
            .isExactlyInstanceOf(IOException.class)
            .hasMessage("no country")
            .hasNoCause();
      }
      assertThat(catalog.asked).hasSize(2);
    }

    @Test
    void theKeyOfACallIsToldWithoutMakingIt() throws IOException {
      assertThat(larder.keyOf(catalog, c -> c.find("Germany"))).isEqualTo("Germany");
      assertThat(larder.keyOf(catalog, c -> c.count("Germany", "me"))).isEqualTo("Germany");
      assertThat(larder.keyOf(catalog, c -> c.update("France"))).isEqualTo("France");
      assertThat(larder.keyOf(catalog, c -> c.twice("Italy"))).isEqualTo("Italy");
      assertThat(catalog.asked).isEmpty();
      assertThatThrownBy(() -> larder.keyOf(catalog, c -> c.plain("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("larder.subclass");
    }
  }

  interface Finder {
    @Cached
    String find(String country);
  }

  static class SlowFinder implements Finder {
    int calls;

    @Override
    public String find(String country) {
      return country + ++calls;
    }

    String twice(String country) {
      return find(country) + find(country);
    }
  }

  @Test
  void callsOfAProxysTargetOnItselfAreNot() {
    SlowFinder target = new SlowFinder();
    assertThat(larder.proxy(Finder.class, target).find("Germany")).isEqualTo("Germany1");
    assertThat(target.twice("Germany")).isEqualTo("Germany2Germany3");
    try (Larder another = Larder.open("memory:")) {
      SlowFinder subclass = another.subclass(SlowFinder.class);
      assertThat(subclass.twice("Germany")).isEqualTo("Germany1Germany1");
    }
  }

  @Nested
  class Constructing {

    static class Eager {
      int calls;
      final int first = next();
      final int second = next();

      @Cached
      int next() {
        return ++calls;
      }
    }

    static class Failing {
      static int made;

      Failing(boolean fails) throws IOException {
        made++;
        if (fails) {
          throw new IOException("no line");
        }
      }

      @Cached
      String find() {
        return "";
      }
    }

    @Test
    void callsOfTheConstructorJustRun() {
      Eager eager = larder.subclass(Eager.class);
      assertThat(eager.first).isEqualTo(1);
      assertThat(eager.second).isEqualTo(2);
      assertThat(eager.next()).isEqualTo(3);
      assertThat(eager.next()).isEqualTo(3);
    }

    @Test
    void whatTheConstructorThrowsIsThrownAndNothingIsOwned() {
      assertThatThrownBy(() -> larder.subclass(Failing.class, true))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("no line");
      assertThat(larder.subclass(Failing.class, false).find()).isEmpty();
    }

    @Test
    void aSecondObjectThatWouldShareACacheIsRefusedBeforeItIsMade() {
      larder.subclass(Failing.class, false);
      int made = Failing.made;
      Plans.assertRefused(
          () -> larder.subclass(Failing.class, false),
          "Failing.find(): two objects",
          "would share the cache 'Failing.find'");
      assertThat(Failing.made).isEqualTo(made);
      try (Larder another = Larder.open("memory:")) {
        assertThat(another.subclass(Failing.class, false).find()).isEmpty();
      }
    }

    static class Named {
      int calls;

      @Cached(cache = "named")
      int next() {
        return ++calls;
      }
    }

    @Test
    void twoObjectsMayShareACacheThatIsNamed() {
      Named one = larder.subclass(Named.class);
      Named other = larder.subclass(Named.class);
      assertThat(one.next()).isEqualTo(1);
      assertThat(other.next()).isEqualTo(1);
      assertThat(other.calls).isZero();
      assertThat(one).hasSameClassAs(other).isNotEqualTo(other);
    }
  }

  @Nested
  class Inheritance {

    interface Source<K, V> {
      V find(K key);

      @Cached(cache = "byDefault")
      default String byDefault(K key) {
        return key + "!" + ++CALLS[0];
      }
    }

    static final int[] CALLS = new int[1];

    static class Base<K> implements Source<K, String> {
      int calls;

      @Override
      @Cached(cache = "base")
      public String find(K key) {
        return key + "" + ++calls;
      }
    }

    static class Inherits extends Base<Integer> {}

    static class Overrides extends Base<Integer> {
      @Override
      @Cached(cache = "own")
      public String find(Integer key) {
        return "own " + super.find(key);
      }
    }

    static class Covariant extends Base<Integer> {
      @Override
      public String find(Integer key) {
        return "covariant " + ++calls;
      }
    }

    @Test
    void anInheritedGenericMethodIsCached() {
      Source<Integer, String> source = larder.subclass(Inherits.class);
      assertThat(source.find(1)).isEqualTo("11");
      assertThat(source.find(1)).isEqualTo("11");
    }

    @Test
    void aDefaultMethodIsCached() {
      Inherits source = larder.subclass(Inherits.class);
      String first = source.byDefault(1);
      assertThat(first).startsWith("1!");
      assertThat(source.byDefault(1)).isEqualTo(first);
      assertThat(source.byDefault(2)).startsWith("2!").isNotEqualTo(first);
    }

    interface Plain {
      Object find();
    }

    interface Better extends Plain {
      @Override
      @Cached(cache = "better")
      default String find() {
        return "found " + ++CALLS[0];
      }
    }

    static class Defaults implements Plain, Better {}

    @Test
    void theDefaultMethodOfTheNearestInterfaceIsCached() {
      Defaults object = larder.subclass(Defaults.class);
      Plain plain = object;
      String first = object.find();
      assertThat(object.find()).isEqualTo(first);
      assertThat(plain.find()).isEqualTo(first);
    }

    @Test
    void callsThroughABridgeAreCached() {
      Overrides overrides = larder.subclass(Overrides.class);
      Source<Integer, String> source = overrides;
      Base<Integer> base = overrides;
      assertThat(source.find(1)).isEqualTo("own 11");
      assertThat(base.find(1)).isEqualTo("own 11");
      assertThat(overrides.find(1)).isEqualTo("own 11");
      assertThat(overrides.calls).isEqualTo(1);
      assertThat(larder.stats("own").hits()).isEqualTo(2);
    }

    @Test
    void anOverrideWithoutAnAnnotationHasThatOfWhatItOverrides() {
      Covariant covariant = larder.subclass(Covariant.class);
      Source<Integer, String> source = covariant;
      assertThat(covariant.find(7)).isEqualTo("covariant 1");
      assertThat(source.find(7)).isEqualTo("covariant 1");
      assertThat(larder.stats("base").hits()).isEqualTo(1);
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Route {
    String value();
  }

  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @interface Scope {}

  @Route("/catalog")
  @Scope
  public static class Annotated {
    private final Object lock = new Object();
    boolean held;

    @Route("/find")
    @Cached
    public List<String> find(@Route("{country}") String country) throws IOException {
      return List.of(country);
    }

    @Cached
    synchronized boolean holdsItsLock() {
      held = Thread.holdsLock(this);
      return held;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Annotated;
    }

    @Override
    public int hashCode() {
      return 42;
    }

    @Override
    public String toString() {
      return "catalog " + (lock != null);
    }
  }

  @Nested
  class TheClass {

    private final Annotated object = larder.subclass(Annotated.class);
    private final Class<?> type = object.getClass();

    @Test
    void keepsAnnotationsAndGenerics() throws Exception {
      assertThat(type.getAnnotation(Route.class).value()).isEqualTo("/catalog");
      assertThat(type.isAnnotationPresent(Scope.class)).isTrue();
      Method find = type.getMethod("find", String.class);
      assertThat(find.getDeclaringClass()).isSameAs(type);
      assertThat(find.getAnnotation(Route.class).value()).isEqualTo("/find");
      assertThat(find.getAnnotation(Cached.class)).isNotNull();
      assertThat(((Route) find.getParameterAnnotations()[0][0]).value()).isEqualTo("{country}");
      assertThat(find.getParameters()[0].getName()).isEqualTo("country");
      assertThat(find.getGenericReturnType())
          .isEqualTo(Annotated.class.getMethod("find", String.class).getGenericReturnType());
      assertThat(find.getExceptionTypes()).containsExactly(IOException.class);
      assertThat(find.invoke(object, "Germany")).isEqualTo(List.of("Germany"));
    }

    @Test
    void isBesideTheClassAndAsVisible() {
      assertThat(type.getPackage()).isSameAs(Annotated.class.getPackage());
      assertThat(type.getClassLoader()).isSameAs(Annotated.class.getClassLoader());
      assertThat(type.getSuperclass()).isSameAs(Annotated.class);
      assertThat(type.isSynthetic()).isTrue();
      assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
      assertThat(larder.subclass(Catalog.class).getClass().getModifiers() & Modifier.PUBLIC)
          .isZero();
    }

    @Test
    void isOneForAllObjectsAndAllLarders() {
      try (Larder another = Larder.open("memory:")) {
        assertThat(another.subclass(Annotated.class)).hasSameClassAs(object);
      }
    }

    @Test
    void hasTheIdentityOfTheObject() {
      assertThat(object).isEqualTo(new Annotated()).hasSameHashCodeAs(new Annotated());
      assertThat(object).hasToString("catalog true");
    }

    @Test
    void synchronizedMethodsTakeTheirLockOnAMissOnly() throws Exception {
      assertThat(object.holdsItsLock()).isTrue();
      Thread other;
      synchronized (object) {
        other = new Thread(object::holdsItsLock); // a hit
        other.start();
        other.join(30_000);
        assertThat(other.isAlive()).isFalse();
      }
      other.join();
    }
  }
}
