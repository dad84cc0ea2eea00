package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.tiered.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PendingTest {

  private static final byte[] A = {1};
  private static final byte[] B = {2};

  private static final Predicate<byte[]> NONE = entry -> false;

  private final Pending pending = new Pending();

  @Test
  void whatWaitsIsTakenInOrder() {
    Invalidation first = Invalidation.view("a");
    Invalidation second = Invalidation.view("b");
    pending.add(first);
    pending.add(second);

    assertThat(drain()).containsExactly(first, second);
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void anOverflowBecomesOneClearOfEverything() {
    for (int i = 0; i <= Pending.MOST_WEIGHT; i++) {
      pending.add(Invalidation.evict(List.of(new byte[] {1}), List.of()));
    }

    List<Invalidation> drained = drain();

    assertThat(drained.get(0).marks()).containsExactly("floor", "last");
    assertThat(drained.size()).isLessThan(Pending.MOST_WEIGHT);
  }

  @Test
  void theLastOneThatStillFitsIsNoOverflow() {
    Invalidation one = Invalidation.evict(List.of(new byte[] {1}), List.of());
    for (int i = 0; i < Pending.MOST_WEIGHT / one.weight(); i++) {
      pending.add(one);
    }

    assertThat(drain()).hasSize(Pending.MOST_WEIGHT / one.weight());
  }

  @Test
  void theOneThatIsBeingAppliedIsRemovedOnlyIfItIsStillTheFirst() {
    Invalidation applying = Invalidation.view("a");
    pending.add(applying);
    for (int i = 0; i <= Pending.MOST_WEIGHT; i++) {
      pending.add(Invalidation.view("b"));
    }

    pending.remove(applying);

    assertThat(drain().get(0).marks()).containsExactly("floor", "last");
  }

  @Test
  void whatWasAppliedInTheLastSecondsComesBeforeWhatWaits() {
    Invalidation old = Invalidation.view("old");
    Invalidation recent = Invalidation.view("recent");
    Invalidation waiting = Invalidation.view("waiting");
    pending.applied(old, 0);
    pending.applied(recent, Pending.RECENT_NANOS);
    pending.add(waiting);

    pending.replayRecent(Pending.RECENT_NANOS + 1);

    assertThat(drain()).containsExactly(recent, waiting);
  }

  @Test
  void whatIsPutAsideHoldsUpNobodyButWhoAsksForWhatItEnds() {
    Invalidation evict = Invalidation.evict(List.of(A), List.of());
    pending.add(evict);
    pending.add(Invalidation.view("next"));

    pending.putAside(evict, NONE);

    assertThat(pending.ends(A)).isTrue();
    assertThat(pending.ends(B)).isFalse();
    assertThat(drain()).hasSize(1);
    assertThat(pending.isDue()).isFalse();
    assertThat(pending.isEmpty()).isFalse();
  }

  @Test
  void whatIsTakenUpAgainWaitsWithAllOthers() {
    Invalidation soften = Invalidation.soften(A, new Change.OfKey("v", "a"));
    pending.add(soften);
    pending.putAside(soften, NONE);

    assertThat(pending.takeUp()).isTrue();

    assertThat(pending.ends(A)).isFalse();
    assertThat(pending.isDue()).isTrue();
    assertThat(drain()).containsExactly(soften);
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.takeUp()).isFalse();
  }

  @Test
  void whatLiesElsewhereIsNotPutAside() {
    Invalidation both = Invalidation.evict(List.of(A, B), List.of());
    Invalidation last = Invalidation.view("last");
    pending.add(both);
    pending.add(last);

    pending.putAside(both, entry -> entry == B);

    assertThat(pending.ends(A)).isTrue();
    assertThat(pending.ends(B)).isFalse();
    List<Invalidation> drained = drain();
    assertThat(drained.get(0).unlink()).containsExactly(B);
    assertThat(drained.get(1)).isSameAs(last);
    assertThat(pending.takeUp()).isTrue();
    assertThat(drain()).singleElement().satisfies(it -> assertThat(it.unlink()).containsExactly(A));
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void whatHasFailedThoughAllOfItMayBeAskedIsPutAsideAsAWhole() {
    Invalidation both = Invalidation.evict(List.of(A, B), List.of());
    pending.add(both);

    pending.putAside(both, entry -> true);

    assertThat(pending.ends(A)).isTrue();
    assertThat(pending.ends(B)).isTrue();
    assertThat(drain()).isEmpty();
  }

  @Test
  void onlyTheFirstIsPutAside() {
    Invalidation evict = Invalidation.evict(List.of(A), List.of());
    pending.add(Invalidation.view("first"));
    pending.add(evict);

    pending.putAside(evict, NONE);

    assertThat(pending.ends(A)).isFalse();
    assertThat(drain()).hasSize(2);
  }

  @Test
  void whatIsPutAsideCountsForTheBoundAndIsEndedByTheClear() {
    int most = Pending.MOST_WEIGHT / 2;
    for (int i = 0; i < most; i++) {
      Invalidation evict = Invalidation.evict(List.of(A), List.of());
      pending.add(evict);
      pending.putAside(evict, NONE);
    }
    assertThat(pending.isDue()).isFalse();

    pending.add(Invalidation.evict(List.of(B), List.of()));

    assertThat(pending.ends(A)).isFalse();
    assertThat(drain())
        .singleElement()
        .extracting(Invalidation::marks)
        .asString()
        .contains("floor");
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void whatWasPutAsideAndTakenUpStillCountsOnce() {
    for (int round = 0; round < Pending.MOST_WEIGHT; round++) {
      Invalidation evict = Invalidation.evict(List.of(A), List.of());
      pending.add(evict);
      pending.putAside(evict, NONE);
      assertThat(pending.takeUp()).isTrue();
      pending.remove(evict);
    }

    assertThat(pending.isEmpty()).isTrue();
    pending.add(Invalidation.view("a"));
    assertThat(drain()).singleElement().extracting(Invalidation::marks).asString().contains("c:a");
  }

  private List<Invalidation> drain() {
    List<Invalidation> drained = new ArrayList<>();
    for (Invalidation next = pending.first(); next != null; next = pending.first()) {
      drained.add(next);
      pending.remove(next);
    }
    return drained;
  }
}
