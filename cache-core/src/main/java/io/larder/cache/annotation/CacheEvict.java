package io.larder.cache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Ends what is cached, each time that a method has returned; the method always runs.
 *
 * <p>Exactly one thing is ended: the value under a key of {@link #cache} (that of every argument,
 * or of those marked with {@link CacheKey}, unless {@link #key} says another), everything that
 * carries one of the {@link #tags}, pages and values of all caches alike, or with {@link #all} what
 * its own cache holds. May be repeated, and stand on annotations of the application's own.
 */
@Documented
@Repeatable(CacheEvict.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface CacheEvict {

  /** The name of the cache; needed for a key and for {@link #all}, without meaning for tags. */
  String cache() default "";

  /** A template for the key, such as <code>"{country}:{page}"</code>. */
  String key() default "";

  /**
   * Templates for the tags to be ended, such as <code>"country:{country}"</code>. An argument of
   * theirs that is null, or makes a tag that is empty or longer than 256 characters, is refused
   * when the method is called, before it runs.
   */
  String[] tags() default {};

  /** Whether everything in its own cache is ended. */
  boolean all() default false;

  /**
   * Whether it is ended before the method runs, and so even if it throws; if not, only after it has
   * returned, or after its future has completed with a value.
   */
  boolean beforeInvocation() default false;

  /** Holds several {@link CacheEvict}. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @interface List {

    /** The annotations in their order. */
    CacheEvict[] value();
  }
}
