package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;

/** What the tests of plans ask for. */
final class Plans {

  private Plans() {}

  /** The plan of the one method of that name that callers of the interface see. */
  static MethodPlan plan(Class<?> type, Class<?> target, String method) {
    MethodPlans plans = MethodPlans.ofInterface(type, target);
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getName().equals(method) && !each.isBridge())
        .findFirst()
        .map(plans::of)
        .orElseThrow();
  }

  /** The same, of a method that caches, where the interface says all. */
  static CachedPlan cached(Class<?> type, String method) {
    return (CachedPlan) plan(type, type, method);
  }

  static ChangePlan change(Class<?> type, String method) {
    return (ChangePlan) plan(type, type, method);
  }

  static String key(Class<?> type, String method, Object... arguments) {
    return cached(type, method).key().of(arguments);
  }

  static void assertRefused(Executable what, String... parts) {
    Throwable refusal = null;
    try {
      what.execute();
    } catch (Throwable e) {
      refusal = e;
    }
    assertThat(refusal).isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(refusal.getMessage()).contains(parts).doesNotContain("\n");
  }

  static void assertRefused(Class<?> type, String... parts) {
    assertRefused(() -> MethodPlans.ofInterface(type, type), parts);
  }
}
