package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {

  @Nested
  class Rfc9110Section14_1_2 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "bytes=0-9 | 0-9",
          "bytes=0-0 | 0-0",
          "bytes=99-99 | 99-99",
          "bytes=0-99 | 0-99",
          "bytes=10- | 10-99",
          "bytes=90-200 | 90-99",
          "bytes=-1 | 99-99",
          "bytes=-100 | 0-99",
          "bytes=-500 | 0-99",
          "bytes=5-99999999999999999999999 | 5-99",
          "bytes=-99999999999999999999999 | 0-99",
          "bytes=0-9223372036854775807 | 0-99",
          "BYTES=0-9 | 0-9",
          "` bytes=0-9 ` | 0-9",
          "bytes=, ,0-9,\t, | 0-9",
          "bytes=000-0009 | 0-9",
          "bytes=0-9, 20-29 | 0-9 20-29",
          "bytes=0-9,20-29 ,\t40- | 0-9 20-29 40-99",
          "bytes=0-9,-10 | 0-9 90-99",
          "bytes=50-59,0-9 | 50-59 0-9",
          // what cannot be satisfied is left out as long as something can
          "bytes=0-9,100-200 | 0-9",
          "bytes=100-,-0,7-7 | 7-7"
        })
    void satisfiable(String value, String expected) {
      assertThat(answer(value, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "bytes=100-",
          "bytes=100-200",
          "bytes=-0",
          "bytes=99999999999999999999999-",
          "bytes=9223372036854775807-9223372036854775807",
          "bytes=100-,200-,-0"
        })
    void unsatisfiable(String value) {
      assertThat(answer(value, 100)).isEqualTo("unsatisfiable");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "bytes",
          "bytes=",
          "bytes=,",
          "bytes=-",
          "bytes=9-8",
          "bytes=0-9,9-8",
          "bytes=a-b",
          "bytes=0-9x",
          "bytes=0x0-9",
          "bytes=0 - 9",
          "bytes=0- 9",
          "bytes =0-9",
          "bytes:0-9",
          "bytes=--1",
          "bytes=1--2",
          "bytes=+1-2",
          "bytes=0-9;20-29",
          "bytes=1.0-2",
          "bytes=5",
          "bytes=\u0661-\u0662",
          "bytes=0-9, bytes=20-29",
          "lines=0-9",
          "bytesx=0-9",
          "``"
        })
    void whatIsMalformedOrAnotherUnitDoesNotCount(String value) {
      assertThat(answer(value, 100)).isEqualTo("whole");
    }
  }

  @Nested
  class Rfc9110Section14_2 {
    @Test
    void twoLinesAreNoValue() {
      assertThat(Ranges.parse(HttpFields.of("Range", "bytes=0-1", "range", "bytes=2-3"))).isEmpty();
      assertThat(Ranges.parse(HttpFields.of("range", "bytes=0-1"))).isPresent();
      assertThat(Ranges.parse(HttpFields.empty())).isEmpty();
    }

    @Test
    void ofNothingThereIsNoPart() {
      assertThat(answer("bytes=0-9", 0)).isEqualTo("whole");
      assertThat(answer("bytes=-5", 0)).isEqualTo("whole");
    }

    @Test
    void tooManyAreAnsweredWhole() {
      assertThat(answer("bytes=" + spaced(Ranges.MAX), 1_000_000).split(" ")).hasSize(Ranges.MAX);
      assertThat(answer("bytes=" + spaced(Ranges.MAX + 1), 1_000_000)).isEqualTo("whole");
      assertThat(answer("bytes=" + "0-,".repeat(1_000_000), 100)).isEqualTo("whole");
    }

    private static String spaced(int count) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        members.add(10 * i + "-" + (10 * i + 1));
      }
      return String.join(",", members);
    }
  }

  @Nested
  class Rfc9110Section15_3_7_2 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "bytes=0-9,5-14 | 0-14",
          "bytes=5-14,0-9 | 0-14",
          "bytes=0-9,10-19 | 0-19",
          "bytes=0-9,11-19 | 0-9 11-19",
          "bytes=0-,0-,0-,-1,50- | 0-99",
          "bytes=40-49,0-9,45-60 | 40-60 0-9",
          // the third makes one of the first two, at the place of the first
          "bytes=0-9,20-29,8-22 | 0-29",
          "bytes=20-29,60-69,0-9,8-22 | 0-29 60-69",
          "bytes=60-69,20-29,0-9,80-81,8-22 | 60-69 0-29 80-81"
        })
    void whatTouchesIsSentOnce(String value, String expected) {
      assertThat(answer(value, 100)).isEqualTo(expected);
    }
  }

  @Property(tries = 2000)
  void exactlyTheBytesAskedForAreSentAndEachOnce(
      @ForAll("rangeSets") List<int[]> ranges, @ForAll @IntRange(min = 1, max = 120) int length) {
    String value = ranges.stream().map(it -> it[0] + "-" + it[1]).collect(Collectors.joining(", "));
    BitSet wanted = new BitSet();
    ranges.forEach(it -> wanted.set(it[0], it[1] + 1));
    if (wanted.length() > length) {
      wanted.clear(length, wanted.length());
    }
    BitSet sent = new BitSet();
    int bytes = 0;
    for (ByteRange each : list(Ranges.parse("bytes=" + value).orElseThrow().within(length))) {
      sent.set((int) each.first(), (int) each.last() + 1);
      bytes += (int) each.length();
    }
    assertThat(sent).isEqualTo(wanted);
    assertThat(bytes).isEqualTo(wanted.cardinality());
  }

  @Provide
  Arbitrary<List<int[]>> rangeSets() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 99);
    return Combinators.combine(places, places)
        .as((a, b) -> new int[] {Math.min(a, b), Math.max(a, b)})
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Test
  void whatNeedsNoLengthIsKnownWithoutIt() {
    assertThat(Ranges.parse("bytes=3-9").orElseThrow().fixed()).contains(new ByteRange(3, 9));
    for (String value : new String[] {"3-", "-3", "1-2,5-6", "0-99999999999999999999"}) {
      assertThat(Ranges.parse("bytes=" + value).orElseThrow().fixed()).isEmpty();
    }
  }

  @Property(tries = 3000)
  void noValueMakesItThrowAndNothingLiesOutside(
      @ForAll("values") String value, @ForAll @IntRange(max = 50) int length) {
    RangeAnswer answer =
        Ranges.parse(value).map(it -> it.within(length)).orElse(new RangeAnswer.Whole());
    assertThat(list(answer)).allMatch(it -> it.first() >= 0 && it.last() < length);
    assertThat(list(answer).stream().mapToLong(ByteRange::length).sum())
        .isLessThanOrEqualTo(length);
    ContentRange.parse(value)
        .ifPresent(
            it -> assertThat(ContentRange.parse(it.value().toUpperCase(Locale.ROOT))).contains(it));
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "bytes=",
            "bytes ",
            "bytes",
            "-",
            "/",
            "*",
            ",",
            " ",
            "0",
            "1",
            "9",
            "42",
            "\t",
            "=",
            "9223372036854775807",
            "9223372036854775806",
            "99999999999999999999",
            "x",
            "\u0000");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(12).map(it -> String.join("", it)),
        pieces.list().ofMaxSize(12).map(it -> "bytes=" + String.join("", it)),
        pieces.list().ofMaxSize(6).map(it -> "bytes " + String.join("", it)),
        Arbitraries.strings().ofMaxLength(30));
  }

  @Nested
  class Rfc9110Section14_4 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "bytes 0-9/100 | bytes 0-9/100",
          "bytes 0-9/* | bytes 0-9/*",
          "bytes */100 | bytes */100",
          "bytes */0 | bytes */0",
          "Bytes 0-0/1 | bytes 0-0/1",
          "bytes 00-09/0100 | bytes 0-9/100"
        })
    void contentRange(String value, String written) {
      assertThat(ContentRange.parse(value).orElseThrow().value()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "bytes 9-8/100",
          "bytes 0-100/100",
          "bytes 0-9/9",
          "bytes */*",
          "bytes 0-9",
          "bytes 0-/100",
          "bytes -9/100",
          "bytes 0-9/",
          "bytes 0-9/x",
          "bytes=0-9/100",
          "bytes 0 - 9/100",
          "bytes  0-9/100",
          "items 0-9/100",
          "bytes",
          "bytes/",
          "``",
          "bytes 0-99999999999999999999/*",
          "bytes 0-9/99999999999999999999",
          "bytes 0-9/100/100"
        })
    void whatIsInvalidIsNothing(String value) {
      assertThat(ContentRange.parse(value)).isEmpty();
    }

    @Test
    void itIsWritten() {
      assertThat(ContentRange.of(new ByteRange(0, 9), 100).value()).isEqualTo("bytes 0-9/100");
      assertThat(ContentRange.unsatisfied(100).value()).isEqualTo("bytes */100");
    }
  }

  private static String answer(String value, long length) {
    RangeAnswer answer =
        Ranges.parse(value).map(it -> it.within(length)).orElse(new RangeAnswer.Whole());
    if (answer instanceof RangeAnswer.Whole) {
      return "whole";
    }
    if (answer instanceof RangeAnswer.Unsatisfiable) {
      return "unsatisfiable";
    }
    return list(answer).stream()
        .map(it -> it.first() + "-" + it.last())
        .collect(Collectors.joining(" "));
  }

  private static List<ByteRange> list(RangeAnswer answer) {
    if (answer instanceof RangeAnswer.Single single) {
      return List.of(single.range());
    }
    return answer instanceof RangeAnswer.Several several ? several.ranges() : List.of();
  }
}
