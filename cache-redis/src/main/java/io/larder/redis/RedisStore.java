package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.redis.Entries.Found;
import io.larder.redis.Entries.Hit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A typed view of a namespace on Redis. */
final class RedisStore<V> implements CacheStore<V> {

  /**
   * Keys of one round trip; more take several, so that none needs long and no answer is endless.
   */
  private static final int BATCH = 512;

  private final View<V> view;
  private final byte[] clearMark;
  private final BackendContext context;
  private final Layout layout;
  private final RedisLink link;
  private final Entries entries;
  private final Writes writes;
  private final @Nullable Fills fills;
  private final RedisStats stats;
  private final BooleanSupplier backendClosed;
  private volatile boolean closed;

  RedisStore(View<V> view, BackendContext context, RedisBackend.Parts parts, BooleanSupplier shut) {
    this.view = view;
    this.clearMark = Invalidation.clearMark(view.name()).getBytes(US_ASCII);
    this.context = context;
    this.layout = parts.layout();
    this.link = parts.link();
    this.entries = parts.entries();
    this.writes = parts.writes();
    this.fills = parts.fills();
    this.stats = parts.stats();
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
          return lookup(found.hits().get(0), found.clock());
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
              found.hits().forEach(hit -> told.add(lookup(hit, found.clock())));
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
    return link.ask(List.of(name), () -> writes.claim(key, name), reason -> Claim.refused(key));
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    byte[] name = entry(claim.key());
    byte[] envelope = envelope(name, claim, value, terms);
    if (!claim.granted()) {
      return FillResult.UNAVAILABLE;
    }
    if (fills != null) {
      boolean taken =
          fills.offer(envelope.length, () -> storeQuietly(name, claim, envelope, terms));
      return taken ? FillResult.STORED : FillResult.UNAVAILABLE;
    }
    return store(name, claim, envelope, terms);
  }

  private void storeQuietly(byte[] name, Claim claim, byte[] envelope, Terms terms) {
    FillResult unused = store(name, claim, envelope, terms);
  }

  private FillResult store(byte[] name, Claim claim, byte[] envelope, Terms terms) {
    return link.ask(
        List.of(name),
        () ->
            writes.fill(name, claim.id(), envelope, terms) ? FillResult.STORED : FillResult.REFUSED,
        reason -> FillResult.UNAVAILABLE);
  }

  @Override
  public void abandon(Claim claim) {
    requireOpen();
    byte[] name = entry(claim.key());
    if (claim.granted()) {
      link.ask(List.of(name), () -> writes.abandon(name, claim.id()), reason -> false);
    }
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    byte[] name = entry(claim.key());
    Invalidation evict = Invalidation.evict(List.of(name));
    byte[] envelope;
    try {
      envelope = envelope(name, claim, value, terms);
    } catch (RuntimeException e) {
      // What lies there is outdated in any case.
      link.apply(evict);
      throw e;
    }
    if (!claim.granted()) {
      return link.apply(evict);
    }
    return link.apply(() -> writes.put(name, claim.id(), envelope, terms), evict);
  }

  @Override
  public Answer evict(String key) {
    requireOpen();
    return link.apply(Invalidation.evict(List.of(entry(key))));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    requireOpen();
    List<byte[]> names = keys.stream().distinct().map(this::entry).toList();
    Answer answer = Answer.APPLIED;
    for (int from = 0; from < names.size(); from += BATCH) {
      List<byte[]> batch = names.subList(from, Math.min(from + BATCH, names.size()));
      if (link.apply(Invalidation.evict(List.copyOf(batch))) == Answer.DEFERRED) {
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
    return link.apply(Invalidation.soften(entry(key)));
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

  private byte[] entry(String key) {
    return layout.entry(view.prefix(), key);
  }

  private byte[] envelope(byte[] name, Claim claim, @Nullable V value, Terms terms) {
    Limits.checkTags(terms.tags());
    long asOf = Math.max(0, claim.stamp());
    if (value == null) {
      return Envelope.ofNull(name, Ids.next(), asOf, terms);
    }
    byte[] payload = view.codec().encode(value);
    try {
      view.limits(context.limits()).checkValue(payload.length, claim.key());
    } catch (LimitException e) {
      stats.countTooLarge();
      throw e;
    }
    return Envelope.value(name, Ids.next(), asOf, terms, payload);
  }

  private Lookup<V> lookup(@Nullable Hit hit, long clock) {
    long stamp = clock < 0 ? Miss.UNKNOWN : clock;
    if (hit == null) {
      return new Miss<>(stamp);
    }
    Terms terms = hit.stored().terms();
    long left = Math.min(terms.usableNanos(), Writes.nanos(hit.millisLeft()));
    if (left <= 0) {
      return new Miss<>(stamp);
    }
    V value = null;
    if (!hit.stored().isNull()) {
      try {
        value = view.codec().decode(hit.stored().payload());
      } catch (RuntimeException e) {
        // A codec of another version wrote it, or somebody else did: the next fill replaces it.
        stats.countUnreadable();
        return new Miss<>(stamp);
      }
    }
    // RFC 9111 4.2.3 in durations: no machine's wall clock is compared with another's.
    long storedAt = context.ticker().read() - (terms.usableNanos() - left);
    return new CacheEntry<>(
        value, hit.stored().id(), hit.stored().asOf(), terms, storedAt, hit.softPurged());
  }

  private void requireOpen() {
    if (closed || backendClosed.getAsBoolean()) {
      throw new IllegalStateException("the view '" + view.name() + "' is closed");
    }
  }
}
