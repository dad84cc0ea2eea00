package io.larder.cache.method;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The constructor that arguments are for, chosen as the compiler does (JLS 15.12.2): without
 * boxing, else with boxing, else with a variable number of arguments; of several that fit the most
 * specific one. A boxed value stands for the primitive in it, as it does in {@code subclass(…, 5)}.
 *
 * @param constructor the one that is chosen
 * @param arguments as many as it has parameters
 */
record ConstructorChoice(Constructor<?> constructor, List<@Nullable Object> arguments) {

  private enum Phase {
    STRICT,
    BOXING,
    VARIABLE
  }

  /**
   * Chooses one that is not private.
   *
   * @throws IllegalArgumentException if none fits, or none is the most specific one
   */
  static ConstructorChoice of(Class<?> type, @Nullable Object[] arguments) {
    List<Constructor<?>> all =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(each -> !Modifier.isPrivate(each.getModifiers()) && !each.isSynthetic())
            .toList();
    for (Phase phase : Phase.values()) {
      List<Constructor<?>> fitting =
          all.stream().filter(each -> fits(each, arguments, phase)).toList();
      if (!fitting.isEmpty()) {
        Constructor<?> chosen = mostSpecific(type, fitting, arguments, phase);
        @Nullable Object[] given = arguments;
        if (phase == Phase.VARIABLE) {
          given = gathered(chosen, arguments);
        }
        return new ConstructorChoice(chosen, Arrays.asList(given));
      }
    }
    throw new IllegalArgumentException(
        type.getName()
            + " has no constructor that takes "
            + text(arguments)
            + ", other than private ones: "
            + (all.isEmpty() ? "give it one" : "give it one, or the arguments of " + texts(all)));
  }

  private static boolean fits(
      Constructor<?> constructor, @Nullable Object[] arguments, Phase phase) {
    int declared = constructor.getParameterCount();
    if (phase != Phase.VARIABLE && arguments.length != declared) {
      return false;
    }
    if (phase == Phase.VARIABLE && !(constructor.isVarArgs() && arguments.length >= declared - 1)) {
      return false;
    }
    List<Class<?>> types = types(constructor, arguments.length, phase);
    for (int i = 0; i < arguments.length; i++) {
      if (!fits(types.get(i), arguments[i], phase)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(Class<?> type, @Nullable Object argument, Phase phase) {
    if (argument == null) {
      return !type.isPrimitive();
    }
    Class<?> primitive = Primitives.in(argument.getClass());
    if (type.isPrimitive()) {
      return primitive != null && Primitives.widens(primitive, type);
    }
    return type.isInstance(argument) && (primitive == null || phase != Phase.STRICT);
  }

  /** The types of that many arguments at least. */
  private static List<Class<?>> types(Constructor<?> constructor, int most, Phase phase) {
    List<Class<?>> types = new ArrayList<>(List.of(constructor.getParameterTypes()));
    if (phase == Phase.VARIABLE) {
      Class<?> several = types.remove(types.size() - 1).getComponentType();
      do {
        types.add(several);
      } while (types.size() < most);
    }
    return types;
  }

  private static Constructor<?> mostSpecific(
      Class<?> type, List<Constructor<?>> fitting, @Nullable Object[] arguments, Phase phase) {
    int most = arguments.length;
    for (Constructor<?> each : fitting) {
      most = Math.max(most, each.getParameterCount());
    }
    List<Constructor<?>> best = new ArrayList<>();
    for (Constructor<?> each : fitting) {
      List<Class<?>> own = types(each, most, phase);
      boolean beatsAll = true;
      for (Constructor<?> other : fitting) {
        beatsAll &= isAsSpecific(own, types(other, most, phase));
      }
      if (beatsAll) {
        best.add(each);
      }
    }
    if (best.size() != 1) {
      throw new IllegalArgumentException(
          type.getName()
              + " has more than one constructor that takes "
              + text(arguments)
              + ", and none is the most specific one of "
              + texts(fitting)
              + ": give values that only one takes, or make the others private");
    }
    return best.get(0);
  }

  private static boolean isAsSpecific(List<Class<?>> types, List<Class<?>> others) {
    for (int i = 0; i < types.size(); i++) {
      Class<?> own = types.get(i);
      Class<?> other = others.get(i);
      boolean fits =
          (own.isPrimitive() && other.isPrimitive())
              ? Primitives.widens(own, other)
              : other.isAssignableFrom(own);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object[] gathered(
      Constructor<?> constructor, @Nullable Object[] arguments) {
    int last = constructor.getParameterCount() - 1;
    Class<?> several = constructor.getParameterTypes()[last].getComponentType();
    Object array = Array.newInstance(several, arguments.length - last);
    for (int i = last; i < arguments.length; i++) {
      Array.set(array, i - last, arguments[i]);
    }
    @Nullable Object[] gathered = Arrays.copyOf(arguments, last + 1);
    gathered[last] = array;
    return gathered;
  }

  private static String texts(List<Constructor<?>> constructors) {
    return constructors.stream()
        .map(each -> text(each))
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  private static String text(Constructor<?> constructor) {
    return Arrays.stream(constructor.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String text(@Nullable Object[] arguments) {
    return Arrays.stream(arguments)
        .map(each -> each == null ? "null" : each.getClass().getSimpleName())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
