package io.larder.cache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter as part of the key of a method that caches; parameters without it are then left
 * out.
 *
 * <p>Where a key is written as a template, the template alone says what the key is, and this only
 * names the parameter. A marked parameter that no key and no template uses is refused. It may stand
 * in the interface or in the class behind it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CacheKey {

  /** The name by which templates know the parameter; if empty, its own. */
  String value() default "";
}
