package io.larder.cache.flight;

import io.larder.cache.Lincheck;
import io.larder.cache.ManyTimes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs over one flight, checked by Lincheck, and three broken builds that it must find. */
@Tag(ManyTimes.TAG)
@Tag(Lincheck.TAG)
class FlightLincheckTest {

  @Test
  void callersOfAFlightReadTheSourceOneAfterTheOther() {
    Lincheck.assertLinearizable(SharedLoads.class, SharedLoads.OneByOne.class);
  }

  @Test
  void aFlightWithTwoLeadersIsFound() {
    Lincheck.assertNotLinearizable(TwoLeaders.class, SharedLoads.OneByOne.class);
  }

  @Test
  void aFlightThatForgetsAWaiterIsFound() {
    Lincheck.assertNotLinearizable(ForgottenWaiter.class, SharedLoads.OneByOne.class);
  }

  @Test
  void aFlightThatHandsOutWhatIsOlderThanALookUpIsFound() {
    Lincheck.assertNotLinearizable(OlderValue.class, SharedLoads.OneByOne.class);
  }

  /** Two callers who join at the same time may both find nobody. */
  public static final class TwoLeaders extends SharedLoads {
    public TwoLeaders() {
      super(new SingleFlight<>(1_000, new JoinedWithoutLock<>()), false);
    }
  }

  /** A caller may join a flight that has told its waiters already. */
  public static final class ForgottenWaiter extends SharedLoads {
    public ForgottenWaiter() {
      super(new SingleFlight<>(1_000, new EndedWithoutLock<>()), false);
    }
  }

  /** A waiter takes what a load returns that began before its own look-up. */
  public static final class OlderValue extends SharedLoads {
    @Override
    long stamp() {
      return 0;
    }
  }

  private static final class JoinedWithoutLock<V> extends ConcurrentHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    public V compute(String key, BiFunction<? super String, ? super V, ? extends V> step) {
      V next = step.apply(key, get(key));
      Thread.yield();
      put(key, next);
      return next;
    }
  }

  private static final class EndedWithoutLock<V> extends ConcurrentHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    public V computeIfPresent(String key, BiFunction<? super String, ? super V, ? extends V> step) {
      V present = get(key);
      V next = present == null ? null : step.apply(key, present);
      if (present != null && next == null) {
        Thread.yield();
        remove(key);
      }
      return next;
    }
  }
}
