package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A Larder over the store under test, in a namespace of its own, and short words for its use. */
public final class Bench implements AutoCloseable {

  /** Long enough for every test, so that nothing ends by itself. */
  static final Terms LASTING = Terms.ttl(Duration.ofMinutes(5));

  static final Duration FENCE = Duration.ofMillis(400);

  private final StoreHarness harness;
  private final String namespace;
  private final Larder larder;
  private final CacheStore<String> store;

  /** Opens a fresh namespace. */
  Bench(StoreHarness harness) {
    this(harness, "contract-" + UUID.randomUUID());
  }

  /** Opens a namespace, which may be open elsewhere: another node. */
  Bench(StoreHarness harness, String namespace) {
    this.harness = harness;
    this.namespace = namespace;
    this.larder = harness.larder(namespace).maxValueBytes(100_000).build();
    this.store = view("quotes");
  }

  Larder larder() {
    return larder;
  }

  String namespace() {
    return namespace;
  }

  StoreHarness harness() {
    return harness;
  }

  /** Returns the view that most tests use. */
  CacheStore<String> store() {
    return store;
  }

  CacheStore<String> view(String name) {
    return larder.store(name, new TextCodec());
  }

  long now() {
    return harness.ticker().read();
  }

  void vanish(String key) {
    harness.vanish(namespace, "quotes", key);
  }

  /** Loads and stores a value with nothing in between. */
  void stock(String key, String value, String... tags) {
    stock(store, key, value, LASTING.tagged(tags));
  }

  void stock(CacheStore<String> view, String key, String value, Terms terms) {
    assertThat(view.fill(view.claim(key), value, terms)).isEqualTo(FillResult.STORED);
  }

  void assertFound(String key, @Nullable String value) {
    assertFound(store, key, value);
  }

  CacheEntry<String> assertFound(CacheStore<String> view, String key, @Nullable String value) {
    Lookup<String> found = view.find(key);
    assertThat(found).as("what lies under %s", key).isInstanceOf(CacheEntry.class);
    CacheEntry<String> entry = entry(found);
    assertThat(entry.value()).isEqualTo(value);
    return entry;
  }

  CacheEntry<String> entry(@Nullable Lookup<String> found) {
    if (found instanceof CacheEntry<String> entry) {
      return entry;
    }
    throw new AssertionError("expected an entry and found " + found);
  }

  void assertMissing(String key) {
    assertMissing(store, key);
  }

  void assertMissing(CacheStore<String> view, String key) {
    assertThat(view.find(key)).as("what lies under %s", key).isInstanceOf(Miss.class);
  }

  /** Looks a key up that is not there, claims it, and leaves the load to be ended. */
  Load begin(String key) {
    Lookup<String> found = store.find(key);
    return new Load(found, store.claim(key));
  }

  /** A load that has begun. */
  final class Load {

    private final Lookup<String> found;
    private final Claim claim;

    private Load(Lookup<String> found, Claim claim) {
      this.found = found;
      this.claim = claim;
      assertThat(claim.granted()).isTrue();
    }

    Lookup<String> found() {
      return found;
    }

    Claim claim() {
      return claim;
    }

    FillResult end(@Nullable String value, String... tags) {
      return store.fill(claim, value, LASTING.tagged(tags));
    }
  }

  @Override
  public void close() {
    larder.close();
  }
}
