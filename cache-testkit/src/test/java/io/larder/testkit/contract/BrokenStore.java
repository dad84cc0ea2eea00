package io.larder.testkit.contract;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sound store of which one rule is taken out, for each of them. */
final class BrokenStore<V> implements CacheStore<V> {

  /** A rule that can be taken out, and a test of the contract that has to notice. */
  enum Rule {
    /** None: the store is sound. */
    NONE(""),
    FILL_AFTER_EVICT("aClaimThatVanishesRefusesItsFill"),
    FILL_STAMP("aLoadThatBeganBeforeAnEventIsNeverFound"),
    FILL_IS_STORED("aLoadThatNothingCrossedIsStored"),
    FILL_LEAVES_CLOCK("lookUpsClaimsAndFillsLeaveTheClockWhereItIs"),
    LATE_CLAIM_STAMP("aFillWithAnOlderStampIsRefusedByAnInvalidationInBetween"),
    ABANDON_LEAVES_ENTRY("abandoningARefreshLeavesTheEntry"),
    PUT_CAS("aPutThatANewerPutOvertookLeavesTheKeyEmpty"),
    PUT_STAMP("aPutWhoseTagWasInvalidatedMeanwhileIsNotFound"),
    PUT_MOVES_CLOCK("aLookUpAfterAPutOrASoftPurgeIsYoungerThanEveryLoadBeforeIt"),
    EVICT("aValueFromBeforeAnEventIsGone"),
    EVICT_ENDS_CLAIM("aLoadThatBeganBeforeAnEventIsNeverFound"),
    EVICT_ALL_KEYS("anEvictOfSeveralKeysLeavesTheOthers"),
    INVALIDATE("eachOfAnEntrysTagsEndsIt"),
    INVALIDATE_ONLY_TAGGED("anInvalidationLeavesEntriesOfOtherTagsAndOfNone"),
    CLEAR("clearingAViewLeavesTheOthers"),
    CLEAR_ONLY_THE_VIEW("clearingAViewLeavesTheOthers"),
    SOFT_PURGE_KEEPS("aSoftPurgeEndsFreshnessOnly"),
    LIVES_TO_ITS_END("anEntryIsFoundForItsTtl"),
    LIVES_NO_LONGER("aPutLivesByItsTerms"),
    KEEPS_TERMS("whatIsNeverFreshIsKept"),
    NULL_IS_A_VALUE("nullIsAValue"),
    ORDER_OF_KEYS("manyKeysAreAnsweredInTheirOrder"),
    MANY_LIKE_ONE("manyKeysAreJudgedLikeOne"),
    CLAIMS_BEFORE_FILLS("anEventBetweenTheClaimsAndTheFillsEndsOnlyWhatItIsAbout"),
    EACH_CLAIM_ITS_OWN("eachOfManyClaimsIsAsOneTakenByItself"),
    EACH_FILL_ITS_OWN("aFillThatIsRefusedLeavesTheOthers"),
    EACH_PUT_ITS_OWN("aPutThatIsRefusedLeavesTheOthers"),
    EACH_ABANDONED("manyClaimsThatAreGivenUpLeaveNothing"),
    LENGTH_OF_KEYS("aKeyThatIsTooLongIsRefused"),
    NUMBER_OF_TAGS("tooManyTagsAreRefused"),
    SIZE_OF_VALUES("aValueThatIsTooBigIsRefused"),
    REFUSED_PUT_EMPTIES("aPutThatIsRefusedLeavesTheKeyEmptyAndMovesTheClock"),
    CLOSED_SAYS_SO("aClosedStoreSaysSo");

    final String noticedBy;

    Rule(String noticedBy) {
      this.noticedBy = noticedBy;
    }
  }

  private final CacheStore<V> store;
  private final BrokenBackend backend;
  private final Rule broken;
  private final Map<String, Lookup<V>> remembered = new LinkedHashMap<>();

  BrokenStore(CacheStore<V> store, BrokenBackend backend) {
    this.store = store;
    this.backend = backend;
    this.broken = backend.broken();
  }

