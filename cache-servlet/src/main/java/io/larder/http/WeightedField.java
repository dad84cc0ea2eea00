package io.larder.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Normalises {@code Accept-Encoding} and {@code Accept-Language}, whose members are names without
 * case and weights (RFC 9110, 12.4.2, 12.5.3 and 12.5.4).
 *
 * <p>Members come in the order of their weights, the same weight is always written in the same way,
 * and a weight of one not at all. What has another form, or gives one name two weights, is left to
 * the caller.
 */
final class WeightedField {
  private static final Comparator<Member> BY_WEIGHT =
      Comparator.comparingInt((Member it) -> it.weight).reversed();
  private static final Comparator<Member> BY_NAME = Comparator.comparing((Member it) -> it.name);

  /**
   * One member.
   *
   * @param weight in thousandths
   */
  private record Member(String name, int weight) {
    String text() {
      if (weight == 1000) {
        return name;
      }
      String digits = Integer.toString(1000 + weight).substring(1).replaceAll("0+$", "");
      return name + ";q=0" + (digits.isEmpty() ? "" : "." + digits);
    }
  }

  private WeightedField() {}

  /**
   * The value in its one form; empty if it is not what such a field is.
   *
   * @param anyOrder whether the order of members with the same weight does not count
   */
  static Optional<String> normalised(String value, boolean anyOrder) {
    List<Member> members = new ArrayList<>();
    Map<String, Integer> weights = new HashMap<>();
    for (String text : value.split(",", -1)) {
      String member = text.strip();
      if (member.isEmpty()) {
        continue; // RFC 9110 5.6.1.2
      }
      int semicolon = member.indexOf(';');
      String name = semicolon < 0 ? member : member.substring(0, semicolon).strip();
      int weight = semicolon < 0 ? 1000 : weight(member.substring(semicolon + 1).strip());
      if (weight < 0 || !isToken(name)) {
        return Optional.empty();
      }
      String lowerCase = name.toLowerCase(Locale.ROOT);
      Integer before = weights.put(lowerCase, weight);
      if (before != null && before != weight) {
        return Optional.empty();
      }
      if (before == null) {
        members.add(new Member(lowerCase, weight));
      }
    }
    members.sort(anyOrder ? BY_WEIGHT.thenComparing(BY_NAME) : BY_WEIGHT);
    return Optional.of(String.join(",", members.stream().map(Member::text).toList()));
  }

  /** The weight in thousandths, or -1 if it is none (12.4.2). */
  private static int weight(String parameter) {
    if (!parameter.regionMatches(true, 0, "q=", 0, 2) || parameter.length() > 7) {
      return -1;
    }
    String number = parameter.substring(2);
    if (!number.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      return -1;
    }
    String digits = number.length() > 2 ? number.substring(2) : "";
    return number.charAt(0) == '1' ? 1000 : Integer.parseInt((digits + "000").substring(0, 3));
  }

  private static boolean isToken(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> FieldLists.isTokenChar((char) c));
  }
}
