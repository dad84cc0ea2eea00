package io.larder.cache.method;

import io.larder.cache.annotation.CacheKey;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an annotated method, by the names that its annotation may use: those of
 * {@code @CacheKey}, or its own. Immutable.
 */
final class CallParameters {

  private final Place place;
  private final List<CallParameter> all;

  private CallParameters(Place place, List<CallParameter> all) {
    this.place = place;
    this.all = all;
  }

  /**
   * Reads them. Where the annotated method marks none, the marks of the other one hold: that of the
   * interface or of the class behind it.
   *
   * @param chain the methods that are one, the annotated one among them
   * @throws IllegalArgumentException if two have one name
   */
  static CallParameters of(Place place, List<Method> chain, ResolvedTypes types) {
    Method method = place.method();
    Parameter[] own = method.getParameters();
    Parameter[] marks =
        isMarked(own)
            ? own
            : chain.stream()
                .map(Method::getParameters)
                .filter(CallParameters::isMarked)
                .findFirst()
                .orElse(own);
    Type[] generic = method.getGenericParameterTypes();
    List<CallParameter> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < own.length; i++) {
      CacheKey mark = marks[i].getAnnotation(CacheKey.class);
      String name = name(own[i], mark);
      if (name != null && !names.add(name)) {
        throw place.refused("two parameters are called '" + name + "': rename one @CacheKey");
      }
      String subject =
          place + ": parameter " + (name == null ? String.valueOf(i + 1) : "'" + name + "'");
      all.add(new CallParameter(i, name, mark != null, types.resolve(generic[i]), subject));
    }
    return new CallParameters(place, List.copyOf(all));
  }

  /** These, with another type for one: that of a single item where its parameter holds several. */
  CallParameters withType(int index, Type type) {
    return new CallParameters(
        place,
        all.stream().map(each -> each.index() == index ? each.withType(type) : each).toList());
  }

  Place place() {
    return place;
  }

  List<CallParameter> all() {
    return all;
  }

  /** Those that are marked, or all of them if none is. */
  List<CallParameter> keyed() {
    List<CallParameter> marked = all.stream().filter(CallParameter::marked).toList();
    return marked.isEmpty() ? all : marked;
  }

  /**
   * The parameter of that name.
   *
   * @param asker what names it, such as {@code the key "{country}"}
   * @throws IllegalArgumentException if there is none
   */
  CallParameter named(String name, String asker) {
    for (CallParameter each : all) {
      if (name.equals(each.name())) {
        return each;
      }
    }
    List<String> known = all.stream().map(CallParameter::name).filter(Objects::nonNull).toList();
    if (known.size() < all.size()) {
      throw place.refused(
          asker
              + " needs the parameter '"
              + name
              + "', and names of parameters are not in the class: compile it with -parameters, or"
              + " write @CacheKey(\""
              + name
              + "\") in front of the parameter");
    }
    throw place.refused(
        asker
            + " needs a parameter '"
            + name
            + "': "
            + (known.isEmpty()
                ? "there are none"
                : known.stream().collect(Collectors.joining("', '", "there is '", "'"))));
  }

  private static @Nullable String name(Parameter own, @Nullable CacheKey mark) {
    if (mark != null && !mark.value().isEmpty()) {
      return mark.value();
    }
    return own.isNamePresent() ? own.getName() : null;
  }

  private static boolean isMarked(Parameter[] parameters) {
    return Arrays.stream(parameters).anyMatch(each -> each.isAnnotationPresent(CacheKey.class));
  }
}