  private boolean without(Rule rule) {
    return broken == rule;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Lookup<V> find(String key) {
    Lookup<V> found = store.find(cut(key));
    boolean folded =
        without(Rule.NULL_IS_A_VALUE)
            && found instanceof CacheEntry<V> entry
            && entry.value() == null;
    return folded ? new Miss<>(0) : found;
  }

  private String cut(String key) {
    return without(Rule.LENGTH_OF_KEYS) ? key.substring(0, Math.min(key.length(), 200)) : key;
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    if (without(Rule.LENGTH_OF_KEYS)) {
      return Map.of();
    }
    if (without(Rule.MANY_LIKE_ONE)) {
      keys.forEach(key -> remembered.putIfAbsent(key, store.find(key)));
      return remembered;
    }
    Map<String, Lookup<V>> found = store.findAll(keys);
    if (without(Rule.ORDER_OF_KEYS)) {
      List<String> turned = new ArrayList<>(found.keySet());
      Collections.reverse(turned);
      Map<String, Lookup<V>> other = new LinkedHashMap<>();
      turned.forEach(key -> other.put(key, found.get(key)));
      return other;
    }
    return found;
  }

  @Override
  public Claim claim(String key) {
    return store.claim(cut(key));
  }

  @Override
  public Map<String, Claim> claimAll(Collection<String> keys) {
    if (without(Rule.EACH_CLAIM_ITS_OWN)) {
      Claim first = store.claim(keys.iterator().next());
      Map<String, Claim> claims = new LinkedHashMap<>();
      keys.forEach(
          key -> claims.put(key, new Claim(key, first.id(), first.stamp(), first.granted())));
      return claims;
    }
    return CacheStore.super.claimAll(keys);
  }

  /** A claim that is certain to hold, with the stamp of another one. */
  private Claim renewed(Claim claim) {
    Claim now = store.claim(claim.key());
    return new Claim(now.key(), now.id(), claim.stamp(), claim.granted());
  }

  /** The same claim as if its computation began just now. */
  private Claim younger(Claim claim) {
    return new Claim(claim.key(), claim.id(), store.claim("another").stamp(), claim.granted());
  }

  private Terms changed(Terms terms) {
    return switch (broken) {
      case LIVES_TO_ITS_END -> scaled(terms, 1, 2);
      case LIVES_NO_LONGER -> scaled(terms, 2, 1);
      case KEEPS_TERMS -> terms.aged(Duration.ZERO);
      case NUMBER_OF_TAGS -> terms.tagged(terms.tags().stream().limit(32).toList());
      default -> terms;
    };
  }

  private static Terms scaled(Terms terms, int by, int over) {
    return terms.fresh().isZero()
        ? terms
        : Terms.ttl(terms.fresh().multipliedBy(by).dividedBy(over))
            .staleWhileRevalidate(terms.staleWhileRevalidate())
            .staleIfError(terms.staleIfError())
            .keep(terms.keep())
            .aged(terms.age())
            .cost(terms.cost())
            .tagged(terms.tags());
  }

  @Override
  public FillResult fill(Claim claim, V value, Terms terms) {
    return switch (broken) {
      case FILL_IS_STORED -> FillResult.REFUSED;
      case FILL_AFTER_EVICT ->
          claim.granted() ? store.fill(renewed(claim), value, terms) : FillResult.UNAVAILABLE;
      case FILL_STAMP, LATE_CLAIM_STAMP -> store.fill(younger(claim), value, terms);
      case FILL_LEAVES_CLOCK -> {
        store.evict("another");
        yield store.fill(claim, value, terms);
      }
      default -> store.fill(claim, value, changed(terms));
    };
  }

  @Override
  public List<Filled> fillAll(List<ClaimedValue<V>> values) {
    return switch (broken) {
      case CLAIMS_BEFORE_FILLS ->
          CacheStore.super.fillAll(
              values.stream()
                  .map(it -> new ClaimedValue<>(renewed(it.claim()), it.value(), it.terms()))
                  .toList());
      case EACH_FILL_ITS_OWN -> {
        List<Filled> filled = CacheStore.super.fillAll(values);
        boolean all = filled.stream().allMatch(it -> it.result() == FillResult.STORED);
        if (!all) {
          values.forEach(each -> store.evict(each.claim().key()));
        }
        yield filled;
      }
      default -> CacheStore.super.fillAll(values);
    };
  }

  @Override
  public void abandonAll(Collection<Claim> claims) {
    if (!without(Rule.EACH_ABANDONED)) {
      CacheStore.super.abandonAll(claims);
    }
  }

  @Override
  public Answer putAll(List<ClaimedValue<V>> values) {
    if (without(Rule.EACH_PUT_ITS_OWN)) {
      values.forEach(each -> put(each.claim(), each.value(), each.terms()));
      return Answer.APPLIED;
    }
    return CacheStore.super.putAll(values);
  }

  @Override
  public void abandon(Claim claim) {
    store.abandon(claim);
    if (without(Rule.ABANDON_LEAVES_ENTRY)) {
      store.evict(claim.key());
    }
  }

  @Override
  public Answer put(Claim claim, V value, Terms terms) {
    return switch (broken) {
      case PUT_CAS -> store.put(renewed(claim), value, terms);
      case PUT_STAMP -> store.put(younger(claim), value, terms);
      case PUT_MOVES_CLOCK -> {
        store.fill(claim, value, terms);
        yield Answer.APPLIED;
      }
      case REFUSED_PUT_EMPTIES -> {
        store.fill(store.claim("another"), value, terms); // refused before anything happens
        yield store.put(claim, value, terms);
      }
      default -> store.put(claim, value, changed(terms));
    };
  }

  @Override
  public Answer evict(String key) {
    return switch (broken) {
      case EVICT -> Answer.APPLIED;
      case EVICT_ENDS_CLAIM ->
          store.find(key) instanceof CacheEntry ? store.evict(key) : store.evict("another");
      default -> store.evict(cut(key));
    };
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    return without(Rule.EVICT_ALL_KEYS)
        ? store.evictAll(keys.stream().limit(1).toList())
        : store.evictAll(keys);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    boolean sound = !without(Rule.INVALIDATE) && !without(Rule.INVALIDATE_ONLY_TAGGED);
    return sound ? store.invalidate(tags) : backend.invalidate(tags);
  }

  @Override
  public Answer softPurge(String key) {
    return without(Rule.SOFT_PURGE_KEEPS) ? store.evict(key) : store.softPurge(key);
  }

  @Override
  public Answer clear() {
    return switch (broken) {
      case CLEAR -> Answer.APPLIED;
      case CLEAR_ONLY_THE_VIEW -> backend.clear();
      default -> store.clear();
    };
  }

  @Override
  public void close() {
    if (!without(Rule.CLOSED_SAYS_SO)) {
      store.close();
    }
  }
}
