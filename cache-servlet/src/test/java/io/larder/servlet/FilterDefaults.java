package io.larder.servlet;

import io.larder.cache.Durations;
import io.larder.cache.Larder;
import io.larder.cache.Sizes;
import java.util.Map;
import java.util.stream.Collectors;

/** What holds for a filter that is told nothing, for those who compare it with the page. */
public final class FilterDefaults {

  private FilterDefaults() {}

  /** The settings of the filter by their names, as they are written in web.xml. */
  public static Map<String, String> settings() {
    WaitLimits limits = FilterSettings.NONE.waitLimits(FilterSettings.NONE, false);
    return Map.of(
        "maxWaiters",
        "" + limits.maxWaiters(),
        "maxWaitersPerKey",
        "" + limits.maxWaitersPerKey(),
        "waitTimeout",
        Durations.format(limits.waitTimeout()),
        "maxRefreshes",
        "" + limits.maxRefreshes());
  }

  /** The attributes of a rule, as they are written in its line. */
  public static Map<String, String> rule() {
    // A store that takes more than the rule lets through.
    try (Larder larder = Larder.open("memory:?maxValueBytes=512MB")) {
      Policy policy = Policy.of(Attributes.NONE, larder);
      return Map.of(
          "maxBody", Sizes.format(policy.maxBody()),
          "maxHead", Sizes.format(policy.caps().maxHead()),
          "maxVariants", "" + policy.caps().maxVariants(),
          "maxNewKeys", "" + policy.caps().maxNewKeys(),
          "maxRequestBody", Sizes.format(policy.maxRequestBody()),
          "statuses",
              policy.responses(null).statuses().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(",")));
    }
  }
}
