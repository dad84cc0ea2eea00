package io.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a response may be stored in a shared cache (RFC 9111, 3).
 *
 * <p>Only what is complete and for everybody. {@code no-store} and {@code private} of the response
 * are above any rule, {@code override} included; with {@code no-cache} it is stored only to be
 * validated each time, where the rule keeps what is stale. If one of the last two is limited to
 * some fields, the others may be stored.
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
    Refusal refusal = byRequest(request, options);
    ResponseDirectives directives = ResponseDirectives.of(response.fields(), options);
    return judge(request, response, directives, options, refusal, responseDelay, now);
  }

  /**
   * The verdict on a response to a POST, as the answer to later GETs for the same URI (RFC 9110,
   * 9.3.3): only if it names that URI in {@code Content-Location}, and says itself how long it is
   * fresh. The content of the request does not count: what is stored is what the handler says a GET
   * would get.
   *
   * @param target the target URI, absolute; {@code Content-Location} is it letter by letter, or its
   *     path and query
   * @return {@link Refusal#METHOD} for other methods and other locations, {@link
   *     Refusal#NO_LIFETIME} without explicit freshness, or else as for a GET
   */
  public static Storability storesForGet(
      RequestHead request,
      String target,
      ResponseHead response,
      StoreOptions options,
      Duration responseDelay,
      Instant now) {
    ResponseDirectives directives = ResponseDirectives.of(response.fields(), options);
    Refusal refusal = null;
    if (!request.method().equals("POST") || !isLocatedAt(target, response.fields())) {
      refusal = Refusal.METHOD;
    } else if (!FreshnessRules.isExplicit(response, directives)) {
      refusal = Refusal.NO_LIFETIME;
    }
    return judge(request, response, directives, options, refusal, responseDelay, now);
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

  private static Storability judge(
      RequestHead request,
      ResponseHead response,
      ResponseDirectives directives,
      StoreOptions options,
      @Nullable Refusal known,
      Duration responseDelay,
      Instant now) {
    Refusal refusal = byDirective(response, directives, options, now);
    if (refusal == null) {
      refusal = known;
    }
    if (refusal == null) {
      refusal = byUser(request, directives, options);
    }
    if (refusal != null) {
      return new Storability.Refuse(refusal);
    }
    Set<String> without = directives.without();
    refusal = StorableHead.refusal(response, options, without);
    if (refusal != null) {
      return new Storability.Refuse(refusal);
    }
    Optional<Lifetime> found =
        FreshnessRules.lifetime(response, directives, options, responseDelay, now);
    if (found.isEmpty()) {
      return new Storability.Refuse(Refusal.NO_LIFETIME);
    }
    Lifetime lifetime = found.get();
    // What is never fresh is worth storing only where stale responses are kept.
    boolean worthIt =
        !(options.keep() == null ? lifetime.freshFor() : lifetime.usableFor()).isZero();
    if (worthIt) {
      return new Storability.Store(lifetime, without);
    }
    return new Storability.Refuse(directives.noCache() ? Refusal.NO_CACHE : Refusal.STALE);
  }

  private static @Nullable Refusal byDirective(
      ResponseHead response, ResponseDirectives directives, StoreOptions options, Instant now) {
    boolean understood = UNDERSTOOD.contains(response.status());
    if (directives.noStore(understood)) {
      return Refusal.NO_STORE; // 5.2.2.5
    }
    if (directives.isPrivate()) {
      return Refusal.PRIVATE; // 5.2.2.7
    }
    if (directives.noCache()
        && (options.keep() == null || !ValidationRules.canValidate(response.fields(), now))) {
      return Refusal.NO_CACHE; // 5.2.2.4: never without validation, and there can be none
    }
    return directives.mustUnderstand() && !understood ? Refusal.MUST_UNDERSTAND : null;
  }

  private static @Nullable Refusal byRequest(RequestHead request, StoreOptions options) {
    String method = request.method();
    if (!options.methods().contains(method)) {
      return Refusal.METHOD;
    }
    boolean inKey = CachedMethods.isKeyedByContent(method);
    return !inKey && RequestRules.hasBody(request.fields()) ? Refusal.REQUEST_BODY : null;
  }

  private static @Nullable Refusal byUser(
      RequestHead request, ResponseDirectives directives, StoreOptions options) {
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

  private static boolean isLocatedAt(String target, HttpFields fields) {
    List<String> lines = fields.all(FieldNames.CONTENT_LOCATION);
    if (lines.size() != 1) {
      return false;
    }
    String location = lines.get(0).strip();
    if (location.startsWith("/") && !location.startsWith("//")) {
      int path = target.indexOf('/', target.indexOf("//") + 2);
      return path >= 0 && target.substring(path).equals(location);
    }
    return target.equals(location);
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
