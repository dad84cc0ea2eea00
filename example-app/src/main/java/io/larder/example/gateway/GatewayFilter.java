package io.larder.example.gateway;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import io.larder.servlet.CacheRuleBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cache in front of the servlet: a filter with one rule for everything. */
final class GatewayFilter {
  /** Whatever the origin may send, and what is added to it here. */
  private static final int MAX_HEAD = OriginClient.HEAD_BYTES + OriginClient.OWN_BYTES;

  private GatewayFilter() {}

  /**
   * Creates it.
   *
   * @param ttl of responses whose own fields say nothing of freshness; null for none but the
   *     heuristic of RFC 9111, 4.2.2
   */
  static CacheFilter over(Larder larder, @Nullable Duration ttl) {
    CacheRuleBuilder rule = CacheRule.path("/*").proxy().maxHead(MAX_HEAD);
    if (ttl != null) {
      rule.ttl(ttl);
    }
    // The other filters are mapped as this one is, and bear to be returned from early.
    return CacheFilter.builder(larder).rule(rule.build()).asyncWaiters(true).build();
  }
}
