package io.larder.cache.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are hard to tell apart, for tests that compare keys with what a decoder or a real
 * container makes of the same bytes.
 *
 * <p>What is drawn is legal, doubtful and plainly malformed; who sends it over a wire has to expect
 * a 400. The same seed draws the same pairs.
 */
public final class RequestPairs {

  /**
   * A request's target as on the wire.
   *
   * @param rawPath begins with a slash
   * @param rawQuery null if there is no question mark
   */
  public record RawRequest(String rawPath, @Nullable String rawQuery) {

    /** Path and query as they stand in a request line. */
    public String target() {
      return rawQuery == null ? rawPath : rawPath + "?" + rawQuery;
    }

    static RawRequest of(String target) {
      int question = target.indexOf('?');
      return question < 0
          ? new RawRequest(target, null)
          : new RawRequest(target.substring(0, question), target.substring(question + 1));
    }

    @Override
    public String toString() {
      return target();
    }
  }

  /** Two requests that are nearly the same. */
  public record Pair(RawRequest left, RawRequest right) {}

  private static final String[] PLAIN = {"a", "b", "A", "1", "z", "Germany", "-", "_", "~", "."};

  private static final String[] NAMES = {
    "country", "name", "a", "b", "utm_x", "%61", "na%6De", "countr%79", "A", "", "a%3D", "a%26b"
  };

  private static final String[] ODD = {
    "..", "%2e", "%2E", "%2f", "%2F", "//", "/", "%5C", "\\", "%25", "%252F", "%00", "%0A", ";",
    ";x=1", "%3b", "%3B", "+", "%20", " ", "%2B", "%2b", "%C3%B4", "%c3%b4", "ô", "%FF", "%fe",
    "%C0%AE", "%41", "%61", "%7E", "%7e", "%7B", "{", "}", "\"", "'", "%27", "&", "&&", "%26", "=",
    "%3D", "#", "%23", "?", "%3F", "%", "%2", "%zz", "%u0041", "\u0001", "\u007f", ":", "@", "!",
    ",", "%2C", "|", "[", "]", "^", "`", "<", ">", "*", "$", "(", ")"
  };

  private RequestPairs() {}

  /** Two requests of which the second is the first after one small edit. */
  public static Pair oneEditApart(Random random) {
    RawRequest left = request(random);
    String edited = edit(left.target(), random);
    while (!edited.startsWith("/")) {
      edited = edit(left.target(), random);
    }
    return new Pair(left, RawRequest.of(edited));
  }

  /**
   * Two spellings of one request: parameters of different names in another order, unreserved
   * characters with and without an escape, either case of hexadecimal digits, either form of a
   * space.
   */
  public static Pair twoSpellings(Random random) {
    RawRequest left = request(random);
    String query = left.rawQuery();
    return new Pair(
        left,
        new RawRequest(
            respell(left.rawPath(), random, false),
            query == null ? null : respell(reorder(query, random), random, true)));
  }

  /** One request. */
  public static RawRequest request(Random random) {
    StringBuilder path = new StringBuilder();
    for (int segments = 1 + random.nextInt(3); segments > 0; segments--) {
      path.append('/').append(text(random));
    }
    String target = path.toString().replace("?", "%3F").replace("#", "%23");
    if (random.nextInt(6) == 0) {
      return new RawRequest(target, null);
    }
    String query =
        IntStream.range(0, random.nextInt(6))
            .mapToObj(i -> parameter(random))
            .collect(Collectors.joining("&"));
    return new RawRequest(target, query);
  }

  private static String parameter(Random random) {
    String name = random.nextInt(5) == 0 ? text(random) : pick(NAMES, random);
    return random.nextInt(6) == 0 ? name : name + "=" + text(random);
  }

