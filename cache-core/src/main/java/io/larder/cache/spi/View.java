package io.larder.cache.spi;

import io.larder.cache.Limits;
import io.larder.cache.codec.Codec;

/**
 * What a backend is asked to open: a name, the prefix of its keys and the codec of its values.
 *
 * @param name the view's name, for messages and for its share of the budget
 * @param prefix what stands before each key of the view: {@code "name:"}, or nothing for pages
 * @param codec writes and reads the values
 * @param allowance the bytes that an encoded value may have beyond {@link Limits#maxValueBytes}: of
 *     a page, whose body is what is limited, those of its head
 * @param <V> the type of the values
 */
public record View<V>(String name, String prefix, Codec<V> codec, long allowance) {

  /** Creates a view whose values are limited as they are. */
  public View(String name, String prefix, Codec<V> codec) {
    this(name, prefix, codec, 0);
  }

  /** Returns what holds for this view's values where these limits hold for all. */
  public Limits limits(Limits all) {
    return new Limits(Math.min(all.maxValueBytes() + allowance, Limits.MOST_VALUE_BYTES));
  }
}
