package io.larder.cache.key;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one argument of a method into a key.
 *
 * <p>The grammar, with {@code ( ) , = ! '} never literal in a text:
 *
 * <pre>
 * value  = "null" / "true" / "false" / integer / text / type "!" text / group
 * group  = ( "list" / "set" / "map" / "optional" / type ) "(" [ value *( "," value ) ] ")"
 * </pre>
 *
 * A text that could be read as anything else has an apostrophe in front.
 */
final class ArgumentWriter {

  private static final Literals TEXT = Literals.UNRESERVED.with("/:@$");
  private static final Set<String> WORDS = Set.of("null", "true", "false");
  private static final int DEEPEST = 32;

  private final StringBuilder out;
  private final int position;
  private final @Nullable String name;
  private int depth;

  /**
   * Writes into {@code out}.
   *
   * @param position of the argument, from 1
   * @param name what a refusal calls the argument; if null, it is called by its position
   */
  ArgumentWriter(StringBuilder out, int position, @Nullable String name) {
    this.out = out;
    this.position = position;
    this.name = name;
  }

  /** Returns whether {@link #write} would write the text as it is and {@link LongKeys} keep it. */
  static boolean isItsOwnKey(String text) {
    int length = text.length();
    if (length == 0 || length > LongKeys.DEFAULT_LIMIT || readsAsSomethingElse(text)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!TEXT.has(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  void write(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Integer) {
      out.append(value);
    } else if (value instanceof String text) {
      writeString(text);
    } else if (value instanceof Enum<?> constant) {
      writeTyped(constant.getDeclaringClass(), constant.name());
    } else if (++depth > DEEPEST) {
      throw refused(
          "is nested more than " + DEEPEST + " deep, or contains itself: declare the key");
    } else {
      writeCompound(value);
      depth--;
    }
  }

  private void writeCompound(Object value) {
    if (value instanceof List<?> list) {
      writeGroup("list", list);
    } else if (value instanceof Set<?> set) {
      writeRendered("set", set.stream().map(this::rendered).sorted().toList());
    } else if (value instanceof Map<?, ?> map) {
      writeRendered("map", map.entrySet().stream().map(this::renderedEntry).sorted().toList());
    } else if (value instanceof Optional<?> optional) {
      writeGroup("optional", optional.stream().toList());
    } else if (value instanceof Collection<?> collection) {
      writeGroup(typeName(value.getClass()), collection);
    } else if (value instanceof byte[] bytes) {
      writeTyped(byte[].class, HexFormat.of().formatHex(bytes));
    } else if (value.getClass().isArray()) {
      writeGroup(typeName(value.getClass()), elements(value));
    } else if (value instanceof Record record) {
      writeGroup(typeName(value.getClass()), components(record));
    } else {
      writeTyped(value.getClass(), text(value));
    }
  }

  private void writeString(String text) {
    if (readsAsSomethingElse(text)) {
      out.append('\'');
    }
    Percent.appendText(out, text, TEXT);
  }

  private static boolean readsAsSomethingElse(String text) {
    return text.isEmpty()
        || text.charAt(0) == '-'
        || (text.charAt(0) >= '0' && text.charAt(0) <= '9')
        || WORDS.contains(text);
  }

  private void writeTyped(Class<?> type, String text) {
    out.append(typeName(type)).append('!');
    Percent.appendText(out, text, TEXT);
  }

  private void writeGroup(String name, Collection<?> values) {
    out.append(name).append('(');
    int start = out.length();
    for (Object value : values) {
      if (out.length() > start) {
        out.append(',');
      }
      write(value);
    }
    out.append(')');
  }

  private void writeRendered(String name, List<String> values) {
    out.append(name).append('(').append(String.join(",", values)).append(')');
  }

  private String rendered(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    ArgumentWriter writer = new ArgumentWriter(text, position, name);
    writer.depth = depth;
    writer.write(value);
    return text.toString();
  }

  private String renderedEntry(Map.Entry<?, ?> entry) {
    return rendered(entry.getKey()) + "=" + rendered(entry.getValue());
  }

  private List<@Nullable Object> components(Record record) {
    try {
      return RecordComponents.of(record);
    } catch (IllegalAccessException e) {
      throw refused(
          "is a record that cannot be read: export or open its package to the cache, or declare the"
              + " key");
    }
  }

  private String text(Object value) {
    String text = FaithfulText.of(value);
    if (text == null) {
      throw refused(
          "has type "
              + value.getClass().getName()
              + ", whose toString does not tell its values apart: use a record or a type with a"
              + " toString of its own, or declare the key");
    }
    return text;
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException((name == null ? "argument " + position : name) + " " + why);
  }

  private static List<@Nullable Object> elements(Object array) {
    if (array instanceof Object[] objects) {
      return Arrays.asList(objects);
    }
    List<@Nullable Object> elements = new ArrayList<>();
    IntStream.range(0, Array.getLength(array)).forEach(i -> elements.add(Array.get(array, i)));
    return elements;
  }

  /** The full name; a class without a package has a dot in front, so that none is called "list". */
  private static String typeName(Class<?> type) {
    if (type.isArray()) {
      return typeName(type.getComponentType()) + "[]";
    }
    StringBuilder name = new StringBuilder();
    if (!type.isPrimitive() && type.getPackageName().isEmpty()) {
      name.append('.');
    }
    Percent.appendText(name, type.getName(), TEXT);
    return name.toString();
  }
}
