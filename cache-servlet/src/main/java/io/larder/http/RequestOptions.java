package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What a rule says about requests.
 *
 * @param authenticated what to do with requests that come with a user
 * @param honourRequestDirectives whether the {@code Cache-Control} of a client is obeyed. Not in
 *     front of an application: there they would let any client make the handler run.
 * @param methods the methods of {@link CachedMethods#ALL} that are looked up; HEAD goes with GET
 */
public record RequestOptions(
    AuthenticatedUse authenticated, boolean honourRequestDirectives, Set<String> methods) {
  /** GET alone; users bypass the cache, and a client's directives do not count. */
  public static final RequestOptions DEFAULT =
      new RequestOptions(AuthenticatedUse.BYPASS, false, CachedMethods.GET_ALONE);

  /** QUERY too; the cache is asked for users as well, and a client's directives count. */
  public static final RequestOptions PROXY =
      new RequestOptions(AuthenticatedUse.IF_RESPONSE_ALLOWS, true, CachedMethods.SAFE);

  /**
   * Refuses null, and methods whose answers are never looked up.
   *
   * @throws IllegalArgumentException if there is another method than those of {@link CachedMethods}
   */
  public RequestOptions {
    requireNonNull(authenticated, "authenticated");
    methods = CachedMethods.checked(methods);
  }

  /** The same with another use of authenticated requests. */
  public RequestOptions withAuthenticated(AuthenticatedUse use) {
    return new RequestOptions(use, honourRequestDirectives, methods);
  }

  /** The same, obeying a client's directives or not. */
  public RequestOptions withHonourRequestDirectives(boolean honour) {
    return new RequestOptions(authenticated, honour, methods);
  }

  /**
   * The same, looking up other methods.
   *
   * @throws IllegalArgumentException if there is one whose answers are never looked up
   */
  public RequestOptions withMethods(Set<String> methods) {
    return new RequestOptions(authenticated, honourRequestDirectives, methods);
  }
}
