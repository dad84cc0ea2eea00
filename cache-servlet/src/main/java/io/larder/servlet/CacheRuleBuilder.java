package io.larder.servlet;

import io.larder.cache.Terms;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import io.larder.cache.key.RequestDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CacheRule}. The methods have the names of the attributes of a rule's line, and
 * each returns this builder; setting one twice is refused. Not thread-safe.
 */
public final class CacheRuleBuilder extends CacheRuleGuards {

  private final PathPattern pattern;
  private Attributes attributes = Attributes.NONE;

  CacheRuleBuilder(PathPattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Sets how long a response is fresh that does not say so itself.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheRuleBuilder ttl(Duration ttl) {
    return set(Vocabulary.TTL, Terms.ttl(ttl).fresh());
  }

  /**
   * Sets how long a response is fresh whose status is 400 or more, one of {@link #statuses}, and
   * which does not say so itself. It is not served stale. 10 seconds by default, or the {@link
   * #ttl} if that is less.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheRuleBuilder errorTtl(Duration errorTtl) {
    return set(Vocabulary.ERROR_TTL, Terms.ttl(errorTtl).fresh());
  }

  /**
   * Sets for how long after its freshness a response may be served while a new one is computed; one
   * that says {@code stale-while-revalidate} itself goes by that.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheRuleBuilder staleWhileRevalidate(Duration staleWhileRevalidate) {
    return set(Vocabulary.STALE_WHILE_REVALIDATE, Terms.ttl(staleWhileRevalidate).fresh());
  }

  /**
   * Sets for how long after its freshness a response may be served when the handler fails.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheRuleBuilder staleIfError(Duration staleIfError) {
    return set(Vocabulary.STALE_IF_ERROR, Terms.ttl(staleIfError).fresh());
  }

  /**
   * Sets for how long after its freshness a response that has a validator of the handler's own
   * ({@code ETag}, {@code Last-Modified}) is kept, to be served again when the handler has
   * confirmed it with 304 (RFC 9111, 4.3). Then one that is not fresh at all is kept as well.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheRuleBuilder keep(Duration keep) {
    return set(Vocabulary.KEEP, Terms.ttl(keep).fresh());
  }

  /**
   * Sets how much of the ttl is taken away at random from each response that does not say itself
   * how long it is fresh, so that those that were computed together do not end together.
   *
   * @param percent the most that is taken away, of a hundred; 0 for nothing
   * @throws IllegalArgumentException if it is negative or above 90
   */
  public CacheRuleBuilder jitter(int percent) {
    return set(Vocabulary.JITTER, new Jitter(percent));
  }

  /**
   * Sets how soon before the end of its ttl a response that does not say itself how long it is
   * fresh is computed anew, behind the back of one of those who ask, chosen at random (XFetch). A
   * response that took longer to compute is computed sooner.
   *
   * @param beta 1 is right for most, above 1 is sooner, 0 is never
   * @throws IllegalArgumentException if it is no number from 0 to 100
   */
  public CacheRuleBuilder earlyRefresh(double beta) {
    return set(Vocabulary.EARLY_REFRESH, new EarlyRefresh(beta));
  }

  /** Sets where chance comes from: a number from 0 to below 1. */
  CacheRuleBuilder random(DoubleSupplier random) {
    return set(Vocabulary.RANDOM, random);
  }

  /**
   * Sets the tags: texts with places for request parameters, {@code country:{country}}. A tag whose
   * parameter a request does not have is left out for that request.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public CacheRuleBuilder tags(String... templates) {
    return set(Vocabulary.TAGS, Arrays.stream(templates).map(Vocabulary::tag).toList());
  }

  /**
   * Sets a template over the request parameters that stands in the key in place of the query.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public CacheRuleBuilder key(String template) {
    return set(Vocabulary.KEY, Vocabulary.KEY.parse(template));
  }

  /**
   * Sets a function whose text is the key; {@code null} means that the request is not cached. What
   * it throws, the client's request ends with.
   */
  public CacheRuleBuilder key(Function<RequestDescription, @Nullable String> key) {
    return set(Vocabulary.KEY_FUNCTION, key);
  }

  /** Sets the request parameters that the key holds; with none named, it holds the path alone. */
  public CacheRuleBuilder params(String... names) {
    return set(Vocabulary.PARAMS, Arrays.asList(names.clone()));
  }

  /** Sets request parameters that the key leaves out, such as {@code utm_*}. */
  public CacheRuleBuilder ignoreParams(String... patterns) {
    return set(Vocabulary.IGNORE_PARAMS, Arrays.asList(patterns.clone()));
  }

  /** Sets request headers that the key holds; a response may vary on these. */
  public CacheRuleBuilder headers(String... names) {
    return set(Vocabulary.HEADERS, Arrays.asList(names.clone()));
  }

  /** Sets the request header that names the tenant; a request without it is not cached. */
  public CacheRuleBuilder tenant(String header) {
    return set(Vocabulary.TENANT, header);
  }

  /** Leaves scheme, host and port out of the key: all hosts share their pages. */
  public CacheRuleBuilder anyHost() {
    return set(Vocabulary.ANY_HOST, true);
  }

  /**
   * Sets the methods whose answers are stored: {@code GET} unless set, and with {@link #proxy}
   * {@code QUERY} too. HEAD goes with GET.
   *
   * <p>Answers to QUERY (RFC 10008) and POST have keys that hold the request's content, its {@code
   * Content-Type} and its {@code Content-Encoding}. POST is named where it only asks for something,
   * as a search does: such a request changes nothing, so it ends no page.
   *
   * @throws IllegalArgumentException if there is none, or another one than GET, QUERY and POST
   */
  public CacheRuleBuilder methods(String... methods) {
    return set(Vocabulary.METHODS, Vocabulary.methods(Arrays.asList(methods.clone())));
  }

  /**
   * Sets the status codes that are stored; 200 unless set.
   *
   * @throws IllegalArgumentException if there is none, or one that is never stored
   */
  public CacheRuleBuilder statuses(int... statuses) {
    Set<Integer> set = IntStream.of(statuses).boxed().collect(Collectors.toSet());
    return set(Vocabulary.STATUSES, Vocabulary.checked(set));
  }

  /**
   * Sets a version of what the handler answers; pages of another version are not found.
   *
   * @throws IllegalArgumentException if it is not 1 to 64 letters, digits, dots, underscores and
   *     hyphens
   */
  public CacheRuleBuilder version(String version) {
    return set(Vocabulary.VERSION, Vocabulary.version(version));
  }

  /** Makes this rule's lifetimes beat {@code max-age}, {@code s-maxage} and {@code Expires}. */
  public CacheRuleBuilder override() {
    return set(Vocabulary.OVERRIDE, true);
  }

  /**
   * Lets clients steer: {@code no-cache}, {@code no-store}, {@code max-age}, {@code min-fresh},
   * {@code max-stale} and {@code only-if-cached} of a request count (RFC 9111, 5.2.1), and {@code
   * Pragma: no-cache}. With it any client can make the handler run.
   */
  public CacheRuleBuilder clientDirectives() {
    return set(Vocabulary.CLIENT_DIRECTIVES, true);
  }

  /**
   * Has {@code Cache-Status} name the key (RFC 9211, 2.7). For answers whose clients may see it: a
   * key holds what is in a request, also what an outer filter has put there.
   */
  public CacheRuleBuilder statusKey() {
    return set(Vocabulary.STATUS_KEY, true);
  }

  /** Sets whether the rule does what it says, or only tells what it would do. */
  public CacheRuleBuilder mode(CacheMode mode) {
    return set(Vocabulary.MODE, mode);
  }

  /**
   * Follows RFC 9111 as a shared proxy cache does in front of an origin that knows HTTP caching:
   * what the origin's fields allow is stored, whatever the status, with the RFC's heuristic and
   * without a ttl of the Larder's; Authorization goes by 3.5, clients steer, what has a validator
   * is kept for 10 minutes, and no {@code ETag} is made. Other attributes set apart from that.
   */
  public CacheRuleBuilder proxy() {
    return set(Vocabulary.PROXY, true);
  }

  /**
   * Stores bodies that become smaller by it in the content coding gzip, once, and sends them so to
   * clients that accept it; others get them decoded. Not with {@link #proxy}.
   */
  public CacheRuleBuilder compress() {
    return set(Vocabulary.COMPRESS, Compression.GZIP);
  }

  /**
   * The same in a content coding that not all clients know: those that do not get the page decoded.
   *
   * @param coding {@code gzip}; {@code br} with brotli4j, or {@code zstd} with zstd-jni on the
   *     class path
   * @throws IllegalArgumentException if it is none of these, or its library is missing
   */
  public CacheRuleBuilder compress(String coding) {
    return set(Vocabulary.COMPRESS, Compression.in(coding));
  }

  /** Passes requests by for which this holds: neither looked up nor stored. */
  public CacheRuleBuilder bypassWhen(Predicate<HttpServletRequest> condition) {
    return set(Vocabulary.BYPASS_WHEN, condition);
  }

  /** Computes the answer anew, and stores it, for requests for which this holds. */
  public CacheRuleBuilder refreshWhen(Predicate<HttpServletRequest> condition) {
    return set(Vocabulary.REFRESH_WHEN, condition);
  }

  /**
   * Treats stored responses for which this holds as stale, however long they would be fresh: one is
   * validated, refreshed or computed anew as if its time were over. It is asked at each hit, so it
   * has to be fast, and what it says must change once there is a new response.
   */
  public CacheRuleBuilder staleWhen(Predicate<HandlerResponse> condition) {
    return set(Vocabulary.STALE_WHEN, condition);
  }

  /** Stores, of the responses that may be stored, only those for which this holds. */
  public CacheRuleBuilder storeWhen(Predicate<HandlerResponse> condition) {
    return set(Vocabulary.STORE_WHEN, condition);
  }

  /**
   * Returns the rule.
   *
   * @throws IllegalArgumentException if two attributes contradict each other
   */
  public CacheRule build() {
    return new CacheRule(pattern, attributes);
  }

  /** Reads one attribute of a line; a flag may stand without a value. */
  void read(String name, @Nullable String value) {
    Attribute<?> attribute = Vocabulary.named(name);
    boolean isFlag = Vocabulary.FLAGS.contains(attribute);
    if (value == null && !isFlag) {
      throw new IllegalArgumentException(name + " has no value: write " + name + "=…");
    }
    if (value != null && value.isEmpty() && attribute != Vocabulary.PARAMS) {
      throw new IllegalArgumentException(name + " has no value: write one or leave it out");
    }
    read(attribute, value == null ? "true" : value);
  }

  private <T> void read(Attribute<T> attribute, String value) {
    set(attribute, attribute.parse(value));
  }

  @Override
  <T> CacheRuleBuilder set(Attribute<T> attribute, T value) {
    if (attributes.has(attribute)) {
      throw new IllegalArgumentException(attribute + " is set twice: keep one of them");
    }
    attributes =
        attributes.with(attribute, java.util.Objects.requireNonNull(value, attribute.name()));
    return this;
  }
}
