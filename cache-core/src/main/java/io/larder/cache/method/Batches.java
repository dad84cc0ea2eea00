package io.larder.cache.method;

import io.larder.cache.annotation.Cached;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which methods are batches; see {@link Cached#eachOf}. */
final class Batches {

  private static final String BY_TYPES = "*";
  private static final Set<Class<?>> HOLDERS =
      Set.of(Collection.class, List.class, Set.class, Iterable.class);

  private Batches() {}

  /**
   * The batch that a method is, or null if it is none.
   *
   * @param eachOf what the annotation says
   * @param returned the type of its result, with its variables replaced
   * @throws IllegalArgumentException if it says so and the method cannot be one, or it is not
   *     certain which parameter holds the ids
   */
  static @Nullable Batch of(String eachOf, CallParameters parameters, Type returned) {
    if (eachOf.isEmpty()) {
      return null;
    }
    return eachOf.equals(BY_TYPES)
        ? byTypes(parameters, returned)
        : named(eachOf, parameters, returned);
  }

  /** The type of a single value in the map or list. */
  static Type valueType(Type returned) {
    Type[] arguments = ((ParameterizedType) returned).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  private static @Nullable Batch byTypes(CallParameters parameters, Type returned) {
    Type key = keyType(returned);
    if (key == null) {
      return null;
    }
    List<CallParameter> holders =
        parameters.all().stream().filter(each -> key.equals(itemType(each.type()))).toList();
    if (holders.size() > 1) {
      throw parameters
          .place()
          .refused(
              "it returns a Map by "
                  + key.getTypeName()
                  + " and has several parameters that hold such: say which by eachOf, or eachOf ="
                  + " \"\" to cache the map as one value");
    }
    return holders.isEmpty() ? null : batch(holders.get(0), key, Batch.Form.MAP);
  }

  private static Batch named(String eachOf, CallParameters parameters, Type returned) {
    Place place = parameters.place();
    CallParameter holder = parameters.named(eachOf, "eachOf");
    Type item = itemType(holder.type());
    if (item == null) {
      throw new IllegalArgumentException(
          holder.subject()
              + " has type "
              + holder.type().getTypeName()
              + ", and eachOf needs a Collection, List, Set or Iterable of a type");
    }
    Type key = keyType(returned);
    if (key != null) {
      if (!key.equals(item)) {
        throw place.refused(
            "it returns a Map by "
                + key.getTypeName()
                + ", and the items of '"
                + eachOf
                + "' are of type "
                + item.getTypeName()
                + ": the keys of the map must be the items");
      }
      return batch(holder, item, Batch.Form.MAP);
    }
    if (Result.raw(returned) != List.class || !(returned instanceof ParameterizedType)) {
      throw place.refused(
          "eachOf needs a method that returns a Map or a List of a type, and this returns "
              + returned.getTypeName());
    }
    return batch(holder, item, Batch.Form.LIST);
  }

  private static Batch batch(CallParameter holder, Type item, Batch.Form form) {
    return new Batch(holder.index(), item, Result.raw(holder.type()) == Set.class, form);
  }

  private static @Nullable Type keyType(Type returned) {
    return Result.raw(returned) == Map.class && returned instanceof ParameterizedType map
        ? map.getActualTypeArguments()[0]
        : null;
  }

  private static @Nullable Type itemType(Type type) {
    return HOLDERS.contains(Result.raw(type)) && type instanceof ParameterizedType holder
        ? holder.getActualTypeArguments()[0]
        : null;
  }
}
