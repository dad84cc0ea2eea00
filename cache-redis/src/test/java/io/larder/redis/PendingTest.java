package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {

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

  private List<Invalidation> drain() {
    List<Invalidation> drained = new ArrayList<>();
    for (Invalidation next = pending.first(); next != null; next = pending.first()) {
      drained.add(next);
      pending.remove(next);
    }
    return drained;
  }
}
