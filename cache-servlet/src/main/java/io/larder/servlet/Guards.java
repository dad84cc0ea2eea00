package io.larder.servlet;

import io.larder.http.CorsRules;
import io.larder.http.HttpFields;
import io.larder.http.Refusal;
import io.larder.http.ResponseHead;
import io.larder.http.TokenRules;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an answer from others beside what it says and what its handler has read: that it names
 * who asked, has what is good for one use alone, or is not what its path promises.
 *
 * @param policy what holds for the request
 * @param asked the request as it was
 * @param byExtension what the path promises, where that is all that the rule was found by; else
 *     null
 */
record Guards(Policy policy, Asked asked, @Nullable Extension byExtension) {

  static Guards of(Exchange exchange, Asked asked) {
    Policy policy = exchange.policy();
    return new Guards(
        policy, asked, policy.isBySuffix() ? Extension.claimedBy(exchange.request()) : null);
  }

  /** Whether the rule is one for paths that end so, and this is not what such a path promises. */
  boolean merelyResembles(ResponseHead answer) {
    return byExtension != null && !byExtension.isTrueOf(answer);
  }

  /** The fields with the {@code Vary} that they ought to have. */
  HttpFields varied(HttpFields fields) {
    return policy.isProxy()
        ? fields // the origin knows; and what it has signed is not added to
        : CorsRules.varied(asked.lines().apply("Origin"), fields);
  }

  /** Whether a {@code Vary} is missing. */
  boolean isToVary(HttpFields fields) {
    return varied(fields).size() > fields.size();
  }

  /** Why a page with this body is not stored, as {@code Cache-Status} says it; null if it is. */
  @Nullable String refusal(HttpFields fields, Supplier<byte[]> body) {
    if (policy.responses(null).tokens()) {
      return null;
    }
    Refusal refusal = TokenRules.ofBody(fields, () -> Gunzip.ifEncoded(fields, body.get()));
    return refusal == null ? null : refusal.token();
  }
}
