package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheSettings;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import io.larder.cache.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of docs/from-flask-caching.md about functions and values, run. */
class FlaskMethodsSnippetsTest {

  record User(int id, String name) {

    boolean isComplete() {
      return !name.isEmpty();
    }

    boolean isRetired() {
      return name.equals("retired");
    }
  }

  record Session(String id) {}

  // tag::flask-memoize
  interface Users {
    @Cached(ttl = "50s", tags = "user:{user}", version = "2")
    boolean hasMembership(String user, String role);

    @Cached(cache = "users", nullTtl = "10s")
    @Nullable User find(@CacheKey("id") int id, Session session);

    @CacheEvict(cache = "users")
    void changed(@CacheKey("id") int id);

    @CacheEvict(cache = "users", all = true)
    void imported();

    @CacheEvict(tags = "user:{user}")
    void renamed(String user);
  }

  // end::flask-memoize

  static class SlowUsers implements Users {

    final List<Object> asked = new ArrayList<>();

    @Override
    public boolean hasMembership(String user, String role) {
      return asked.add(user);
    }

    @Override
    public @Nullable User find(int id, Session session) {
      asked.add(id);
      return id == 0 ? null : new User(id, id == 1 ? "" : id == 2 ? "retired" : "Ada");
    }

    @Override
    public void changed(int id) {}

    @Override
    public void imported() {}

    @Override
    public void renamed(String user) {}
  }

  private final Larder larder = Larder.open("memory:");
  private final SlowUsers slow = new SlowUsers();
  private final Session session = new Session("a");

  @AfterEach
  void close() {
    larder.close();
  }

  @Test
  void memoize() {
    Users users = larder.proxy(Users.class, slow);
    assertAsked(1, () -> users.find(7, session), () -> users.find(7, new Session("b")));
    assertAsked(1, () -> users.find(0, session), () -> users.find(0, session));
    assertAsked(2, () -> users.hasMembership("demo", "a"), () -> users.hasMembership("demo", "b"));

    users.changed(7);
    assertAsked(1, () -> users.find(7, session), () -> users.find(0, session));
    users.imported();
    assertAsked(2, () -> users.find(7, session), () -> users.find(0, session));
    users.renamed("demo");
    assertAsked(1, () -> users.hasMembership("demo", "a"), () -> users.find(7, session));
  }

  @Test
  void conditions() {
    Set<String> renewed = new HashSet<>();
    // tag::flask-conditions
    Cache<User> cache =
        larder
            .cacheBuilder("users", User.class)
            .ttl(Duration.ofSeconds(50)) // timeout
            .bypassWhen(id -> id.equals("8")) // unless
            .refreshWhen(id -> renewed.contains(id)) // forced_update
            .staleWhen(entry -> entry.value() != null && entry.value().isRetired()) // is_stale
            .storeWhen(user -> user == null || user.isComplete()) // response_filter
            .build();
    Users users = larder.proxy(Users.class, slow);
    // end::flask-conditions
    assertAsked(1, () -> users.find(7, session), () -> users.find(7, session));
    assertAsked(2, () -> users.find(8, session), () -> users.find(8, session));
    assertAsked(2, () -> users.find(1, session), () -> users.find(1, session));
    assertAsked(2, () -> users.find(2, session), () -> users.find(2, session));
    renewed.add("7");
    assertAsked(1, () -> users.find(7, session));
    renewed.clear();

    // tag::flask-attributes
    String key = larder.keyOf(users, u -> u.find(7, session)); // make_cache_key
    cache.evict(key); // delete_memoized(find, 7)
    cache.clear(); // delete_memoized(find)
    cache.settings(CacheSettings.parse("ttl=5s")); // cache_timeout
    // end::flask-attributes
    assertThat(key).isEqualTo("7");
    assertAsked(1, () -> users.find(7, session));
  }

  private void assertAsked(int times, Runnable... calls) {
    int before = slow.asked.size();
    for (Runnable call : calls) {
      call.run();
    }
    assertThat(slow.asked).hasSize(before + times);
  }

  /** Where users come from. */
  private static final class Database {

    User load(String id) {
      return new User(Integer.parseInt(id), "Ada");
    }

    Map<String, User> loadAll(Collection<String> ids) {
      Map<String, User> all = new HashMap<>();
      ids.forEach(id -> all.put(id, load(id)));
      return all;
    }
  }

  @Test
  void byHand() {
    Database database = new Database();
    User ada = new User(8, "Ada");
    // tag::flask-get
    Cache<User> users = larder.cache("users", User.class);
    User user = users.get("7", load -> database.load(load.key())); // get, and set if there is none
    Map<String, User> loaded = users.getAll(List.of("7", "9"), database::loadAll);

    Optional<User> found = users.find("7").fresh(); // get
    boolean there = users.find("7") instanceof CacheResult.Hit<User>; // has
    Map<String, CacheResult<User>> several = users.findAll(List.of("7", "8")); // get_many, get_dict
    // end::flask-get
    assertThat(found).containsSame(user);
    assertThat(there).isTrue();
    assertThat(loaded).containsOnlyKeys("7", "9");
    assertThat(several.get("8")).isInstanceOf(CacheResult.Missing.class);

    // tag::flask-set
    users.put("7", () -> database.load("7")); // set
    users.put("8", ada, Duration.ofSeconds(50)); // set, with a timeout
    boolean added = users.putIfAbsent("8", ada, Duration.ofSeconds(50)); // add
    Answer stored = users.putAll(Map.of("7", ada, "8", ada), Duration.ofSeconds(50)); // set_many
    Answer deleted = users.evict("7"); // delete
    Answer allDeleted = users.evictAll(List.of("7", "8")); // delete_many, unlink
    // end::flask-set
    assertThat(added).isFalse();
    assertThat(List.of(stored, deleted, allDeleted)).containsOnly(Answer.APPLIED);
    assertThat(users.findAll(List.of("7", "8")).values())
        .hasOnlyElementsOfType(CacheResult.Missing.class);

    // tag::flask-serializer
    CacheStore<byte[]> thumbnails = larder.store("thumbnails", Codecs.bytes());
    // end::flask-serializer
    assertThat(thumbnails.evict("a")).isEqualTo(Answer.APPLIED);
  }

  private int rendered;

  private String render(String what) {
    rendered++;
    return "<p>" + what + "</p>";
  }

  @Test
  void fragments() {
    String language = "de";
    // tag::flask-fragments
    Cache<String> fragments = larder.cache("fragments", String.class);
    String form = larder.around("fragments", "form", () -> render("form"));
    String footer =
        fragments.get(
            "footer:" + language,
            load -> {
              load.ttl(Duration.ofMinutes(5)).tags("footers");
              return render("footer in " + language);
            });
    fragments.evict("form");
    // end::flask-fragments
    assertThat(form + footer).isEqualTo("<p>form</p><p>footer in de</p>");
    assertThat(larder.<String, RuntimeException>around("fragments", "form", () -> render("new")))
        .isEqualTo("<p>new</p>");
    assertThat(fragments.find("footer:de")).isInstanceOf(CacheResult.Hit.class);
    assertThat(rendered).isEqualTo(3);
  }
}
