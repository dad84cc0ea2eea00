package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @Test
  void listsItsNamesOnceInTheirOrder() {
    assertThat(Template.of("x:{b}:{a}:{b}").names()).containsExactly("b", "a");
    assertThat(Template.of("all").names()).isEmpty();
  }

  @Test
  void rendersTextAsItIsAndValuesEncoded() {
    Template template = Template.of("country:{country}");
    assertThat(template.render(Map.of("country", "Germany")::get)).isEqualTo("country:Germany");
    assertThat(template.render(name -> "Côte d'Ivoire {1}"))
        .isEqualTo("country:C%C3%B4te%20d%27Ivoire%20%7B1%7D");
    assertThat(Template.of("a b#{c}").render(name -> "1")).isEqualTo("a%20b%231");
    assertThat(Template.of("all").render(name -> null)).isEqualTo("all");
  }

  @Test
  void keepsValuesFromRunningIntoEachOther() {
    Template template = Template.of("{a}-{b}");
    assertThat(template.render(Map.of("a", "1-2", "b", "3")::get)).isEqualTo("1%2D2-3");
    assertThat(template.render(Map.of("a", "1", "b", "2-3")::get)).isEqualTo("1-2%2D3");
  }

  @Test
  void tellsAMissingValueFromAllOthers() {
    Template template = Template.of("{a}");
    assertThat(template.render(name -> null)).isEqualTo("%null");
    assertThat(template.render(name -> "%null")).isEqualTo("%25null");
    assertThat(template.render(name -> "")).isEmpty();
  }

  @Test
  void makesTagsOfThePlainValues() {
    Template template = Template.of("country:{country}");
    assertThat(template.tag(name -> "Côte d'Ivoire")).isEqualTo("country:Côte d'Ivoire");
    assertThat(template.tag(name -> null)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''         | template '': it is empty",
        "a{b        | template 'a{b': '{' is never closed",
        "a}b        | template 'a}b': '}' was never opened",
        "{a}}       | template '{a}}': '}' was never opened",
        "{a{b}      | template '{a{b}': 'a{b' is no name: write names as in {country}",
        "{ a}       | template '{ a}': ' a' is no name: write names as in {country}",
        "{}         | template '{}': a name between braces is empty",
        "x{ }       | template 'x{ }': a name between braces is empty",
        "{a}{b}     | template '{a}{b}': the values on both sides of '' could run into each other: put ':' between",
        "{a}%{b}    | template '{a}%{b}': the values on both sides of '%' could run into each other: put ':' between",
        "x{a}ô{b}   | template 'x{a}ô{b}': the values on both sides of 'ô' could run into each other: put ':' between"
      })
  void refusesWhatItCannotKeepApart(String template, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.of(template))
        .withMessage(sentence);
  }

  @Property(tries = 2_000)
  void differentValuesNeverGiveOneText(
      @ForAll("templates") Template template,
      @ForAll("values") Map<String, List<String>> left,
      @ForAll("values") Map<String, List<String>> right) {
    assertThat(template.renderAll(left::get).equals(template.renderAll(right::get)))
        .isEqualTo(left.equals(right));
  }

  @Property(tries = 2_000)
  void differentSingleValuesNeverGiveOneText(
      @ForAll("templates") Template template,
      @ForAll("value") @Nullable String a,
      @ForAll("value") @Nullable String b,
      @ForAll("value") @Nullable String otherA,
      @ForAll("value") @Nullable String otherB) {
    Map<String, @Nullable String> left = new HashMap<>();
    left.put("a", a);
    left.put("b", b);
    Map<String, @Nullable String> right = new HashMap<>();
    right.put("a", otherA);
    right.put("b", otherB);
    assertThat(template.render(left::get).equals(template.render(right::get)))
        .isEqualTo(left.equals(right));
  }

  @Property(tries = 2_000)
  void noValueSpillsIntoItsNeighbour(
      @ForAll("separators") String separator,
      @ForAll("texts") String one,
      @ForAll("texts") String two,
      @ForAll("texts") String three) {
    Template template = Template.of("{a}" + separator + "{b}");
    String left = template.render(Map.of("a", one + separator + two, "b", three)::get);
    String right = template.render(Map.of("a", one, "b", two + separator + three)::get);
    assertThat(left).isNotEqualTo(right);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(":", ",", "-", "n", "2", "C", "u", "--", ":n", "&", "=");
  }

  @Provide
  Arbitrary<Template> templates() {
    return Arbitraries.of(
            "{a}:{b}",
            "{a},{b}",
            "{a}n{b}",
            "{a}u{b}",
            "{b}D8{a}",
            "x{a}--{b}y",
            "{a}&{b}#",
            "{b}2%{a}",
            "{a}:{b}:{a}",
            "{a}l{b}l")
        .map(Template::of);
  }

  @Provide
  Arbitrary<Map<String, List<String>>> values() {
    Arbitrary<List<String>> lists = text().list().ofMaxSize(3);
    return lists.flatMap(a -> lists.map(b -> Map.of("a", a, "b", b)));
  }

  @Provide
  Arbitrary<String> texts() {
    return text();
  }

  @Provide
  Arbitrary<String> value() {
    return text().injectNull(0.1);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.of(
            "", "a", ":", ",", "n", "null", "%", "%,", "2", "C", "-", "&", "D", "8", "u", "l",
            "\uD83D", "#", "y")
        .list()
        .ofMaxSize(3)
        .map(parts -> String.join("", parts));
  }

  @Test
  void aWholeKeyIsShortenedToItsDigest() {
    Template template = Template.of("a:{a}");
    assertThat(template.key(name -> "b c")).isEqualTo("a:b%20c");
    assertThat(template.key(name -> "x".repeat(300))).matches("a:x{126}#sha256=[0-9a-f]{64}");
  }

  @Test
  void itSaysHowItsKeysBegin() {
    assertThat(Template.of("a b:{a}").beginning()).isEqualTo("a%20b:");
    assertThat(Template.of("all").beginning()).isEqualTo("all");
    assertThat(Template.of("{a}:b").beginning()).isEmpty();
    assertThat(Template.of("{a}").isOneName()).isTrue();
    assertThat(Template.of("a").isOneName()).isFalse();
    assertThat(Template.of("{a}:").isOneName()).isFalse();
  }

  @Test
  void templatesOfOneFormDifferInNamesAlone() {
    assertThat(Template.of("a:{a}:{b}").hasFormOf(Template.of("a:{x}:{y}"))).isTrue();
    assertThat(Template.of("a:{a}:{a}").hasFormOf(Template.of("a:{x}:{x}"))).isTrue();
    assertThat(Template.of("a:{a}:{b}").hasFormOf(Template.of("a:{x}:{x}"))).isFalse();
    assertThat(Template.of("a:{a}").hasFormOf(Template.of("b:{a}"))).isFalse();
    assertThat(Template.of("a:{a}").hasFormOf(Template.of("a:{a}:"))).isFalse();
    assertThat(Template.of("a").hasFormOf(Template.of("{a}"))).isFalse();
  }
}
