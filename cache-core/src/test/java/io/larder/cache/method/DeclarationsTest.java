package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static io.larder.cache.method.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import io.larder.cache.codec.Codecs;
import io.larder.cache.codec.TypeToken;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where annotations stand, and what overriding, generics and bridges make of them. */
class DeclarationsTest {

  record User(long id, String name) {}

  @Nested
  class InterfaceAndClass {

    interface Users {
      @Cached(cache = "ofInterface", key = "{id}")
      User find(long id);

      @CacheEvict(tags = "user:{id}")
      void remove(@CacheKey("id") long key);

      @Cached
      default User first() {
        return find(1);
      }
    }

    static class Database implements Users {
      @Override
      @Cached(cache = "ofClass", key = "user:{number}")
      public User find(long number) {
        return new User(number, "x");
      }

      @Override
      public void remove(long id) {}
    }

    @Test
    void theClassWins() {
      CachedPlan plan = (CachedPlan) plan(Users.class, Database.class, "find");
      assertThat(plan.cache()).isEqualTo("ofClass");
      assertThat(plan.key().of(new Object[] {7L})).isEqualTo("user:java.lang.Long!7");
    }

    @Test
    void theInterfaceIsAskedWhereTheClassSaysNothing() {
      ChangePlan plan = (ChangePlan) plan(Users.class, Database.class, "remove");
      assertThat(tags(plan.after().get(0), 7L)).containsExactly("user:7");
      assertThat(plan.method().getDeclaringClass()).isEqualTo(Database.class);
    }

    @Test
    void aDefaultMethodIsCachedByTheNameOfTheTypeThatIsAskedFor() {
      CachedPlan plan = (CachedPlan) plan(Users.class, Database.class, "first");
      assertThat(plan.cache()).isEqualTo("Users.first");
      assertThat(plan.method().getDeclaringClass()).isEqualTo(Users.class);
    }

    static class Base {
      @Cached
      public User find(long id) {
        return new User(id, "x");
      }

      public User other(long id) {
        return new User(id, "x");
      }
    }

    static class Special extends Base {
      @Override
      public User find(long id) {
        return super.find(id);
      }
    }

    @Test
    void aSubclassOverridesTheNearestOne() throws Exception {
      MethodPlans plans = MethodPlans.ofClass(Special.class);
      Method find = Special.class.getMethod("find", long.class);
      assertThat(plans.all()).containsOnlyKeys(find);
      assertThat(((CachedPlan) plans.of(find)).cache()).isEqualTo("Special.find");
      assertThat(plans.of(Special.class.getMethod("other", long.class))).isNull();
    }
  }

  @Nested
  class Generics {

    interface Repo<T, K> {
      @Cached
      T find(K key);

      @Cached
      List<T> all(List<? extends K> keys);

      @CachePut(cache = "latest", key = "{key}")
      T save(K key, T value);
    }

    interface Users extends Repo<User, Long> {
      @Override
      User find(Long id);
    }

    static class Table<R, I> implements Repo<R, I> {
      @Override
      public R find(I key) {
        return null;
      }

      @Override
      public List<R> all(List<? extends I> keys) {
        return List.of();
      }

      @Override
      public R save(I key, R value) {
        return value;
      }
    }

    static final class UserTable extends Table<User, Long> implements Users {
      @Override
      public User find(Long id) {
        return new User(id, "x");
      }
    }

    static final class Names extends Table<String, Class<?>> {}

    @Test
    void variablesStandForWhatTheClassSays() {
      CachedPlan find = (CachedPlan) plan(Repo.class, UserTable.class, "find");
      assertThat(find.result().valueType()).isEqualTo(User.class);
      CachedPlan all = (CachedPlan) plan(Repo.class, UserTable.class, "all");
      assertThat(all.result().valueType()).isEqualTo(new TypeToken<List<User>>() {}.type());
      assertThat(all.result().valueType().hashCode())
          .isEqualTo(new TypeToken<List<User>>() {}.type().hashCode());
      assertThat(Codecs.json(all.result().valueType()))
          .isEqualTo(Codecs.json(new TypeToken<List<User>>() {}));
      ChangePlan save = (ChangePlan) plan(Repo.class, UserTable.class, "save");
      assertThat(save.puts().get(0).valueType()).isEqualTo(User.class);
      assertThat(((CachedPlan) plan(Repo.class, Names.class, "find")).result().valueType())
          .isEqualTo(String.class);
    }

