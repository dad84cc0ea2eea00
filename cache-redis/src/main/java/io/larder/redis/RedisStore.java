package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Lease;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.cache.tiered.Change;
import io.larder.cache.tiered.FillingStore;
import io.larder.redis.Entries.Found;
import io.larder.redis.Writes.Leasing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A typed view of a namespace on Redis. */
final class RedisStore<V> implements FillingStore<V> {

  private final View<V> view;
  private final byte[] clearMark;
  private final BackendContext context;
  private final Coding<V> coding;
  private final ManyKeys<V> many;
  private final RedisLink link;
  private final Entries entries;
  private final Writes writes;
  private final Leases leases;
  private final @Nullable Fills fills;
  private final BooleanSupplier backendClosed;
  private volatile boolean closed;

  RedisStore(View<V> view, BackendContext context, RedisBackend.Parts parts, BooleanSupplier shut) {
    this.view = view;
    this.clearMark = Invalidation.clearMark(view.name()).getBytes(US_ASCII);
    this.context = context;
    this.coding = new Coding<>(view, context, parts.layout(), parts.stats());
    this.many = new ManyKeys<>(coding, clearMark, context.ticker(), parts);
    this.link = parts.link();
    this.entries = parts.entries();
    this.writes = parts.writes();
    this.leases = parts.leases();
    this.fills = parts.fills();
    this.backendClosed = shut;
  }

  @Override
  public String name() {
    return view.name();
  }

  @Override
  public Lookup<V> find(String key) {
    requireOpen();
    List<byte[]> names = List.of(entry(key));
    return link.ask(
        names,
        () -> {
          Found found = entries.find(names, clearMark);
          return coding.lookup(names.get(0), found.hits().get(0), found.clock());
        },
        Unavailable::new);
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    requireOpen();
    return many.find(keys);
  }

  @Override
  public Claim claim(String key) {
    requireOpen();
    byte[] name = entry(key);
    long id = Ids.next();
    return link.ask(List.of(name), () -> writes.claim(key, name, id), reason -> Claim.refused(key));
  }

  @Override
  public Map<String, Claim> claimAll(Collection<String> keys) {
    requireOpen();
    return many.claim(keys);
  }

  @Override
  public Lease lease(String key) {
    requireOpen();
    byte[] name = entry(key);
    long id = Ids.next();
    Asked asked =
        link.ask(List.of(name), () -> ask(key, name, id), reason -> own(Claim.refused(key), false));
    // Not sooner: one that does not count in the end is nobody's to end.
    if (asked.begun() != null) {
      leases.began(name, asked.begun().id());
    }
    return asked.lease();
  }

  /**
   * What asking for a lease has come to.
   *
   * @param begun what is to be prolonged from now on; {@code null}: nothing
   */
  private record Asked(Lease lease, @Nullable Claim begun) {}

  private static Asked own(Claim claim, boolean begun) {
    return new Asked(new Lease.Own(claim), begun && claim.granted() ? claim : null);
  }

  private Asked ask(String key, byte[] name, long id) {
    Wakes.Heard heard = leases.heard(name);
    Leasing asked = writes.lease(key, name, id, leases.millis(), 0);
    if (asked instanceof Leasing.Value value) {
      Found found = entries.find(List.of(name), clearMark);
      Lookup<V> now = coding.lookup(name, found.hits().get(0), found.clock());
      if (now instanceof CacheEntry<V> entry) {
        return entry.isFresh(context.ticker().read())
            ? new Asked((Lease.Held) most -> Lease.Wait.LOOK_AGAIN, null)
            : own(value.claim(), false);
      }
      // It was ended, so the next to compute it may say so there.
      asked = writes.lease(key, name, id, leases.millis(), value.claim().id());
    }
    if (asked instanceof Leasing.Another another) {
      return new Asked(leases.another(name, heard, another.millis()), null);
    }
    if (asked instanceof Leasing.Value value) {
      return own(value.claim(), false);
    }
    return own(((Leasing.Own) asked).claim(), true);
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    return fill(claim, value, terms, entry -> {});
  }

