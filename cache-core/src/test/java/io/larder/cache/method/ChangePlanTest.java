package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static io.larder.cache.method.Plans.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheSettings;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What {@code @CachePut} and {@code @CacheEvict} mean. */
class ChangePlanTest {

  record User(long id, String name) {}

  interface Users {
    @Cached(cache = "users", ttl = "1h", staleIfError = "1d", version = "3")
    User find(long id);

    @CachePut(cache = "users", key = "{id}", ttl = "2h", tags = "name:{name}")
    @CachePut(cache = "byName", key = "{name}")
    User save(long id, String name);

    @CachePut(cache = "users")
    CompletableFuture<Optional<User>> rename(@CacheKey long id, String name);

    @CacheEvict(cache = "users", key = "{id}")
    @CacheEvict(
        tags = {"user:{id}", "users"},
        beforeInvocation = true)
    @CacheEvict(cache = "byName", all = true)
    void remove(long id, String why);

    @CacheEvict(cache = "users")
    CompletableFuture<Void> forget(long id);

    @CachePut(cache = "users", key = "{id}")
    @CacheEvict(tags = "users")
    User both(long id);
  }

  @Test
  void aPutHasTheTermsOfItsCacheWhereItSaysNothing() {
    ChangePlan plan = change(Users.class, "save");
    PutPlan users = plan.puts().get(0);
    assertThat(users.cache()).isEqualTo("users");
    assertThat(users.settings()).isEqualTo(CacheSettings.parse("ttl=2h staleIfError=1d version=3"));
    assertThat(users.key().of(new Object[] {1L, "x"})).isEqualTo("java.lang.Long!1");
    assertThat(users.tags().of(new Object[] {1L, "x"})).containsExactly("name:x");
    assertThat(users.valueType()).isEqualTo(User.class);
    PutPlan byName = plan.puts().get(1);
    assertThat(byName.settings().ttl()).isNull();
    assertThat(byName.key().of(new Object[] {1L, "x"})).isEqualTo("x");
    assertThat(plan.form()).isEqualTo(ResultForm.PLAIN);
    assertThat(plan.before()).isEmpty();
    assertThat(plan.after()).isEmpty();
  }

  @Test
  void aPutMayComeLater() {
    ChangePlan plan = change(Users.class, "rename");
    assertThat(plan.form()).isEqualTo(ResultForm.FUTURE_OF_OPTIONAL);
    assertThat(plan.puts().get(0).valueType()).isEqualTo(User.class);
    assertThat(plan.puts().get(0).key().of(new Object[] {1L, "x"})).isEqualTo("java.lang.Long!1");
  }

  @Test
  void evictionsAreBeforeOrAfterTheMethod() {
    ChangePlan plan = change(Users.class, "remove");
    Object[] arguments = {1L, "x"};
    assertThat(plan.before()).hasSize(1);
    assertThat(((Eviction.OfTags) plan.before().get(0)).tags().of(arguments))
        .containsExactly("user:1", "users");
    Eviction.OfKey key = (Eviction.OfKey) plan.after().get(0);
    assertThat(key.cache()).isEqualTo("users");
    assertThat(key.key().of(arguments)).isEqualTo("java.lang.Long!1");
    assertThat(plan.after().get(1)).isEqualTo(new Eviction.OfAll("byName"));
  }

  @Test
  void aMethodMayDoSeveralThings() {
    ChangePlan plan = change(Users.class, "both");
    assertThat(plan.puts()).hasSize(1);
    assertThat(plan.after()).hasSize(1);
    assertThat(change(Users.class, "forget").form()).isEqualTo(ResultForm.FUTURE);
  }

  interface Evicting {
    @CacheEvict(tags = {"all", "user:{id}"})
    void remove(String id);
  }

