package io.larder.cache.method;

import io.larder.cache.key.ArgumentKeys;
import io.larder.cache.key.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of a method, compiled.
 *
 * @param key makes it of a call's arguments
 * @param shape what it looks like
 * @param parameters those that it is made of
 */
record CompiledKey(CallKey key, KeyShape shape, List<CallParameter> parameters) {

  /**
   * Compiles the key of an annotation.
   *
   * @param source the template; empty: the arguments themselves
   * @throws IllegalArgumentException if the template is wrong, or a parameter cannot be part of a
   *     key
   */
  static CompiledKey of(String source, CallParameters parameters) {
    if (source.isEmpty()) {
      return ofArguments(parameters.keyed(), parameters, false);
    }
    Template template =
        parameters.place().named(() -> Template.of(source)); // its sentence quotes the template
    List<CallParameter> used = new ArrayList<>();
    for (String name : template.names()) {
      used.add(parameters.named(name, "the key '" + source + "'"));
    }
    if (template.isOneName()) {
      return ofArguments(used, parameters, true);
    }
    check(used);
    return new CompiledKey(
        ofTemplate(template, used), new KeyShape(template, classes(used), true), List.copyOf(used));
  }

  private static CompiledKey ofArguments(
      List<CallParameter> used, CallParameters parameters, boolean declared) {
    check(used);
    KeyShape shape = new KeyShape(null, classes(used), declared);
    if (used.size() == 1) {
      return new CompiledKey(ofOne(used.get(0)), shape, used);
    }
    List<String> subjects = used.stream().map(CallParameter::subject).toList();
    if (used.size() == parameters.all().size()) {
      return new CompiledKey(all -> ArgumentKeys.ofNamed(subjects, all), shape, used);
    }
    int[] indexes = used.stream().mapToInt(CallParameter::index).toArray();
    return new CompiledKey(
        all -> ArgumentKeys.ofNamed(subjects, chosen(all, indexes)), shape, used);
  }

  private static CallKey ofOne(CallParameter one) {
    int index = one.index();
    String subject = one.subject();
    if (one.type() instanceof Class<?> type && type.isEnum()) {
      Map<Object, String> keys = new HashMap<>();
      for (Object each : type.getEnumConstants()) {
        keys.put(each, ArgumentKeys.ofOne(subject, each));
      }
      return all -> {
        String key = keys.get(all[index]);
        return key == null ? ArgumentKeys.ofOne(subject, all[index]) : key;
      };
    }
    return all -> ArgumentKeys.ofOne(subject, all[index]);
  }

  private static CallKey ofTemplate(Template template, List<CallParameter> used) {
    String[] names = template.names().toArray(String[]::new);
    int[] indexes = used.stream().mapToInt(CallParameter::index).toArray();
    String[] subjects = used.stream().map(CallParameter::subject).toArray(String[]::new);
    return all ->
        template.key(
            name -> {
              int i = position(names, name);
              Object argument = all[indexes[i]];
              return argument == null ? null : ArgumentKeys.ofOne(subjects[i], argument);
            });
  }

  /** The template hands out the very names that it has listed. */
  private static int position(String[] names, String name) {
    int i = 0;
    while (!names[i].equals(name)) {
      i++;
    }
    return i;
  }

  private static @Nullable Object[] chosen(@Nullable Object[] all, int[] indexes) {
    @Nullable Object[] chosen = new @Nullable Object[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      chosen[i] = all[indexes[i]];
    }
    return chosen;
  }

  private static void check(List<CallParameter> used) {
    for (CallParameter each : used) {
      if (!ArgumentKeys.accepts(each.type())) {
        throw new IllegalArgumentException(
            each.subject()
                + " has type "
                + each.type().getTypeName()
                + ", whose toString does not tell its values apart: use a record or a type with a"
                + " toString of its own, or leave it out by @CacheKey on the others or a key");
      }
    }
  }

  private static List<Class<?>> classes(List<CallParameter> used) {
    return used.stream().<Class<?>>map(each -> Result.raw(each.type())).toList();
  }
}
