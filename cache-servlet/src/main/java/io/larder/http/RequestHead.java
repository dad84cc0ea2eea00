package io.larder.http;

import static java.util.Objects.requireNonNull;

/**
 * What the rules need to know of a request.
 *
 * <p>{@code fields} may hold only those that {@link RequestRules#FIELDS} names: no rule of this
 * package reads another, so the verdicts are the same.
 *
 * @param method the method as it was sent; its case counts (RFC 9110, 9.1)
 * @param fields the field lines
 * @param hasPrincipal whether the container knows who the user is
 * @param hasSession whether the request belongs to a valid session
 */
public record RequestHead(
    String method, HttpFields fields, boolean hasPrincipal, boolean hasSession) {

  /** Refuses null. */
  public RequestHead {
    requireNonNull(method, "method");
    requireNonNull(fields, "fields");
  }

  /** The head of a request of nobody in particular. */
  public static RequestHead anonymous(String method, HttpFields fields) {
    return new RequestHead(method, fields, false, false);
  }
}
