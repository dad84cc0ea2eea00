package io.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lifetime of responses that name none (RFC 9111, 4.2.2). */
final class Heuristics {
  /**
   * Statuses that are heuristically cacheable (RFC 9110, 15.1; RFC 7725, 3, for 451); 206 is no
   * whole response.
   */
  private static final Set<Integer> CACHEABLE =
      Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 451, 501);

  private static final Duration AT_MOST = Duration.ofDays(1);

  private Heuristics() {}

  /**
   * Whether a response may be stored without explicit freshness (RFC 9111, 3): its status is
   * heuristically cacheable, or it says {@code public}.
   */
  static boolean mayStore(ResponseHead response, ResponseDirectives directives) {
    return CACHEABLE.contains(response.status()) || directives.lifetimes().isPublic();
  }

  /**
   * A tenth of the time for which the response had not changed when it was made, at most a day;
   * empty if nobody can tell. A query in the URI forbids nothing (4.2.2, note).
   *
   * @param made its {@code Date}, or when it was received
   */
  static Optional<Duration> freshness(
      ResponseHead response, ResponseDirectives directives, Instant made, Instant now) {
    List<String> modified = response.fields().all(FieldNames.LAST_MODIFIED);
    if (modified.size() != 1
        || !mayStore(response, directives)
        // 5.4 gives it no meaning here; who writes it does not want to be guessed at.
        || CacheControl.of(response.fields(), FieldNames.PRAGMA).noCache()) {
      return Optional.empty();
    }
    Instant until = made.isAfter(now) ? now : made;
    return HttpDate.parse(modified.get(0), now)
        .map(time -> Duration.between(time, until))
        .filter(unchanged -> !unchanged.isNegative())
        .map(unchanged -> unchanged.dividedBy(10))
        .map(tenth -> tenth.compareTo(AT_MOST) > 0 ? AT_MOST : tenth);
  }
}
