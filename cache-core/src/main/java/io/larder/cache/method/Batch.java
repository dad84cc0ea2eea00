package io.larder.cache.method;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a method takes several ids and returns a value for each.
 *
 * @param ids the index of the parameter that holds them, from 0
 * @param idType the type of one id
 * @param set whether that parameter is a {@code Set}; else it takes a {@code List}
 * @param form how the values come back
 */
record Batch(int ids, Type idType, boolean set, Form form) {

  /** How the values come back. */
  enum Form {
    /** A map from id to value; what is not in it is null. */
    MAP,
    /** A list with one value for each id, in the order in which the ids are iterated. */
    LIST
  }

  /**
   * The arguments with a single id in the place of all of them, of which the plan's key and tags
   * are made.
   */
  @Nullable Object[] single(@Nullable Object[] arguments, @Nullable Object id) {
    @Nullable Object[] single = arguments.clone();
    single[ids] = id;
    return single;
  }

  /** The arguments with these ids in the place of all of them, to call the method with. */
  @Nullable Object[] some(
      @Nullable Object[] arguments, Collection<? extends @Nullable Object> some) {
    @Nullable Object[] changed = arguments.clone();
    changed[ids] = set ? copyOfSet(some) : copyOfList(some);
    return changed;
  }

  private static Set<@Nullable Object> copyOfSet(Collection<? extends @Nullable Object> some) {
    return Collections.unmodifiableSet(new LinkedHashSet<@Nullable Object>(some));
  }

  private static List<@Nullable Object> copyOfList(Collection<? extends @Nullable Object> some) {
    return Collections.unmodifiableList(new ArrayList<@Nullable Object>(some));
  }
}
