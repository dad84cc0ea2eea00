package io.larder.redis;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.LimitException;
import io.larder.cache.Lookup;
import io.larder.cache.Ticker;
import io.larder.cache.Unavailable;
import io.larder.cache.tiered.Change;
import io.larder.redis.BatchWrites.Claiming;
import io.larder.redis.BatchWrites.Writing;
import io.larder.redis.Entries.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a view does with many keys at once. Thread-safe. */
final class ManyKeys<V> {

  private final Coding<V> coding;
  private final byte[] clearMark;
  private final Ticker ticker;
  private final Entries entries;
  private final RedisLink link;
  private final Leases leases;
  private final Batches batches;
  private final boolean storesBeside;

  /**
   * Creates it.
   *
   * @param clearMark the member of the clock's key that is the view's clear mark; not to be changed
   */
  ManyKeys(Coding<V> coding, byte[] clearMark, Ticker ticker, RedisBackend.Parts parts) {
    this.coding = coding;
    this.clearMark = clearMark;
    this.ticker = ticker;
    this.entries = parts.entries();
    this.link = parts.link();
    this.leases = parts.leases();
    this.batches = parts.batches();
    this.storesBeside = parts.fills() != null;
  }

  /** A key, and what has been found under it so far. */
  private static final class Finding<V> {

    final String key;
    final byte[] name;
    Lookup<V> found = new Unavailable<>(RedisLink.PART_OUT_OF_REACH);

    Finding(String key, byte[] name) {
      this.key = key;
      this.name = name;
    }
  }

  /**
   * Looks keys up.
   *
   * @throws LimitException if one is too long; none is looked up then
   */
  Map<String, Lookup<V>> find(Collection<String> keys) {
    List<Finding<V>> finding = new ArrayList<>();
    new LinkedHashSet<>(keys).forEach(key -> finding.add(new Finding<>(key, coding.entry(key))));
    batches.find(
        finding,
        each -> each.name,
        this::findNow,
        (each, reason) -> each.found = new Unavailable<>(reason));
    Map<String, Lookup<V>> answers = new LinkedHashMap<>();
    finding.forEach(each -> answers.put(each.key, each.found));
    return answers;
  }

  private void findNow(List<Finding<V>> some) {
    Found found = entries.find(some.stream().map(each -> each.name).toList(), clearMark);
    for (int i = 0; i < some.size(); i++) {
      Finding<V> each = some.get(i);
      each.found = coding.lookup(each.name, found.hits().get(i), found.clock());
    }
  }

  /**
   * Ends keys.
   *
   * @throws LimitException if one is too long; none is ended then
   */
  Answer evict(Collection<String> keys) {
    Map<String, byte[]> names = new LinkedHashMap<>();
    keys.forEach(key -> names.computeIfAbsent(key, coding::entry));
    Answer answer = Answer.APPLIED;
    for (List<String> some : Batches.parts(List.copyOf(names.keySet()), key -> 0)) {
      Invalidation evict =
          Invalidation.evict(
              some.stream().map(names::get).toList(), some.stream().map(this::change).toList());
      answer = answer.and(link.apply(evict));
    }
    return answer;
  }

  private Change change(String key) {
    return new Change.OfKey(coding.view(), key);
  }

  /**
   * Claims keys.
   *
   * @throws LimitException if one is too long; none is claimed then
   */
  Map<String, Claim> claim(Collection<String> keys) {
    List<Claiming> claiming = new ArrayList<>();
    new LinkedHashSet<>(keys).forEach(key -> claiming.add(new Claiming(key, coding.entry(key))));
    batches.claim(claiming);
    Map<String, Claim> claims = new LinkedHashMap<>();
    claiming.forEach(each -> claims.put(each.key, each.claim));
    return claims;
  }

  /** Gives claims up. */
  void abandon(Collection<Claim> claims) {
    List<Claiming> given = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.granted()) {
        given.add(new Claiming(claim, coding.entry(claim.key())));
        boolean unused = leases.ended(claim.id());
      }
    }
    batches.abandon(given);
  }

  /**
   * Stores what loads produced.
   *
   * @param stored is told what lies there, unless that is stored beside the caller
   */
  List<Filled> fill(List<ClaimedValue<V>> values, BiConsumer<Claim, CacheEntry<V>> stored) {
    List<Filled> filled =
        new ArrayList<>(Collections.nCopies(values.size(), Filled.of(FillResult.UNAVAILABLE)));
    List<Writing> writing = new ArrayList<>();
    List<Claim> refused = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    long[] ids = new long[values.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Ids.next();
      try {
        Writing one = writing(values.get(i), ids[i]);
        if (one.claim.granted()) {
          writing.add(one);
          places.add(i);
        }
      } catch (RuntimeException e) {
        filled.set(i, Filled.refused(e));
        refused.add(values.get(i).claim());
      }
    }
    long storedAt = ticker.read();
    batches.fill(writing);
    abandon(refused); // nobody is to wait for what never comes
    for (int i = 0; i < writing.size(); i++) {
      int at = places.get(i);
      FillResult result = writing.get(i).result;
      filled.set(at, Filled.of(result));
      if (result == FillResult.STORED && !storesBeside) {
        stored.accept(values.get(at).claim(), entry(values.get(at), ids[at], storedAt));
      }
    }
    return filled;
  }

  private static <V> CacheEntry<V> entry(ClaimedValue<V> value, long id, long storedAt) {
    return new CacheEntry<>(
        value.value(), id, Coding.asOf(value.claim()), value.terms(), storedAt, false);
  }

  /** Writes a value as bytes, which end the lease of its claim. */
  private Writing writing(ClaimedValue<V> value, long id) {
    Claim claim = value.claim();
    byte[] name = coding.entry(claim.key());
    byte[] envelope = coding.envelope(name, id, claim, value.value(), value.terms());
    boolean leased = claim.granted() && leases.ended(claim.id());
    return new Writing(name, claim, envelope, value.terms(), leased);
  }

  /**
   * Puts values; ends the keys of those that cannot be put: what lies there is outdated in any
   * case.
   *
   * @throws LimitException if a key is too long: nothing is put then; or for the first value that
   *     is refused: the others are put
   */
  Answer put(List<ClaimedValue<V>> values) {
    values.forEach(each -> coding.entry(each.claim().key()));
    List<Writing> writing = new ArrayList<>();
    List<String> outdated = new ArrayList<>();
    RuntimeException refusal = null;
    for (ClaimedValue<V> each : values) {
      try {
        Writing one = writing(each, Ids.next());
        if (one.claim.granted() && link.isReachable(one.name)) {
          writing.add(one);
          continue;
        }
      } catch (RuntimeException e) {
        boolean unused = leases.ended(each.claim().id());
        if (refusal == null) {
          refusal = e;
        } else if (refusal != e) {
          refusal.addSuppressed(e);
        }
      }
      outdated.add(each.claim().key());
    }
    Answer answer = evict(outdated).and(batches.put(writing, this::change));
    if (refusal != null) {
      throw refusal;
    }
    return answer;
  }
}