    @Test
    void whateverAProxyIsCalledWithHasItsPlan() {
      MethodPlans plans = MethodPlans.ofInterface(Users.class, UserTable.class);
      List<MethodPlan> seen = new ArrayList<>();
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            seen.add(plans.of(method));
            return null;
          };
      Users users =
          (Users)
              Proxy.newProxyInstance(
                  Users.class.getClassLoader(), new Class<?>[] {Users.class}, handler);
      Repo<User, Long> repo = users;
      users.find(1L);
      repo.find(1L);
      assertThat(seen).hasSize(2).doesNotContainNull();
      assertThat(seen.get(0)).isSameAs(seen.get(1));
      assertThat(((CachedPlan) seen.get(0)).cache()).isEqualTo("Users.find");
    }

    @Test
    void aLambdaIsWhatItsInterfaceSays() {
      interface Finder extends Function<String, User> {
        @Override
        @Cached
        User apply(String name);
      }
      Finder finder = name -> new User(1, name);
      CachedPlan plan = (CachedPlan) plan(Finder.class, finder.getClass(), "apply");
      assertThat(plan.result().valueType()).isEqualTo(User.class);
    }

    @Test
    void aTypeThatNobodySaysIsRefused() {
      assertRefused(
          () -> MethodPlans.ofInterface(Repo.class, Table.class),
          "@Cached on " + Repo.class.getName() + ".",
          "is no certain type: declare it");
    }

    static class Cast extends Table<User, Long> {
      @Override
      public User save(Long key, User value) {
        return value;
      }
    }

    @Test
    void aSubclassHasOnePlanForAMethodAndItsBridges() {
      MethodPlans plans = MethodPlans.ofClass(Cast.class);
      assertThat(plans.all().keySet())
          .extracting(Method::getName)
          .containsExactlyInAnyOrder("find", "all", "save");
      assertThat(plans.all().keySet()).noneMatch(Method::isBridge);
    }
  }

  @Nested
  class OnAnnotations {

    @Cached(ttl = "30s")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Briefly {}

    @Briefly
    @Retention(RetentionPolicy.RUNTIME)
    @interface VeryBriefly {}

    @CacheEvict(tags = "users")
    @CachePut(cache = "last")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Changes {}

    interface Users {
      @Briefly
      User one(String name);

      @VeryBriefly
      User two(String name);

      @Changes
      @CacheEvict(cache = "other", all = true)
      User change(String name);
    }

    @Test
    void theyAreFoundHoweverDeep() {
      assertThat(Plans.cached(Users.class, "one").settings().ttl())
          .isEqualTo(Duration.ofSeconds(30));
      assertThat(Plans.cached(Users.class, "two").settings().ttl())
          .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void repeatedOnesAreAddedToThoseOfTheMethod() {
      ChangePlan plan = Plans.change(Users.class, "change");
      assertThat(plan.puts()).extracting(PutPlan::cache).containsExactly("last");
      assertThat(plan.after().get(0)).isEqualTo(new Eviction.OfAll("other"));
      assertThat(tags(plan.after().get(1), "x")).containsExactly("users");
    }

    interface Twice {
      @Briefly
      @Cached
      User one(String name);
    }

    @Test
    void twoOfCachedAreRefused() {
      assertRefused(Twice.class, "Twice.one(String): it has several", "keep one");
    }
  }

  private static List<String> tags(Eviction eviction, Object... arguments) {
    return ((Eviction.OfTags) eviction).tags().of(arguments);
  }
}
