package io.larder.cache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Caches what a servlet answers, or what a method returns.
 *
 * <p>On a servlet class, or its {@code doGet}, {@code {country}} in {@link #key} and {@link #tags}
 * is a request parameter; on any other method it is a method parameter. An attribute without
 * meaning where it stands is refused at start. Durations are written as {@code 500ms}, {@code 30s},
 * {@code 10m}, {@code 1h} or {@code PT30S}. A setting of the same name by builder or init-param
 * beats the annotation, and what the handler or loader says at run time beats both.
 *
 * <p>On a method it stands in the interface or in the class behind it, or on an annotation of the
 * application's own that stands there; the class wins. Templates know a parameter by its {@link
 * CacheKey} name, or by its own where the code was compiled with {@code -parameters}. Two methods
 * may share a cache if both name it, have one type of value, and have keys by templates that are
 * either the same or begin with different text, such as <code>"name:{name}"</code> and <code>
 * "code:{code}"</code>. A method with {@code @Cached} has neither {@link CachePut} nor {@link
 * CacheEvict}, since a hit does not run it.
 *
 * <p>A method that returns a {@link java.util.Map} and has exactly one parameter that is a {@link
 * java.util.Collection}, {@link java.util.List}, {@link java.util.Set} or {@link Iterable} of the
 * map's keys is a batch: each item is cached by itself, and the method is called with those that
 * are missing. {@link #eachOf} says so of a list, or that it is not so.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Cached {

  /**
   * The name of the cache, 1 to 64 of {@code A-Z a-z 0-9 . _ -}. On a servlet it only says who
   * answered, as {@code rule=} in Cache-Status. On a method it is {@code Type.method} if not set,
   * by the simple name of the type that the application asks for; overloads must be named.
   */
  String cache() default "";

  /** How long an answer is fresh; if not set, the Larder's default ttl. */
  String ttl() default "";

  /**
   * A template for the key, such as <code>"{country}:{page}"</code>. If not set: on a servlet the
   * effective URI with its parameters in canonical order, on a method every argument, or those that
   * are marked with {@link CacheKey}. A template of one name and nothing else is the key that the
   * argument alone has without a template.
   */
  String key() default "";

  /**
   * The request parameters that are part of the key; the others are left out. Every parameter
   * unless set, none if empty. Servlets only.
   */
  String[] params() default {"*"};

  /**
   * The methods whose answers are stored: {@code GET} (HEAD goes with it), {@code QUERY} and {@code
   * POST}. The key of the last two holds the request's content. Servlets only, on their class.
   */
  String[] methods() default {"GET"};

  /**
   * What the servlet may read of a request although the key does not hold it, such as {@code
   * session}, {@code cookies} or {@code header:x-tenant}, with its answer for everybody all the
   * same. Without it, such an answer is not stored. Servlets only.
   */
  String[] allowReads() default {};

  /**
   * What the servlet does not see of a request, because the key does not hold it: {@code cookies},
   * {@code params}, {@code headers}, {@code header:x-forwarded-for}. Servlets only.
   */
  String[] hide() default {};

  /**
   * Templates for tags, such as <code>"country:{country}"</code>. On a method, a tag in which an
   * argument is null is left out.
   */
  String[] tags() default {};

  /**
   * How long after its ttl a stale answer may be served while a new one is computed in the
   * background (RFC 5861 3); not at all if not set. On a servlet, one request gets the stale page
   * and computes the new one once its client has its answer; {@code stale-while-revalidate} of the
   * response itself beats this.
   */
  String staleWhileRevalidate() default "";

  /**
   * How long after its ttl a stale answer may be served when computing a new one fails (RFC 5861
   * 4); not at all if not set.
   */
  String staleIfError() default "";

  /**
   * How much of the ttl is taken away at random from each answer that does not say itself how long
   * it is fresh, so that what was computed together does not end together: {@code 10%} at most a
   * tenth. If not set, nothing on a servlet, and 10 % on a method.
   */
  String jitter() default "";

  /**
   * How soon before the end of its ttl an answer is computed anew in the background, by one of
   * those who ask, chosen at random: {@code 1} is right for most, {@code 2} twice as soon; not at
   * all if not set. What took longer to compute is computed sooner. A response that says itself how
   * long it is fresh is left alone, a value of a method is not.
   */
  String earlyRefresh() default "";

  /**
   * The content coding in which bodies are stored, once, that become smaller by it: {@code gzip},
   * {@code br} or {@code zstd}, the last two where brotli4j or zstd-jni is on the class path; none
   * if not set. Clients that do not accept it get them decoded. Servlets only.
   */
  String compress() default "";

  /**
   * How long {@code null} and {@code Optional.empty()} are fresh; if not set, they are not stored.
   * Methods only.
   */
  String nullTtl() default "";

  /**
   * The parameter that holds the keys of a batch, of which each is cached by itself: {@code "ids"}
   * in {@code List<Quote> find(Collection<String> ids)}, whose list has one value, or null, for
   * each id in the order of the ids. In {@link #key} and {@link #tags} that parameter's name stands
   * for the single id. If not set, a method is a batch if it returns a {@code Map<K, V>} and has
   * exactly one parameter of type {@code Collection<K>}, {@code List<K>}, {@code Set<K>} or {@code
   * Iterable<K>}: a list cannot be told from one that is found by all of its arguments, so it must
   * be asked for. Empty: the map or list is one value. Methods only.
   */
  String eachOf() default "*";

  /**
   * A version of the values' form; another version is another entry. One cache has one version: on
   * methods that share it, it is said once or the same each time.
   */
  String version() default "";
}
