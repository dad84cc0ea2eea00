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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A typed view of a namespace on Redis. */
final class RedisStore<V> implements FillingStore<V> {

  /**
   * Keys of one round trip; more take several, so that none needs long and no answer is endless.
   */
  private static final int BATCH = Batches.MOST_KEYS;

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
    this.many = new ManyKeys<>(coding, context.ticker(), parts);
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
    Set<String> distinct = new LinkedHashSet<>(keys);
    Map<String, Lookup<V>> answers = new LinkedHashMap<>();
    Map<String, byte[]> names = new LinkedHashMap<>();
    for (String key : distinct) {
      byte[] name = entry(key);
      answers.put(key, new Unavailable<>(RedisLink.PART_OUT_OF_REACH));
      if (link.isReachable(name)) {
        names.put(key, name);
      }
    }
    List<String> reachable = List.copyOf(names.keySet());
    for (int from = 0; from < reachable.size(); from += BATCH) {
      List<String> batch = reachable.subList(from, Math.min(from + BATCH, reachable.size()));
      findBatch(batch, batch.stream().map(names::get).toList(), answers);
    }
    return answers;
  }

  private void findBatch(List<String> keys, List<byte[]> names, Map<String, Lookup<V>> answers) {
    List<Lookup<V>> lookups =
        link.ask(
            names,
            () -> {
              Found found = entries.find(names, clearMark);
              List<Lookup<V>> told = new ArrayList<>(names.size());
              for (int i = 0; i < names.size(); i++) {
                told.add(coding.lookup(names.get(i), found.hits().get(i), found.clock()));
              }
              return told;
            },
            reason -> Collections.nCopies(keys.size(), new Unavailable<>(reason)));
    for (int i = 0; i < keys.size(); i++) {
      answers.put(keys.get(i), lookups.get(i));
    }
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
    Invalidation evict = Invalidation.evict(List.of(name), changes(List.of(claim.key())));
    byte[] envelope;
    try {
      envelope = coding.envelope(name, Ids.next(), claim, value, terms);
    } catch (RuntimeException e) {
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
    return many.put(values, this::evictAll);
  }

  @Override
  public Answer evict(String key) {
    requireOpen();
    return link.apply(Invalidation.evict(List.of(entry(key)), changes(List.of(key))));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    requireOpen();
    List<String> distinct = keys.stream().distinct().toList();
    List<byte[]> names = distinct.stream().map(this::entry).toList();
    Answer answer = Answer.APPLIED;
    for (int from = 0; from < names.size(); from += BATCH) {
      int to = Math.min(from + BATCH, names.size());
      Invalidation batch =
          Invalidation.evict(
              List.copyOf(names.subList(from, to)), changes(distinct.subList(from, to)));
      if (link.apply(batch) == Answer.DEFERRED) {
        answer = Answer.DEFERRED;
      }
    }
    return answer;
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

  private List<Change> changes(List<String> keys) {
    return keys.stream().map(key -> (Change) new Change.OfKey(name(), key)).toList();
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
