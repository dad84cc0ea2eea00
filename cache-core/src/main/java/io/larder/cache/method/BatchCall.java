package io.larder.cache.method;

import io.larder.cache.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of a method with several ids, of which each has an entry of its own. */
final class BatchCall implements MethodCall {

  private final Engine<Object> cache;
  private final CachedPlan plan;
  private final Batch batch;
  private final Invocation method;

  BatchCall(Engine<Object> cache, CachedPlan plan, Batch batch, Invocation method) {
    this.cache = cache;
    this.plan = plan;
    this.batch = batch;
    this.method = method;
  }

  @Override
  public @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception {
    if (!(arguments[batch.ids()] instanceof Iterable<?> ids)) {
      return method.call(self, arguments); // null: what that means is the method's to say
    }
    List<String> keys = new ArrayList<>();
    Map<String, @Nullable Object> byKey = new LinkedHashMap<>();
    for (Object id : ids) {
      String key = plan.key().of(batch.single(arguments, id));
      keys.add(key);
      byKey.put(key, id);
    }
    Map<String, Object> found =
        cache.getAll(
            keys,
            missing -> load(self, arguments, missing, byKey),
            key -> plan.tags().of(batch.single(arguments, byKey.get(key))));
    return batch.form() == Batch.Form.LIST ? list(keys, found) : map(found, byKey);
  }

  private Map<String, Object> load(
      Object self,
      @Nullable Object[] arguments,
      Set<String> missing,
      Map<String, @Nullable Object> byKey)
      throws Exception {
    List<@Nullable Object> ids = new ArrayList<>();
    missing.forEach(key -> ids.add(byKey.get(key)));
    Object returned = method.call(self, batch.some(arguments, ids));
    Map<String, Object> values = new LinkedHashMap<>();
    if (returned instanceof Map<?, ?> map) {
      for (String key : missing) {
        put(values, key, value(map, byKey.get(key)));
      }
    } else if (returned instanceof List<?> list) {
      requireOneEach(list, ids);
      int next = 0;
      for (String key : missing) {
        put(values, key, list.get(next++));
      }
    }
    return values;
  }

  private static @Nullable Object value(Map<?, ?> map, @Nullable Object id) {
    if (id != null) {
      return map.get(id);
    }
    for (Map.Entry<?, ?> each : map.entrySet()) { // many maps do not even let null be asked for
      if (each.getKey() == null) {
        return each.getValue();
      }
    }
    return null;
  }

  private void requireOneEach(List<?> list, List<?> ids) {
    if (list.size() != ids.size()) {
      throw new IllegalStateException(
          plan.method().getDeclaringClass().getName()
              + "."
              + plan.method().getName()
              + " has returned "
              + list.size()
              + " values for "
              + ids.size()
              + " ids: return one for each, in their order, null where there is none");
    }
  }

  private static void put(Map<String, Object> values, String key, @Nullable Object value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  private static List<@Nullable Object> list(List<String> keys, Map<String, Object> found) {
    List<@Nullable Object> values = new ArrayList<>(keys.size());
    keys.forEach(key -> values.add(found.get(key)));
    return values;
  }

  private static Map<@Nullable Object, Object> map(
      Map<String, Object> found, Map<String, @Nullable Object> byKey) {
    Map<@Nullable Object, Object> values = new LinkedHashMap<>();
    found.forEach((key, value) -> values.put(byKey.get(key), value));
    return values;
  }

  @Override
  public String key(@Nullable Object[] arguments) {
    if (arguments[batch.ids()] instanceof Iterable<?> ids) {
      List<@Nullable Object> all = new ArrayList<>();
      ids.forEach(all::add);
      if (all.size() == 1) {
        return plan.key().of(batch.single(arguments, all.get(0)));
      }
    }
    throw new IllegalArgumentException(
        "a batch has a key for each of its ids: call "
            + plan.method().getName()
            + " with a single one to be told its key");
  }
}
