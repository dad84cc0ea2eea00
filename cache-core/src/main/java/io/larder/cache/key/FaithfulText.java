package io.larder.cache.key;

import java.io.File;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Texts that say all of a value. A class of the application that writes its own {@code toString} is
 * taken at its word; of the platform's classes only these are, because others leave out what makes
 * two values differ (a buffer its content, a pattern its flags) or name the object, not the value.
 */
final class FaithfulText {

  private static final List<Class<?>> PLATFORM =
      List.of(
          Number.class,
          Boolean.class,
          Character.class,
          CharSequence.class,
          TemporalAccessor.class,
          TemporalAmount.class,
          ZoneId.class,
          UUID.class,
          URI.class,
          Locale.class,
          Currency.class,
          Charset.class,
          Path.class,
          File.class,
          BitSet.class,
          Class.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class);

  private static final ClassValue<Boolean> FAITHFUL =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return !isPlatform(type.getMethod("toString").getDeclaringClass())
                || PLATFORM.stream().anyMatch(known -> known.isAssignableFrom(type));
          } catch (NoSuchMethodException e) {
            throw new AssertionError("every class has a toString", e);
          }
        }
      };

  private FaithfulText() {}

  /** Returns whether values of exactly this class have a text that says all of them. */
  static boolean has(Class<?> type) {
    return Date.class.isAssignableFrom(type) || FAITHFUL.get(type);
  }

  /** The text, or null if the value has none that says all of it. */
  @SuppressWarnings("JavaUtilDate") // callers still have them as arguments
  static @Nullable String of(Object value) {
    if (value instanceof Date date) {
      // Its own text leaves out the milliseconds, a Timestamp's the time zone.
      return date.getClass() == Date.class
          ? Long.toString(date.getTime())
          : date.getTime() + "/" + date;
    }
    return FAITHFUL.get(value.getClass()) ? value.toString() : null;
  }

  private static boolean isPlatform(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
