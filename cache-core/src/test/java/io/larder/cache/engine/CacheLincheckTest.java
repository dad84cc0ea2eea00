package io.larder.cache.engine;

import io.larder.cache.Lincheck;
import io.larder.cache.ManyTimes;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Programs over one key of a cache, checked by Lincheck, each with the broken builds that it must
 * find.
 */
@Tag(ManyTimes.TAG)
@Tag(Lincheck.TAG)
class CacheLincheckTest {

  /** What one thread would see of a source without a cache. */
  public static final class Source {
    private int value;

    public int get() {
      return value;
    }

    public void evict() {
      value++;
    }

    public void invalidate() {
      value++;
    }

    public void clear() {
      value++;
    }
  }

  /** A load that something crosses is not stored: who reads sees the source, as without a cache. */
  @Nested
  class AFill {

    @Test
    void doesNotOutliveWhatCrossedIt() {
      Lincheck.assertLinearizable(Filled.class, Source.class);
    }

    @Test
    void thatIsNotFencedIsFound() {
      Lincheck.assertNotLinearizable(FilledUnfenced.class, Source.class);
    }
  }

  public static class Filled extends SharedValue {
    public Filled() {
      this(Flaws.Flaw.NONE);
    }

    Filled(Flaws.Flaw flaw) {
      super(flaw);
    }

    @Operation
    public int get() {
      return read();
    }

    @Operation
    public void invalidate() {
      changed();
      invalidated();
    }

    @Operation
    public void clear() {
      changed();
      cleared();
    }
  }

  public static final class FilledUnfenced extends Filled {
    public FilledUnfenced() {
      super(Flaws.Flaw.FILL_UNFENCED);
    }
  }

  /** What lies under the key is gone, and what is being loaded does not come back. */
  @Nested
  class AnEvict {

    @Test
    void endsWhatIsThereAndWhatIsOnItsWay() {
      Lincheck.assertLinearizable(Evicted.class, Source.class);
    }

    @Test
    void thatLeavesWhatIsThereIsFound() {
      Lincheck.assertNotLinearizable(EvictedNothing.class, Source.class);
    }

    @Test
    void thatLetsFillsThroughIsFound() {
      Lincheck.assertNotLinearizable(EvictedUnfenced.class, Source.class);
    }
  }

  public static class Evicted extends SharedValue {
    public Evicted() {
      this(Flaws.Flaw.NONE);
    }

    Evicted(Flaws.Flaw flaw) {
      super(flaw);
    }

    @Operation
    public int get() {
      return read();
    }

    @Operation
    public void evict() {
      changed();
      ended();
    }
  }

  public static final class EvictedNothing extends Evicted {
    public EvictedNothing() {
      super(Flaws.Flaw.EVICT_NOTHING);
    }
  }

  public static final class EvictedUnfenced extends Evicted {
    public EvictedUnfenced() {
      super(Flaws.Flaw.FILL_UNFENCED);
    }
  }

  /**
   * Two puts that cross leave the newer value or nothing, and a look-up may find either: not what
   * one thread would see, so {@link NothingOutdated} judges.
   */
  @Nested
  class APut {

    @Test
    void endsWhatIsOlder() {
      Lincheck.assertHolds(PutSupplied.class, NothingOutdated.Counted.class);
    }

    @Test
    void thatIsNotFencedIsFound() {
      Lincheck.assertDoesNotHold(PutUnfenced.class, NothingOutdated.Counted.class);
    }

    @Test
    void thatPutsNothingIsFound() {
      Lincheck.assertDoesNotHold(PutNothing.class, NothingOutdated.Counted.class);
    }

    @Test
    void thatLetsFillsThroughIsFound() {
      Lincheck.assertDoesNotHold(PutWithFillsUnfenced.class, NothingOutdated.Counted.class);
    }

    @Test
    void ofAValueAsItIsEndsWhatWasPutBefore() {
      Lincheck.assertHolds(PutAsItIs.class, NothingOutdated.Timed.class);
    }

    @Test
    void ofAValueAsItIsThatPutsNothingIsFound() {
      Lincheck.assertDoesNotHold(PutAsItIsNothing.class, NothingOutdated.Timed.class);
    }
  }

  public static class PutSupplied extends SharedValue {
    public PutSupplied() {
      this(Flaws.Flaw.NONE);
    }

    PutSupplied(Flaws.Flaw flaw) {
      super(flaw);
    }

    @Operation
    public int get() {
      return read();
    }

    @Operation
    public int find() {
      return lookUp();
    }

    @Operation
    public int put() {
      return putSupplied();
    }
  }

  public static final class PutUnfenced extends PutSupplied {
    public PutUnfenced() {
      super(Flaws.Flaw.PUT_UNFENCED);
    }
  }

  public static final class PutNothing extends PutSupplied {
    public PutNothing() {
      super(Flaws.Flaw.PUT_NOTHING);
    }
  }

  public static final class PutWithFillsUnfenced extends PutSupplied {
    public PutWithFillsUnfenced() {
      super(Flaws.Flaw.FILL_UNFENCED);
    }
  }

  public static class PutAsItIs extends SharedValue {
    public PutAsItIs() {
      this(Flaws.Flaw.NONE);
    }

    PutAsItIs(Flaws.Flaw flaw) {
      super(flaw);
    }

    @Operation
    public int find() {
      return lookUp();
    }

    @Operation
    public int put() {
      return putAsItIs();
    }
  }

  public static final class PutAsItIsNothing extends PutAsItIs {
    public PutAsItIsNothing() {
      super(Flaws.Flaw.PUT_NOTHING);
    }
  }
}
