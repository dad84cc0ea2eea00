package io.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a response may be stored in a shared cache (RFC 9111, 3).
 *
 * <p>Only what is complete and for everybody. {@code no-store}, {@code private} and {@code
 * no-cache} of the response are above any rule, {@code override} included.
 */
public final class StoreRules {
  /** Status codes whose meaning for caches RFC 9110, 15 defines; for {@code must-understand}. */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 421, 451, 501);

  private StoreRules() {}

  /** {@link #judge(RequestHead, ResponseHead, StoreOptions, Duration, Instant)} for a handler. */
  public static Storability judge(
      RequestHead request, ResponseHead response, StoreOptions options, Instant now) {
    return judge(request, response, options, Duration.ZERO, now);
  }

  /**
   * The verdict on a response, from its head. The body is judged when it has ended, by {@link
   * #isComplete}.
   *
   * @param request as it is when the response is committed: a session that the handler has begun
   *     counts
   * @param responseDelay how long the response was on its way: zero for a handler in this process
   * @param now when the response was received
   */
  public static Storability judge(
      RequestHead request,
      ResponseHead response,
      StoreOptions options,
      Duration responseDelay,
      Instant now) {
    ResponseDirectives directives = ResponseDirectives.of(response.fields());
    Refusal refusal = byDirective(response, directives);
    if (refusal == null) {
      refusal = byRequest(request, directives, options);
    }
    if (refusal == null) {
      refusal = byResponse(response, options);
    }
    if (refusal != null) {
      return new Storability.Refuse(refusal);
    }
    Optional<Lifetime> lifetime =
        FreshnessRules.lifetime(response.fields(), directives, options, responseDelay, now);
    if (lifetime.isEmpty()) {
      return new Storability.Refuse(Refusal.NO_LIFETIME);
    }
    return lifetime.get().freshFor().isZero()
        ? new Storability.Refuse(Refusal.STALE)
        : new Storability.Store(lifetime.get());
  }

  /**
   * Whether a body is as long as its head announced (RFC 9111, 3.3). Without {@code Content-Length}
   * it is; with one that is no number, or several that differ, it is not.
   */
  public static boolean isComplete(HttpFields response, long bodyBytes) {
    for (String announced : FieldLists.members(response, FieldNames.CONTENT_LENGTH)) {
      if (!isNumber(announced, bodyBytes)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Refusal byDirective(
      ResponseHead response, ResponseDirectives directives) {
    if (directives.noStore()) {
      return Refusal.NO_STORE; // 5.2.2.5; must-understand does not lift it here (5.2.2.3: a SHOULD)
    }
    if (directives.isPrivate()) {
      return Refusal.PRIVATE; // 5.2.2.7; with field names too: they are not told apart
    }
    if (directives.noCache()) {
      return Refusal.NO_CACHE; // 5.2.2.4: never without validation, and none is made here
    }
    return directives.mustUnderstand() && !UNDERSTOOD.contains(response.status())
        ? Refusal.MUST_UNDERSTAND
        : null;
  }

  private static @Nullable Refusal byRequest(
      RequestHead request, ResponseDirectives directives, StoreOptions options) {
    if (!request.method().equals("GET")) {
      return Refusal.METHOD;
    }
    if (RequestRules.hasBody(request.fields())) {
      return Refusal.REQUEST_BODY;
    }
    boolean allowed =
        switch (options.authenticated()) {
          case BYPASS -> false;
          case IF_RESPONSE_ALLOWS -> directives.allowsAuthorized(); // 3.5
          case SHARE -> true;
        };
    RequestVerdict user = allowed ? null : RequestRules.user(request);
    if (user == null) {
      return null;
    }
    return switch (user) {
      case PASS_PRINCIPAL -> Refusal.PRINCIPAL;
      case PASS_SESSION -> Refusal.SESSION;
      default -> Refusal.AUTHORIZATION;
    };
  }

  private static @Nullable Refusal byResponse(ResponseHead response, StoreOptions options) {
    HttpFields fields = response.fields();
    if (response.status() == 206 || fields.contains(FieldNames.CONTENT_RANGE)) {
      return Refusal.PARTIAL; // 3.3
    }
    if (!options.statuses().contains(response.status())) {
      return Refusal.STATUS;
    }
    if (fields.contains(FieldNames.SET_COOKIE) || fields.contains(FieldNames.SET_COOKIE2)) {
      return Refusal.SET_COOKIE; // 7.3: stricter than the RFC, which lets a cookie be shared
    }
    if (!keyHolds(FieldLists.members(fields, FieldNames.VARY), options.keyFields())) {
      return Refusal.VARY;
    }
    if (!onlyOf(fields, FieldNames.CONTENT_ENCODING, List.of("identity"))) {
      return Refusal.CONTENT_ENCODING;
    }
    if (!onlyOf(fields, FieldNames.TRANSFER_ENCODING, List.of("chunked", "identity"))) {
      return Refusal.TRANSFER_ENCODING;
    }
    if (fields.contains(FieldNames.TRAILER)) {
      return Refusal.TRAILER;
    }
    return isEventStream(fields) ? Refusal.EVENT_STREAM : null;
  }

  /** 4.1: a star never matches; a name that is not in the key could differ. */
  private static boolean keyHolds(List<String> names, Set<String> keyFields) {
    for (String name : names) {
      if (name.equals("*") || !keyFields.contains(name.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static boolean onlyOf(HttpFields fields, String name, List<String> allowed) {
    for (String member : FieldLists.members(fields, name)) {
      if (!allowed.contains(member.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEventStream(HttpFields fields) {
    String type = fields.first(FieldNames.CONTENT_TYPE);
    if (type == null) {
      return false;
    }
    String lowerCase = type.strip().toLowerCase(Locale.ROOT);
    return lowerCase.startsWith("text/event-stream")
        || lowerCase.startsWith("multipart/x-mixed-replace");
  }

  private static boolean isNumber(String digits, long expected) {
    try {
      return digits.chars().allMatch(c -> c >= '0' && c <= '9')
          && Long.parseLong(digits) == expected;
    } catch (NumberFormatException e) {
      return false; // longer than any body
    }
  }
}
