package io.larder.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which differences between queries a response does not depend on, as its {@code No-Vary-Search}
 * says (draft-ietf-httpbis-no-vary-search).
 *
 * <p>Immutable. What is malformed says nothing, so every difference counts.
 */
public final class NoVarySearch {
  /** Every difference counts. */
  public static final NoVarySearch DEFAULT = new NoVarySearch(true, false, Set.of());

  private final boolean orderCounts;
  private final boolean onlyNamed;
  private final Set<String> names;

  /**
   * What counts.
   *
   * @param onlyNamed whether the named parameters alone count; else all but them
   */
  private NoVarySearch(boolean orderCounts, boolean onlyNamed, Set<String> names) {
    this.orderCounts = orderCounts;
    this.onlyNamed = onlyNamed;
    this.names = names;
  }

  /** What a response says. */
  public static NoVarySearch of(HttpFields response) {
    return response.contains(FieldNames.NO_VARY_SEARCH)
        ? StructuredDictionary.parse(response.all(FieldNames.NO_VARY_SEARCH))
            .flatMap(NoVarySearch::read)
            .orElse(DEFAULT)
        : DEFAULT;
  }

  /** Whether every difference counts. */
  public boolean isDefault() {
    return orderCounts && !onlyNamed && names.isEmpty();
  }

  /**
   * The one form of all queries that such a response answers alike. Under {@link #DEFAULT} it is
   * the query itself, else its parameters that count, decoded and written anew.
   *
   * @param query as it stands in the request, without the question mark; null if there is none
   */
  public String canonical(@Nullable String query) {
    if (isDefault()) {
      return query == null ? "" : '?' + query;
    }
    List<Parameter> counting = new ArrayList<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!pair.isEmpty() && names.contains(name) == onlyNamed) {
        counting.add(new Parameter(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))));
      }
    }
    if (!orderCounts) {
      counting.sort(Comparator.comparing(Parameter::name)); // stable: values of one name stay
    }
    StringBuilder canonical = new StringBuilder();
    for (Parameter each : counting) {
      canonical.append(canonical.length() == 0 ? '?' : '&');
      encode(each.name, canonical);
      encode(each.value, canonical.append('='));
    }
    return canonical.toString();
  }

  private record Parameter(String name, String value) {}

  private static Optional<NoVarySearch> read(Map<String, String> members) {
    String keyOrder = members.getOrDefault("key-order", "?0");
    String params = members.getOrDefault("params", "?0");
    String except = members.get("except");
    if (!isBoolean(keyOrder)) {
      return Optional.empty();
    }
    boolean orderCounts = keyOrder.equals("?0");
    if (except != null) {
      // An exception is one from all of them.
      return params.equals("?1")
          ? names(except).map(it -> new NoVarySearch(orderCounts, true, it))
          : Optional.empty();
    }
    if (isBoolean(params)) {
      return Optional.of(new NoVarySearch(orderCounts, params.equals("?1"), Set.of()));
    }
    return names(params).map(it -> new NoVarySearch(orderCounts, false, it));
  }

  private static boolean isBoolean(String item) {
    return item.equals("?0") || item.equals("?1");
  }

  private static Optional<Set<String>> names(String innerList) {
    return StructuredReader.innerStrings(innerList)
        .map(
            strings -> {
              Set<String> names = new HashSet<>();
              strings.forEach(it -> names.add(decoded(it)));
              return Set.copyOf(names);
            });
  }

  /**
   * The bytes, a character each, as application/x-www-form-urlencoded is read; what is no escape
   * stands for itself. Not as text: bytes that are none would all become the same character.
   */
  private static String decoded(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static void encode(String text, StringBuilder to) {
    for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
      int c = each & 0xFF;
      boolean plain =
          StructuredDictionary.isLetter((char) c)
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (plain) {
        to.append((char) c);
      } else {
        to.append('%').append("0123456789ABCDEF".charAt(c >> 4));
        to.append("0123456789ABCDEF".charAt(c & 15));
      }
    }
  }
}
