package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which methods and targets may share a cache. */
class SharingTest {

  private static void assertAllowed(Class<?> type) {
    assertThat(MethodPlans.ofInterface(type, type).all()).isNotEmpty();
  }

  @Nested
  class TwoThatCache {

    interface Overloads {
      @Cached
      String find(String name);

      @Cached
      String find(int number);
    }

    interface NamedOverloads {
      @Cached(cache = "byName")
      String find(String name);

      @Cached
      String find(int number);

      String find(long number);
    }

    @Test
    void overloadsMustBeNamed() {
      assertRefused(
          Overloads.class,
          "Overloads.find(",
          "it shares the cache 'Overloads.find' with @Cached on",
          "set cache on both");
      assertAllowed(NamedOverloads.class);
    }

    interface SameArguments {
      @Cached(cache = "names")
      String byCountry(String country);

      @Cached(cache = "names")
      String byCode(String code);
    }

    interface SameTemplates {
      @Cached(cache = "names", key = "name:{country}")
      String byCountry(String country);

      @Cached(cache = "names", key = "name:{code}")
      String byCode(String code, Thread tracer);
    }

    interface OtherBeginnings {
      @Cached(cache = "names", key = "country:{country}")
      String byCountry(String country);

      @Cached(cache = "names", key = "code:{code}")
      String byCode(String code);
    }

    interface RunningInto {
      @Cached(cache = "names", key = "{a}:{b}")
      String byCountry(String a, String b);

      @Cached(cache = "names", key = "x:{code}")
      String byCode(String code);
    }

    interface OtherTypes {
      @Cached(cache = "names", key = "name:{a}")
      String byCountry(int a);

      @Cached(cache = "names", key = "name:{code}")
      String byCode(long code);
    }

    @Test
    void theyNeedKeysThatAreTheSameOrApart() {
      for (Class<?> each : List.of(SameArguments.class, RunningInto.class, OtherTypes.class)) {
        assertRefused(
            each,
            "it shares the cache 'names' with",
            "could answer with what the other has stored");
      }
      assertAllowed(SameTemplates.class);
      assertAllowed(OtherBeginnings.class);
    }

    interface OtherValues {
      @Cached(cache = "names", key = "a:{a}")
      String one(String a);

      @Cached(cache = "names", key = "b:{b}")
      Long two(String b);
    }

    interface OtherPut {
      @Cached(cache = "names", key = "{a}")
      String one(String a);

      @CachePut(cache = "names", key = "{b}")
      Long two(String b);
    }

    interface OtherVersion {
      @Cached(cache = "names", version = "1")
      String one(String a);

      @CachePut(cache = "names", version = "2")
      String two(String b);
    }

    @Test
    void theyStoreTheSame() {
      assertRefused(OtherValues.class, "store java.lang.String and java.lang.Long");
      assertRefused(OtherPut.class, "store java.lang.String and java.lang.Long");
      assertRefused(OtherVersion.class, "the versions 1 and 2");
    }
  }

  @Nested
  class ChangesThatNeverMeet {

    interface MoreArguments {
      @Cached(cache = "users")
      String find(long id);

      @CachePut(cache = "users")
      String save(long id, String name);
    }

    interface OtherNumber {
      @Cached(cache = "users")
      String find(long id);

      @CacheEvict(cache = "users")
      void remove(int id);
    }

    interface OtherTemplate {
      @Cached(cache = "users", key = "user:{id}")
      String find(long id);

      @CacheEvict(cache = "users")
      void remove(long id);
    }

    interface ManyAtOnce {
      @Cached(cache = "users")
      Map<Long, String> find(Collection<Long> ids);

      @CacheEvict(cache = "users")
      void remove(Collection<Long> ids);
    }

    interface Meeting {
      @Cached(cache = "users")
      Map<Long, String> find(Collection<Long> ids);

      @CacheEvict(cache = "users")
      void remove(@CacheKey long id, String why);

      @CacheEvict(cache = "users", key = "{key}")
      void removeAny(Object key);

      @CacheEvict(cache = "elsewhere")
      void others(String a, String b);
    }

    @Test
    void theyAreRefused() {
      for (Class<?> each :
          List.of(MoreArguments.class, OtherNumber.class, OtherTemplate.class, ManyAtOnce.class)) {
        assertRefused(each, "it shares the cache 'users' with @Cached on", "keys never meet");
      }
      assertAllowed(Meeting.class);
    }
  }

  @Nested
  class Targets {

    interface Catalog {
      @Cached
      String find(String name);
    }

    interface NamedCatalog {
      @Cached(cache = "shared")
      String find(String name);
    }

    interface Other {
      @Cached(cache = "shared")
      Long find(String name);
    }

    private final CacheOwners owners = new CacheOwners();

    private void add(Class<?> type, Object target) {
      owners.add(MethodPlans.ofInterface(type, type), target);
    }

    @Test
    void aCacheThatNobodyNamesBelongsToOneObject() {
      Object first = new Object();
      add(Catalog.class, first);
      add(Catalog.class, first);
      assertRefused(
          () -> add(Catalog.class, new Object()),
          "Catalog.find(String): two objects",
          "would share the cache 'Catalog.find'",
          "name it with cache = \"Catalog.find\"");
    }

    @Test
    void aCacheThatIsNamedMayBeShared() {
      add(NamedCatalog.class, new Object());
      add(NamedCatalog.class, new Object());
    }

    interface WithTemplate {
      @Cached(cache = "shared", key = "a:{name}")
      String find(String name);
    }

    @Test
    void whatIsCompiledAgainIsTheSameUse() {
      CacheUse one = MethodPlans.ofInterface(WithTemplate.class, WithTemplate.class).uses().get(0);
      CacheUse two = MethodPlans.ofInterface(WithTemplate.class, WithTemplate.class).uses().get(0);
      CacheUse other = MethodPlans.ofInterface(Catalog.class, Catalog.class).uses().get(0);
      assertThat(one.isAgain(two)).isTrue();
      assertThat(one.isAgain(other)).isFalse();
    }

    @Test
    void evenSoItHoldsOneTypeOfValue() {
      add(NamedCatalog.class, new Object());
      assertRefused(() -> add(Other.class, new Object()), "java.lang.String and java.lang.Long");
      add(NamedCatalog.class, new Object());
    }
  }
}
