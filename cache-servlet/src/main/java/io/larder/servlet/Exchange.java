package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.cache.key.KeyResult;
import io.larder.http.CacheStatus;
import io.larder.http.CachedMethods;
import io.larder.http.HttpFields;
import io.larder.http.RequestHead;
import io.larder.http.Vary;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the cache: what the container handed to the filter, and what holds
 * for it. Not kept beyond the call of the filter, unless the request has gone asynchronous to wait;
 * then its chain is of no use any more.
 */
final class Exchange {

  private static final Set<String> ORIGINS = Set.of("If-Match", "If-Unmodified-Since");
  private static final AtomicIntegerFieldUpdater<Exchange> SETTLED =
      AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "settled");

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final FilterChain chain;
  private final Policy policy;
  private final RequestHead head;
  private final @Nullable Generation generation;

  /** The exchange that this one goes on with, or itself: one request, one outcome. */
  private final Exchange origin;

  @SuppressWarnings("UnusedVariable") // read and written by its updater
  private volatile int settled;

  private Exchange(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Policy policy,
      RequestHead head,
      @Nullable Generation generation,
      @Nullable Exchange origin) {
    this.request = request;
    this.response = response;
    this.chain = chain;
    this.policy = policy;
    this.head = head;
    this.generation = generation;
    this.origin = origin == null ? this : origin;
  }

  /** As the container made it. */
  HttpServletRequest request() {
    return request;
  }

  /** As the container made it. */
  HttpServletResponse response() {
    return response;
  }

  /** What comes behind the filter. */
  FilterChain chain() {
    return chain;
  }

  /** What holds for it. */
  Policy policy() {
    return policy;
  }

  /** The request as the rules see it. */
  RequestHead head() {
    return head;
  }

  /** Says that it is known what becomes of this request; false if it was known before. */
  boolean settles() {
    return SETTLED.compareAndSet(origin, 0, 1);
  }

  static Exchange of(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, Policy policy) {
    return new Exchange(
        request,
        response,
        chain,
        policy,
        RequestHeads.of(request, policy.asksForUser()),
        null,
        null);
  }

  /** The key of this request, or why it has none. */
  KeyResult key() {
    return policy.keys().key(new DescribedRequest(request, request.getMethod()));
  }

  /** The value of {@code Cache-Status}. */
  String tell(CacheStatus status) {
    return policy.tell(
        policy.tellsKey() && key() instanceof KeyResult.Key found
            ? status.key(found.text())
            : status);
  }

  /** The same with another request in its place. */
  Exchange with(HttpServletRequest other) {
    return new Exchange(other, response, chain, policy, head, generation, origin);
  }

  /** The same with what its key contains. */
  Exchange under(Generation other) {
    return new Exchange(request, response, chain, policy, head, other, origin);
  }

  /** What its key contains beside its content; null if that does not count. */
  @Nullable Generation generation() {
    return generation;
  }

  /** The same in another dispatch by the container. */
  Exchange in(HttpServletRequest other, HttpServletResponse response, FilterChain chain) {
    return new Exchange(other, response, chain, policy, head, generation, origin);
  }

  /** The same for a handler that is to change a page, which its client may have got encoded. */
  Exchange withPlainTags() {
    return policy.compression().coding() == null ? this : with(PlainTags.of(request));
  }

  /** See {@link Policy#keyOfSearches}; null for methods whose content counts. */
  @Nullable String keyOfSearches() {
    return CachedMethods.isKeyedByContent(head.method())
        ? null
        : policy.keyOfSearches(new DescribedRequest(request, "GET"));
  }

  /** All keys that have to do with this URI, see {@link Policy#keysOf}. */
  Collection<String> keysOfUri() {
    return policy.keysOf(new DescribedRequest(request, "GET"));
  }

  /**
   * The exchange of a refresh behind this one: without conditions, a GET for a HEAD, and with a
   * response that goes nowhere. To be called before this one's response is written.
   *
   * @param foreground is told what the handler asks for in vain
   * @throws NotInRefresh if this one's response stands as no other than the container's can
   */
  Exchange ofRefresh(Foreground foreground) {
    String method = isHead() ? "GET" : head.method();
    RequestHead unconditional =
        new RequestHead(
            method,
            head.fields().retain(name -> !FillRequest.hidden(name)),
            head.hasPrincipal(),
            head.hasSession());
    return new Exchange(
        new RefreshRequest(request, method, foreground, Server.of(response) != Server.JETTY),
        new RefreshResponse(request, response, foreground),
        chain,
        policy,
        unconditional,
        generation,
        origin);
  }

  /** Those conditions that only an origin can judge, where there is one (RFC 9111, 4.3.2). */
  HttpFields conditionsForOrigin() {
    return policy.isProxy() ? head.fields().retain(ORIGINS::contains) : HttpFields.empty();
  }

  /** Whether the client wants a part, and the origin behind is to choose it. */
  boolean wantsPartOfOrigin() {
    return policy.isProxy() && head.method().equals("GET") && head.fields().contains("Range");
  }

  /** The same as a GET. */
  Exchange asGet() {
    return new Exchange(
        request,
        response,
        chain,
        policy,
        new RequestHead("GET", head.fields(), head.hasPrincipal(), head.hasSession()),
        generation,
        origin);
  }

  /**
   * Whether a stored page is for this request, whose key it has; see {@link Unless}.
   *
   * @param selecting the request fields that have selected it
   */
  boolean fits(Page page, Vary selecting) {
    return page.notes().isEmpty() || Unless.fits(page, request, policy, selecting);
  }

  boolean isHead() {
    return head.method().equals("HEAD");
  }
}