  private static String text(Random random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> random.nextInt(5) == 0 ? pick(ODD, random) : pick(PLAIN, random))
        .collect(Collectors.joining());
  }

  private static String edit(String target, Random random) {
    int at = random.nextInt(target.length());
    String before = target.substring(0, at);
    String after = target.substring(at + 1);
    char c = target.charAt(at);
    return switch (random.nextInt(11)) {
      case 0 -> before + pick(PLAIN, random) + after;
      case 1 -> before + pick(ODD, random) + after;
      case 2 -> before + after;
      case 3 -> before + pick(ODD, random) + c + after;
      case 4 -> before + escape(c, random) + after;
      case 5 -> decodeOne(target, random);
      case 6 -> after.isEmpty() ? before : before + after.charAt(0) + c + after.substring(1);
      case 7 -> move(target, random);
      case 8 -> target + (target.indexOf('?') < 0 ? "?" : "&") + parameter(random);
      case 9 -> before + (Character.isUpperCase(c) ? lower(c) : upper(c)) + after;
      default -> swapParameters(target, random);
    };
  }

  private static String decodeOne(String target, Random random) {
    int percent = target.indexOf('%', random.nextInt(target.length()));
    if (percent < 0 || percent + 3 > target.length()) {
      return target + pick(ODD, random);
    }
    int octet = Percent.byteAt(target, percent);
    return octet < 0
        ? target.replace("%", "")
        : target.substring(0, percent) + (char) octet + target.substring(percent + 3);
  }

  /** Moves a separator to another place. */
  private static String move(String target, Random random) {
    String separators = random.nextBoolean() ? "&" : "=";
    int at = target.indexOf(separators, random.nextInt(target.length()));
    if (at < 0) {
      return target + separators;
    }
    String without = target.substring(0, at) + target.substring(at + 1);
    int to = 1 + random.nextInt(without.length());
    return without.substring(0, to) + separators + without.substring(to);
  }

  private static String swapParameters(String target, Random random) {
    RawRequest request = RawRequest.of(target);
    String query = request.rawQuery();
    List<String> parameters =
        new ArrayList<>(List.of((query == null ? "a=1&a=2" : query).split("&", -1)));
    Collections.swap(
        parameters, random.nextInt(parameters.size()), random.nextInt(parameters.size()));
    return request.rawPath() + "?" + String.join("&", parameters);
  }

  /** Another order in which the parameters of one name still follow each other as they did. */
  private static String reorder(String query, Random random) {
    List<String> parameters = List.of(query.split("&", -1));
    List<String> names = new ArrayList<>(parameters.stream().map(RequestPairs::name).toList());
    Collections.shuffle(names, random);
    List<String> left = new ArrayList<>(parameters);
    List<String> reordered = new ArrayList<>();
    for (String name : names) {
      int next = left.stream().map(RequestPairs::name).toList().indexOf(name);
      reordered.add(left.remove(next));
    }
    return String.join("&", reordered);
  }

  private static String name(String parameter) {
    String raw = parameter.substring(0, (parameter + "=").indexOf('='));
    RequestParameters parsed = RequestParameters.parse(raw);
    return parsed == null || parsed.list().isEmpty() ? raw : parsed.list().get(0).name();
  }

  private static String respell(String text, Random random, boolean query) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean other = random.nextInt(3) == 0;
      if (c == '%' && Percent.byteAt(text, i) >= 0) {
        String escape = text.substring(i, i + 3);
        i += 2;
        if (!other) {
          out.append(escape);
        } else if (query && escape.equals("%20")) {
          out.append('+');
        } else {
          out.append(
              escape.equals(escape.toUpperCase(Locale.ROOT)) ? lower(escape) : upper(escape));
        }
      } else if (other && query && c == '+') {
        out.append("%20");
      } else if (other && Literals.UNRESERVED.has(c) && !followsMalformedEscape(text, i)) {
        out.append(escape(c, random));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Whether an escape here could complete, or break up further, a broken one before it. */
  private static boolean followsMalformedEscape(String text, int at) {
    return text.substring(Math.max(0, at - 2), at).indexOf('%') >= 0;
  }

  private static String escape(char c, Random random) {
    if (c > 0x7F) {
      return "%C3%B4";
    }
    String escape = "%" + (char) hex(c >> 4) + (char) hex(c & 0xF);
    return random.nextBoolean() ? escape : lower(escape);
  }

  private static int hex(int digit) {
    return digit < 10 ? '0' + digit : 'A' + digit - 10;
  }

  private static String lower(Object text) {
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static String upper(Object text) {
    return text.toString().toUpperCase(Locale.ROOT);
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }
}
