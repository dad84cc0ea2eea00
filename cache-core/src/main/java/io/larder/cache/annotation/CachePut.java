package io.larder.cache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stores what a method returns, each time that it has returned; the method always runs.
 *
 * <p>The attributes mean what they mean in {@link Cached}; those of the entry's life that are not
 * set are those of the method that caches under the same name. The key must be one that such a
 * method of the same type looks up: it is refused if the two can never meet. May be repeated, and
 * stand on annotations of the application's own.
 */
@Documented
@Repeatable(CachePut.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface CachePut {

  /** The name of the cache, 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
  String cache();

  /** A template for the key; if not set, every argument, or those marked with {@link CacheKey}. */
  String key() default "";

  /** How long the value is fresh. */
  String ttl() default "";

  /** Templates for tags; one in which an argument is null is left out. */
  String[] tags() default {};

  /** How long after its ttl a stale value may be served while a new one is computed. */
  String staleWhileRevalidate() default "";

  /** How long after its ttl a stale value may be served when computing a new one fails. */
  String staleIfError() default "";

  /** How much of the ttl is taken away at random: {@code 10%}. */
  String jitter() default "";

  /** How long {@code null} and {@code Optional.empty()} are fresh. */
  String nullTtl() default "";

  /** The version of the values' form, if the method that caches has one. */
  String version() default "";

  /** Holds several {@link CachePut}. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @interface List {

    /** The annotations in their order. */
    CachePut[] value();
  }
}
