package io.larder.cache.method;

import io.larder.cache.Limits;
import io.larder.cache.key.TagValues;
import io.larder.cache.key.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tags of a method, compiled. */
final class CompiledTags implements CallTags {

  private final List<Template> templates;
  private final Map<String, CallParameter> named;
  private final boolean needed;

  private CompiledTags(List<Template> templates, Map<String, CallParameter> named, boolean needed) {
    this.templates = templates;
    this.named = named;
    this.needed = needed;
  }

  /**
   * Compiles the tags of an annotation.
   *
   * @param used is given the parameters that they are made of
   * @param needed whether null is refused, where otherwise its tag is left out
   * @throws IllegalArgumentException if a template is wrong, or a parameter cannot be part of a tag
   */
  static CallTags of(
      String[] sources, CallParameters parameters, Set<Integer> used, boolean needed) {
    Place place = parameters.place();
    if (sources.length > Limits.MAX_TAGS) {
      throw place.refused(
          "it has " + sources.length + " tags, and at most " + Limits.MAX_TAGS + " are allowed");
    }
    List<Template> templates = new ArrayList<>();
    Map<String, CallParameter> named = new HashMap<>();
    for (String source : sources) {
      Template template = place.named(() -> Template.of(source));
      for (String name : template.names()) {
        CallParameter parameter = parameters.named(name, "the tag '" + source + "'");
        check(parameter, source);
        named.put(name, parameter);
        used.add(parameter.index());
      }
      if (template.names().isEmpty() && source.length() > Limits.MAX_TAG_LENGTH) {
        throw place.refused(
            "a tag has "
                + source.length()
                + " characters, and at most "
                + Limits.MAX_TAG_LENGTH
                + " are allowed");
      }
      templates.add(template);
    }
    if (templates.isEmpty()) {
      return NONE;
    }
    if (named.isEmpty()) {
      List<String> always = List.copyOf(new LinkedHashSet<>(List.of(sources)));
      return arguments -> always;
    }
    return new CompiledTags(List.copyOf(templates), Map.copyOf(named), needed);
  }

  @Override
  public List<String> of(@Nullable Object[] arguments) {
    List<String> tags = new ArrayList<>(templates.size());
    for (Template template : templates) {
      String tag = template.tag(name -> text(template, name, arguments));
      if (tag != null) {
        if (needed) {
          Limits.checkTag(tag); // what is to be ended is refused before its method has run
        }
        tags.add(tag);
      }
    }
    return List.copyOf(tags);
  }

  private @Nullable String text(Template template, String name, @Nullable Object[] arguments) {
    CallParameter parameter = named.get(name);
    if (parameter == null) {
      throw new AssertionError("every name was looked up: " + name);
    }
    Object argument = arguments[parameter.index()];
    if (argument != null) {
      return TagValues.of(parameter.subject(), argument);
    }
    if (needed) {
      throw new IllegalArgumentException(
          parameter.subject()
              + " is null, and the tag '"
              + template
              + "' cannot be ended without it: pass a value");
    }
    return null;
  }

  private static void check(CallParameter parameter, String source) {
    if (!TagValues.accepts(parameter.type())) {
      throw new IllegalArgumentException(
          parameter.subject()
              + " has type "
              + parameter.type().getTypeName()
              + ", which has no plain text for the tag '"
              + source
              + "': pass a text, a number or an enum");
    }
  }
}