  @Test
  void anEvictionByATagWithoutItsValueIsRefused() {
    CallTags tags = ((Eviction.OfTags) change(Evicting.class, "remove").after().get(0)).tags();
    assertThat(tags.of(new Object[] {"1"})).containsExactly("all", "user:1");
    assertRefused(
        () -> tags.of(new Object[] {null}),
        "@CacheEvict on " + Evicting.class.getName() + ".remove(String)",
        "parameter 'id' is null",
        "the tag 'user:{id}'");
  }

  @Nested
  class Refused {

    interface KeyAndAll {
      @CacheEvict(cache = "users", key = "{id}", all = true)
      void remove(long id);
    }

    interface KeyAndTags {
      @CacheEvict(key = "{id}", tags = "users")
      void remove(long id);
    }

    interface TagsAndAll {
      @CacheEvict(tags = "users", all = true)
      void remove(long id);
    }

    interface TagsOfACache {
      @CacheEvict(cache = "users", tags = "users")
      void remove(long id);
    }

    interface NoCache {
      @CacheEvict
      void remove(long id);
    }

    interface AllOfNoCache {
      @CacheEvict(all = true)
      void remove(long id);
    }

    interface BadCache {
      @CacheEvict(cache = "a b")
      void remove(long id);
    }

    interface NoPutCache {
      @CachePut(cache = "")
      User save(long id);
    }

    @Test
    void exactlyOneThingIsEnded() {
      assertRefused(
          KeyAndAll.class, "@CacheEvict on", "KeyAndAll.remove(long)", "more than one of");
      assertRefused(KeyAndTags.class, "KeyAndTags.remove(long)", "more than one of");
      assertRefused(TagsAndAll.class, "TagsAndAll.remove(long)", "more than one of");
      assertRefused(TagsOfACache.class, "TagsOfACache.remove(long)", "cache means nothing: remove");
      assertRefused(
          NoCache.class, "NoCache.remove(long)", "set cache, with key or all, or set tags");
      assertRefused(AllOfNoCache.class, "AllOfNoCache.remove(long)", "set cache");
      assertRefused(BadCache.class, "BadCache.remove(long)", "'a b' is no name");
      assertRefused(NoPutCache.class, "@CachePut on", "NoPutCache.save(long)", "'' is no name");
    }

    interface CachedAndEvict {
      @Cached
      @CacheEvict(cache = "users")
      User find(long id);
    }

    interface CachedAndPut {
      @Cached
      @CachePut(cache = "users")
      User find(long id);
    }

    @Test
    void aHitChangesNothing() {
      assertRefused(CachedAndEvict.class, "@Cached on", "it has @CacheEvict too", "move one");
      assertRefused(CachedAndPut.class, "@Cached on", "it has @CachePut too", "move one");
    }

    interface VoidPut {
      @CachePut(cache = "users")
      void save(long id);
    }

    interface PutLater {
      @CachePut(cache = "users")
      Flow.Publisher<User> save(long id);
    }

    interface EvictLater {
      @CacheEvict(cache = "users")
      Flow.Publisher<User> save(long id);
    }

    interface EvictSometime {
      @CacheEvict(cache = "users")
      Future<User> save(long id);
    }

    interface EvictNow {
      @CacheEvict(cache = "users", beforeInvocation = true)
      Future<User> save(long id);

      @CacheEvict(cache = "users")
      Stream<User> stream(long id);
    }

    @Test
    void aResultThatSaysNotWhenItIsThereIsRefused() {
      assertRefused(VoidPut.class, "VoidPut.save(long): it returns nothing that could be stored");
      assertRefused(PutLater.class, "@CachePut on", "reactive type java.util.concurrent.Flow");
      assertRefused(EvictLater.class, "@CacheEvict on", "does not say when it has succeeded");
      assertRefused(EvictSometime.class, "@CacheEvict on", "does not say when it has succeeded");
      assertThat(MethodPlans.ofInterface(EvictNow.class, EvictNow.class).all()).hasSize(2);
    }
  }
}
