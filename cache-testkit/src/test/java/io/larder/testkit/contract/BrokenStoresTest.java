package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import io.larder.testkit.contract.BrokenStore.Rule;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract notices each rule that is taken out of a store, by the test that is for it. */
class BrokenStoresTest {

  private static volatile Rule broken = Rule.EVICT;

  /** A store's own test, as anybody would write it; its name keeps it out of the build's tests. */
  static final class OfABrokenStore extends CacheStoreContract {

    @Override
    protected StoreHarness open() {
      return new Brief(
          StoreHarness.over(context -> BrokenBackend.open(context, broken), BrokenBackend::vanish));
    }
  }

  @Test
  void aSoundStoreFailsNone() {
    assertThat(failedWithout(Rule.NONE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aStoreWithoutARuleFailsTheTestThatIsForIt(Rule rule) {
    assertThat(failedWithout(rule)).contains(rule.noticedBy);
  }

  private static Set<String> failedWithout(Rule rule) {
    broken = rule;
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(OfABrokenStore.class))
            .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
            .execute()
            .testEvents();
    assertThat(tests.finished().count()).isGreaterThan(150);
    return tests.failed().stream()
        .map(Event::getTestDescriptor)
        .flatMap(BrokenStoresTest::method)
        .collect(Collectors.toSet());
  }

  private static Stream<String> method(TestDescriptor test) {
    return test.getSource().stream()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName());
  }

  /** Explores little: that the exploration notices is for its own test. */
  private record Brief(StoreHarness harness) implements StoreHarness {

    @Override
    public LarderBuilder larder(String namespace) {
      return harness.larder(namespace);
    }

    @Override
    public Ticker ticker() {
      return harness.ticker();
    }

    @Override
    public void pass(Duration time) {
      harness.pass(time);
    }

    @Override
    public void vanish(String namespace, String view, String key) {
      harness.vanish(namespace, view, key);
    }

    @Override
    public int explorations() {
      return 10;
    }

    @Override
    public void close() {
      harness.close();
    }
  }
}
