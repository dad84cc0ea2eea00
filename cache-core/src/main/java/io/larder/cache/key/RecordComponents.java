package io.larder.cache.key;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the components of records, looking up a type's accessors once. */
final class RecordComponents {

  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Method[] accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            open(accessors[i]);
          }
          return accessors;
        }
      };

  private RecordComponents() {}

  /**
   * The values of a record's components in their order.
   *
   * @throws IllegalAccessException if its module does not let us read them
   */
  static List<@Nullable Object> of(Record record) throws IllegalAccessException {
    List<@Nullable Object> values = new ArrayList<>();
    for (Method accessor : ACCESSORS.get(record.getClass())) {
      try {
        values.add(accessor.invoke(record));
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException(
            "component " + accessor.getName() + " of " + record.getClass().getName() + " failed",
            e.getCause());
      }
    }
    return values;
  }

  private static void open(Method accessor) {
    try {
      accessor.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      // A public record of an exported package is read without; any other is refused when invoked.
    }
  }
}