  @Override
  public FillResult fill(
      Claim claim, @Nullable V value, Terms terms, Consumer<CacheEntry<V>> stored) {
    requireOpen();
    byte[] name = entry(claim.key());
    long id = Ids.next();
    byte[] envelope;
    try {
      envelope = coding.envelope(name, id, claim, value, terms);
    } catch (RuntimeException e) {
      // Nobody is to wait for what never comes.
      abandon(claim);
      throw e;
    }
    if (!claim.granted()) {
      return FillResult.UNAVAILABLE;
    }
    boolean leased = leases.ended(claim.id());
    if (fills != null) {
      boolean taken =
          fills.offer(1, envelope.length, () -> storeQuietly(name, claim, envelope, terms, leased));
      return taken ? FillResult.STORED : FillResult.UNAVAILABLE;
    }
    long storedAt = context.ticker().read();
    FillResult result = store(name, claim, envelope, terms, leased);
    if (result == FillResult.STORED) {
      stored.accept(new CacheEntry<>(value, id, Coding.asOf(claim), terms, storedAt, false));
    }
    return result;
  }

  @Override
  public List<Filled> fillAll(List<ClaimedValue<V>> values) {
    return fillAll(values, (claim, entry) -> {});
  }

  @Override
  public List<Filled> fillAll(
      List<ClaimedValue<V>> values, BiConsumer<Claim, CacheEntry<V>> stored) {
    requireOpen();
    return many.fill(values, stored);
  }

  private void storeQuietly(
      byte[] name, Claim claim, byte[] envelope, Terms terms, boolean leased) {
    FillResult unused = store(name, claim, envelope, terms, leased);
  }

  private FillResult store(byte[] name, Claim claim, byte[] envelope, Terms terms, boolean leased) {
    return link.ask(
        List.of(name),
        () ->
            writes.fill(name, claim.id(), envelope, terms, leased)
                ? FillResult.STORED
                : FillResult.REFUSED,
        reason -> FillResult.UNAVAILABLE);
  }

  @Override
  public void abandon(Claim claim) {
    requireOpen();
    byte[] name = entry(claim.key());
    if (claim.granted()) {
      boolean unused = leases.ended(claim.id());
      link.ask(List.of(name), () -> writes.abandon(name, claim.id()), reason -> false);
    }
  }

  @Override
  public void abandonAll(Collection<Claim> claims) {
    requireOpen();
    many.abandon(claims);
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    byte[] name = entry(claim.key());
    Invalidation evict = evict(claim.key(), name);
    byte[] envelope;
    try {
      envelope = coding.envelope(name, Ids.next(), claim, value, terms);
    } catch (RuntimeException e) {
      boolean unused = leases.ended(claim.id());
      // What lies there is outdated in any case.
      link.apply(evict);
      throw e;
    }
    if (!claim.granted()) {
      return link.apply(evict);
    }
    boolean leased = leases.ended(claim.id());
    return link.apply(() -> writes.put(name, claim.id(), envelope, terms, evict, leased), evict);
  }

  @Override
  public Answer putAll(List<ClaimedValue<V>> values) {
    requireOpen();
    return many.put(values);
  }

  @Override
  public Answer evict(String key) {
    requireOpen();
    return link.apply(evict(key, entry(key)));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    requireOpen();
    return many.evict(keys);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return tags.isEmpty() ? Answer.APPLIED : link.apply(Invalidation.tags(tags));
  }

  @Override
  public Answer softPurge(String key) {
    requireOpen();
    return link.apply(Invalidation.soften(entry(key), new Change.OfKey(name(), key)));
  }

  @Override
  public Answer clear() {
    requireOpen();
    return link.apply(Invalidation.view(view.name()));
  }

  @Override
  public void close() {
    closed = true;
  }

  private Invalidation evict(String key, byte[] name) {
    return Invalidation.evict(List.of(name), List.of(new Change.OfKey(name(), key)));
  }

  private byte[] entry(String key) {
    return coding.entry(key);
  }

  private void requireOpen() {
    if (closed || backendClosed.getAsBoolean()) {
      throw new IllegalStateException("the view '" + view.name() + "' is closed");
    }
  }
}
