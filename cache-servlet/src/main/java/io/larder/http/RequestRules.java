package io.larder.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what the cache does with a request before the handler runs (RFC 9111, 3, 4 and 4.4). */
public final class RequestRules {
  /**
   * The request fields that the rules of this package read. A caller that copies these alone gets
   * the same answers from every one of them.
   */
  public static final List<String> FIELDS =
      List.of(
          FieldNames.AUTHORIZATION,
          FieldNames.CACHE_CONTROL,
          FieldNames.CONTENT_LENGTH,
          FieldNames.IF_MATCH,
          FieldNames.IF_MODIFIED_SINCE,
          FieldNames.IF_NONE_MATCH,
          FieldNames.IF_RANGE,
          FieldNames.IF_UNMODIFIED_SINCE,
          FieldNames.PRAGMA,
          FieldNames.RANGE,
          FieldNames.TRANSFER_ENCODING,
          FieldNames.UPGRADE);

  /**
   * Methods registered as safe (RFC 9110, 9.2.1). CONNECT is not, but it has no URI that could be
   * invalidated.
   */
  private static final Set<String> NOT_INVALIDATING =
      Set.of("OPTIONS", "TRACE", "CONNECT", "PROPFIND", "REPORT", "SEARCH", "QUERY", "PRI");

  private RequestRules() {}

  /** The verdict on a request. For what is usually looked up it parses and allocates nothing. */
  public static RequestVerdict judge(RequestHead request, RequestOptions options) {
    String method = request.method();
    boolean isGet = method.equals("GET") || method.equals("HEAD");
    if (!options.methods().contains(isGet ? "GET" : method)) {
      // RFC 9111 4.4: unsafe methods invalidate, and so do those of which nobody knows.
      return isGet || NOT_INVALIDATING.contains(method)
          ? RequestVerdict.PASS_METHOD
          : RequestVerdict.INVALIDATE;
    }
    HttpFields fields = request.fields();
    if (wantsUpgrade(fields)) {
      return RequestVerdict.PASS_UPGRADE;
    }
    if (isGet && hasBody(fields)) {
      return RequestVerdict.PASS_REQUEST_BODY;
    }
    if (method.equals("POST") && isConditional(fields)) {
      return RequestVerdict.PASS_CONDITIONS;
    }
    if (options.authenticated() == AuthenticatedUse.BYPASS) {
      RequestVerdict user = user(request);
      if (user != null) {
        return user;
      }
    }
    if (options.honourRequestDirectives() && ruledOutByClient(fields)) {
      return RequestVerdict.PASS_REQUEST_DIRECTIVE;
    }
    return RequestVerdict.LOOK_UP;
  }

  /** By what a user is known with this request, or null if by nothing. */
  static @Nullable RequestVerdict user(RequestHead request) {
    if (request.fields().contains(FieldNames.AUTHORIZATION)) {
      return RequestVerdict.PASS_AUTHORIZATION;
    }
    if (request.hasPrincipal()) {
      return RequestVerdict.PASS_PRINCIPAL;
    }
    return request.hasSession() ? RequestVerdict.PASS_SESSION : null;
  }

  /**
   * Whether the client asks for another protocol (RFC 9110, 7.8). An offer of h2c alone does not
   * count: clients make it with every first request, it is the container's to take, and RFC 9113
   * has done away with it.
   */
  private static boolean wantsUpgrade(HttpFields fields) {
    if (!fields.contains(FieldNames.UPGRADE)) {
      return false;
    }
    for (String protocol : FieldLists.members(fields, FieldNames.UPGRADE)) {
      if (!protocol.equalsIgnoreCase("h2c")) {
        return true;
      }
    }
    return false;
  }

  /** Conditions of a POST are about what it would change, and a part of its answer is none. */
  private static boolean isConditional(HttpFields fields) {
    return fields.contains(FieldNames.IF_MATCH)
        || fields.contains(FieldNames.IF_MODIFIED_SINCE)
        || fields.contains(FieldNames.IF_NONE_MATCH)
        || fields.contains(FieldNames.IF_UNMODIFIED_SINCE)
        || fields.contains(FieldNames.RANGE);
  }

  /** Whether the head announces content (RFC 9112, 6). */
  static boolean hasBody(HttpFields fields) {
    if (fields.contains(FieldNames.TRANSFER_ENCODING)) {
      return true;
    }
    String length = fields.first(FieldNames.CONTENT_LENGTH);
    return length != null && !length.equals("0");
  }

  /**
   * RFC 9111 5.2.1.5: what answers a request with no-store must not be stored; and who wants none
   * is not served from one. With only-if-cached there is nothing to store. What else a client says
   * is weighed against what is stored, by {@link ReuseRules}.
   */
  private static boolean ruledOutByClient(HttpFields fields) {
    if (!fields.contains(FieldNames.CACHE_CONTROL)) {
      return false;
    }
    CacheControl control = CacheControl.of(fields);
    return control.noStore() && !control.onlyIfCached();
  }
}
