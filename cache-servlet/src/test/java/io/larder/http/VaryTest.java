package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, 4.1. */
class VaryTest {

  @Test
  void theNamesOfAllLinesAreOneSet() {
    Vary vary =
        Vary.of(HttpFields.of("Vary", "Foo, ,accept", "vary", "ACCEPT", "Vary", "Bar", "Vary", ""));
    assertThat(vary.names()).containsExactly("accept", "bar", "foo");
    assertThat(vary)
        .isEqualTo(Vary.of(List.of("bar", "foo", "Accept")))
        .hasToString("accept, bar, foo");
    assertThat(vary.isAny()).isFalse();
    assertThat(vary.isNone()).isFalse();
  }

  @Test
  void withoutNamesEveryRequestMatches() {
    assertThat(Vary.of(HttpFields.empty())).isSameAs(Vary.NONE);
    assertThat(Vary.of(HttpFields.of("Vary", " , "))).isSameAs(Vary.NONE);
    assertThat(key(Vary.NONE, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "a, *", "*, a", "a b", "\"a\"", "a;q=1", "a=b", "\u00e9", "**\u0000"})
  void whatCouldMeanAnythingNeverMatches(String value) {
    assertThat(Vary.of(HttpFields.of("Vary", "x", "Vary", value))).isSameAs(Vary.ANY);
    assertThat(VaryKey.of(Vary.ANY, name -> List.of())).isEmpty();
  }

  @Test
  void moreNamesThanTheMostNeverMatch() {
    List<String> names = IntStream.range(0, Vary.MAX + 1).mapToObj(i -> "x" + i).toList();
    assertThat(Vary.of(names)).isSameAs(Vary.ANY);
    assertThat(Vary.of(names.subList(0, Vary.MAX)).names()).hasSize(Vary.MAX);
    assertThat(Vary.of(names.subList(0, Vary.MAX)).union(Vary.of(names))).isSameAs(Vary.ANY);
    assertThat(Vary.of(names.subList(0, 20)).union(Vary.of(names.subList(13, 33))))
        .isSameAs(Vary.ANY);
  }

  @Test
  void theUnionHasTheNamesOfBoth() {
    Vary ab = Vary.of(List.of("a", "b"));
    assertThat(ab.union(Vary.of(List.of("c", "B"))).names()).containsExactly("a", "b", "c");
    assertThat(ab.union(Vary.NONE)).isSameAs(ab);
    assertThat(Vary.NONE.union(ab)).isEqualTo(ab);
    assertThat(ab.union(Vary.ANY)).isSameAs(Vary.ANY);
    assertThat(Vary.ANY.union(ab)).isSameAs(Vary.ANY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo | a, b | a,b",
        "foo | `  a ,\tb ` | a,b",
        "foo | `\"a, b\" , c` | `\"a, b\",c`",
        "foo | `\"a\\\" , b\", c` | `\"a\\\" , b\",c`",
        "accept | text/html ;q=0.5 , a/b | text/html ;q=0.5,a/b",
        "accept-charset | utf-8 , x;q=0.5 | utf-8,x;q=0.5",
        "accept-encoding | gzip, br | br, gzip",
        "accept-encoding | GZip;q=1.0 , br;Q=1 | br,gzip",
        "accept-encoding | gzip;q=0.50, br | br, gzip;q=0.5",
        "accept-encoding | gzip ; q=0.000,, br | br, gzip;q=0",
        "accept-encoding | gzip, gzip, *;q=0 | *;q=0.0,gzip",
        "accept-encoding | `` | ` , `",
        "accept-language | de;q=0.5, en-GB | en-gb, DE;q=0.5",
        "accept-language | de, de, en | de, en;q=1."
      })
  void theseAreTheSame(String name, String value, String other) {
    assertThat(key(name, value)).isEqualTo(key(name, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo | a | A",
        "foo | a,b | b,a",
        "foo | a b | ab",
        "foo | a b | a  b",
        "foo | a,,b | a,b",
        "foo | a, | a",
        "foo | `\"a, b\"` | `\"a,b\"`",
        "foo | `\"a , b` | `\"a,b`",
        "foo | a;q=1 | a",
        "foo | a%b | a%0025b",
        "foo | a&bar=b | a",
        "accept | a/b, c/d | c/d, a/b",
        "accept | a/b | A/B",
        "accept-charset | a;q=1.0 | a",
        "accept-encoding | gzip | gzip;q=0.5",
        "accept-encoding | gzip | gzip, br",
        "accept-encoding | gzip;q=0 | gzip;q=0.001",
        "accept-encoding | gzip;q=2 | gzip",
        "accept-encoding | gzip;q=0, gzip | gzip, gzip;q=0",
        "accept-encoding | gzip;q=0, gzip | gzip;q=0",
        "accept-encoding | gzip;q=2 | gzip;q=3",
        "accept-encoding | gzip;q=0.5;x=y | gzip;q=0.5",
        "accept-encoding | x-gzip | gzip",
        "accept-encoding | gzip br | br gzip",
        "accept-encoding | gzip | identity",
        "accept-language | de, en | en, de",
        "accept-language | de | de-DE",
        "user-agent | a, b | a,b",
        "cookie | a=1, b | a=1,b"
      })
  void theseAreNotTheSame(String name, String value, String other) {
    assertThat(key(name, value)).isNotEqualTo(key(name, other));
  }

  @Test
  void linesAreCombinedWhereAFieldMayBeAList() {
    assertThat(lines("foo", "a", "b")).isEqualTo(lines("foo", "a , b"));
    assertThat(lines("foo", "\"a", "b\"")).isEqualTo(lines("foo", "\"a, b\""));
    assertThat(lines("accept-encoding", "br", "gzip"))
        .isEqualTo(lines("accept-encoding", "gzip,br"));
    assertThat(lines("cookie", "a", "b"))
        .isNotEqualTo(lines("cookie", "a,b"))
        .isNotEqualTo(lines("cookie", "a, b"));
  }

  @Test
  void theOrderOfLanguagesCanBeIgnored() {
    Vary vary = Vary.of(List.of("accept-language"));
    assertThat(VaryKey.of(vary, name -> List.of("de, en;q=0.5, fr"), VaryKey.LanguageOrder.IGNORED))
        .isEqualTo(
            VaryKey.of(vary, name -> List.of("fr, de, en;q=0.5"), VaryKey.LanguageOrder.IGNORED))
        .isNotEqualTo(
            VaryKey.of(vary, name -> List.of("fr, en, de;q=0.5"), VaryKey.LanguageOrder.IGNORED));
  }

  @Test
  void aFieldThatIsNotThereIsNotOneThatIsEmpty() {
    Vary vary = Vary.of(List.of("a", "b"));
    assertThat(
            List.of(
                key(vary, Map.of()),
                key(vary, Map.of("a", List.of(""))),
                key(vary, Map.of("b", List.of(""))),
                key(vary, Map.of("a", List.of(""), "b", List.of(""))),
                key(vary, Map.of("a", List.of("b="))),
                key(vary, Map.of("a", List.of("", ""))),
                key(vary, Map.of("a", List.of("&b=")))))
        .doesNotHaveDuplicates()
        .startsWith("a&b", "a=&b", "a&b=", "a=&b=");
  }

  @Test
  void aLongTextIsABeginningAndADigest() {
    String longer = "v".repeat(100_000);
    String key = key("foo", longer);
    assertThat(key).startsWith("foo=vvvv").hasSizeLessThanOrEqualTo(VaryKey.MAX_LENGTH);
    assertThat(key).isNotEqualTo(key("foo", longer + "v")).isEqualTo(key("foo", longer + " "));
    // Nobody can send the text of another request as a value.
    assertThat(key("foo", key.substring("foo=".length()))).isNotEqualTo(key);
  }

  @Property(tries = 2000)
  void equalMeaningIsEqualTextAndOtherMeaningOtherText(
      @ForAll("members") List<String> one, @ForAll("members") List<String> two, @ForAll long seed) {
    Random random = new Random(seed);
    String key = lines("foo", spelled(one, random));
    assertThat(lines("foo", spelled(one, random))).isEqualTo(key);
    assertThat(lines("foo", spelled(two, random)).equals(key)).isEqualTo(one.equals(two));
  }

  @Property(tries = 2000)
  void codingsAreASetOfNamesAndWeights(
      @ForAll("codings") Map<String, Integer> one,
      @ForAll("codings") Map<String, Integer> two,
      @ForAll long seed) {
    Random random = new Random(seed);
    String key = lines("accept-encoding", spelled(codings(one, random), random));
    assertThat(lines("accept-encoding", spelled(codings(one, random), random))).isEqualTo(key);
    assertThat(lines("accept-encoding", spelled(codings(two, random), random)).equals(key))
        .isEqualTo(one.equals(two));
  }

  @Property(tries = 500)
  void noValueMakesItThrowAndEveryTextIsBoundedAndSafe(
      @ForAll @Size(max = 3) List<@StringLength(max = 20) String> lines,
      @ForAll("hostile") String value) {
    for (String name : List.of("accept-encoding", "accept-language", "cookie", "foo")) {
      for (List<String> each : List.of(lines, List.of(value), List.of(value, value))) {
        String key = key(Vary.of(List.of(name)), Map.of(name, each));
        assertThat(key).hasSizeLessThanOrEqualTo(VaryKey.MAX_LENGTH).matches("[!-z|]*~?[!-z|]*");
      }
    }
    Vary.of(HttpFields.of("Vary", value));
  }

  @Provide
  Arbitrary<List<String>> members() {
    return Arbitraries.of(
            "a", "b", "a b", "\"a, b\"", "\"a,b\"", "=", "a&foo=b", "%", "~", "\u00e9", "{")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<Map<String, Integer>> codings() {
    return Arbitraries.maps(
            Arbitraries.of("gzip", "br", "identity", "*"), Arbitraries.of(0, 1, 500, 550, 1000))
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "gzip", ";", "q=", "0.", "1", "0", ",", "\"", "\\", " ", "~", "%", "\u2028")
        .list()
        .ofMaxSize(12)
        .map(it -> String.join("", it));
  }

  private static List<String> codings(Map<String, Integer> weights, Random random) {
    List<String> members = new ArrayList<>();
    weights.forEach(
        (name, weight) -> {
          String coding = random.nextBoolean() ? name.toUpperCase() : name;
          String zeros = "0".repeat(random.nextInt(2));
          String q =
              switch (weight) {
                case 0 -> random.nextBoolean() ? "0" : "0.0" + zeros;
                case 1 -> "0.001";
                case 500 -> "0.5" + zeros;
                case 550 -> "0.55" + zeros;
                default -> random.nextBoolean() ? "1" : "1.0" + zeros;
              };
          boolean short1 = weight == 1000 && random.nextBoolean();
          members.add(coding + (short1 ? "" : (random.nextBoolean() ? ";" : " ; ") + "q=" + q));
        });
    Collections.shuffle(members, random);
    return members;
  }

  /** The members over one line or several, with white space here and there. */
  private static String[] spelled(List<String> members, Random random) {
    List<String> lines = new ArrayList<>();
    for (String member : members) {
      String padded = " \t".substring(random.nextInt(3)) + member + " ".repeat(random.nextInt(2));
      if (lines.isEmpty() || random.nextInt(3) == 0) {
        lines.add(padded);
      } else {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "," + padded);
      }
    }
    return lines.toArray(String[]::new);
  }

  private static String key(String name, String value) {
    return lines(name, value);
  }

  private static String lines(String name, String... lines) {
    return key(Vary.of(List.of(name)), Map.of(name, List.of(lines)));
  }

  private static String key(Vary vary, Map<String, List<String>> request) {
    Function<String, List<String>> lines = name -> request.getOrDefault(name, List.of());
    return VaryKey.of(vary, lines).orElseThrow();
  }
}
