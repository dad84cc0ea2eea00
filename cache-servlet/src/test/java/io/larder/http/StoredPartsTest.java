package io.larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
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

class StoredPartsTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String CONTENT = "0123456789abcdefghij";

  @Nested
  class Rfc9111Section3_3 {
    @Test
    void aRangeIsAPart() {
      StoredParts parts = parts(5, 9);
      assertThat(parts.ranges()).containsExactly(new ByteRange(5, 9));
      assertThat(parts.total()).isEqualTo(20);
      assertThat(parts.size()).isEqualTo(5);
      assertThat(parts.isComplete()).isFalse();
      assertThat(parts.validator()).isEqualTo("\"x\"");
      assertThat(text(parts, 6, 7)).isEqualTo("67");
    }

    @Test
    void whatHasArrivedOfARangeIsAPart() {
      assertThat(of(206, "abc", "Content-Range", "bytes 10-19/20", "ETag", "\"x\""))
          .hasValueSatisfying(it -> assertThat(it.ranges()).containsExactly(new ByteRange(10, 12)));
    }

    @Test
    void whatHasArrivedOfA200IsItsBeginning() {
      StoredParts parts = of(200, "012", "Content-Length", "20", "ETag", "\"x\"").orElseThrow();
      assertThat(parts.ranges()).containsExactly(new ByteRange(0, 2));
      assertThat(parts.total()).isEqualTo(20);
      StoredParts unknown = of(200, "012", "ETag", "\"x\"").orElseThrow();
      assertThat(unknown.total()).isNull();
      assertThat(unknown.isComplete()).isFalse();
      assertThat(of(200, "012", "Content-Length", "3", "ETag", "\"x\"").orElseThrow().isComplete())
          .isTrue();
    }

    @Test
    void severalRangesAreSeveralParts() {
      MultipartRanges several =
          MultipartRanges.of(
              List.of(new ByteRange(10, 12), new ByteRange(0, 2)), 20, "text/plain", "b");
      String body =
          new String(several.head(0), ISO_8859_1)
              + "abc"
              + new String(several.head(1), ISO_8859_1)
              + "012"
              + new String(several.tail(), ISO_8859_1);
      StoredParts parts =
          of(206, body, "Content-Type", several.contentType(), "ETag", "\"x\"").orElseThrow();
      assertThat(parts.ranges()).containsExactly(new ByteRange(0, 2), new ByteRange(10, 12));
      assertThat(text(parts, 10, 12)).isEqualTo("abc");
      assertThat(
              of(
                  206,
                  body.substring(0, body.length() - 4),
                  "Content-Type",
                  several.contentType(),
                  "ETag",
                  "\"x\""))
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "206 | Content-Range | bytes 0-1/20 | more than it says",
          "206 | Content-Range | bytes 2-0/20 | no range",
          "206 | Content-Range | bytes */20 | no range",
          "206 | Content-Range | items 0-2/20 | a unit nobody knows",
          "206 | Content-Type | text/plain | neither a range nor several",
          "200 | Content-Length | 2 | more than announced",
          "200 | Content-Length | 20, 21 | two lengths",
          "200 | Content-Length | x | no length",
          "200 | Content-Length | -20 | no length",
          "404 | Content-Length | 20 | another status",
          "416 | Content-Range | bytes 0-2/20 | another status"
        })
    void whatContradictsItselfIsNothing(int status, String name, String value, String reason) {
      assertThat(of(status, "012", name, value, "ETag", "\"x\"")).as(reason).isEmpty();
    }

    @Test
    void nothingIsNoPart() {
      assertThat(of(200, "", "Content-Length", "20", "ETag", "\"x\"")).isEmpty();
      assertThat(
              of(
                  206,
                  "012",
                  "Content-Range",
                  "bytes 0-2/20",
                  "Content-Range",
                  "bytes 3-5/20",
                  "ETag",
                  "\"x\""))
          .isEmpty();
    }
  }

  @Nested
  class Rfc9110Section15_3_7_3 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"x\" | `` | `` | \"x\"",
          "W/\"x\" | `` | `` | `` ",
          "x | `` | `` | `` ",
          "`` | `` | `` | `` ",
          "`` | Sun, 06 Nov 1994 08:49:37 GMT | Sun, 06 Nov 1994 08:49:38 GMT"
              + " | Sun, 06 Nov 1994 08:49:37 GMT",
          "`` | Sun, 06 Nov 1994 08:49:37 GMT | Sun, 06 Nov 1994 08:49:37 GMT | ``",
          "`` | Sun, 06 Nov 1994 08:49:37 GMT | `` | ``",
          "W/\"x\" | Sun, 06 Nov 1994 08:49:37 GMT | Sun, 06 Nov 1994 08:49:38 GMT | ``"
        })
    void onlyWhatHasAStrongValidatorIsAPart(
        String etag, String modified, String date, String validator) {
      HttpFields.Builder fields = HttpFields.builder().add("Content-Range", "bytes 0-2/20");
      addUnlessEmpty(fields, "ETag", etag);
      addUnlessEmpty(fields, "Last-Modified", modified);
      addUnlessEmpty(fields, "Date", date);
      Optional<StoredParts> parts = parts(206, "012", fields.build());
      assertThat(parts.map(StoredParts::validator).orElse("")).isEqualTo(validator.strip());
    }

    private static void addUnlessEmpty(HttpFields.Builder fields, String name, String value) {
      if (!value.isBlank()) {
        fields.add(name, value);
      }
    }

    @Test
    void partsThatTouchAreOne() {
      StoredParts both = parts(0, 4).plus(parts(5, 9)).orElseThrow();
      assertThat(both.ranges()).containsExactly(new ByteRange(0, 9));
      assertThat(text(both, 3, 6)).isEqualTo("3456");
      assertThat(parts(3, 9).plus(parts(0, 5)).orElseThrow().ranges())
          .containsExactly(new ByteRange(0, 9));
      assertThat(parts(0, 9).plus(parts(3, 5)).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void partsApartStayApartUntilTheGapIsFilled() {
      StoredParts apart = parts(0, 4).plus(parts(6, 19)).orElseThrow();
      assertThat(apart.ranges()).hasSize(2);
      assertThat(apart.isComplete()).isFalse();
      StoredParts all = apart.plus(parts(5, 5)).orElseThrow();
      assertThat(all.isComplete()).isTrue();
      assertThat(text(all, 0, 19)).isEqualTo(CONTENT);
    }

    @Test
    void anotherValidatorLengthOrContentDoesNotBelongToIt() {
      StoredParts one = parts(0, 4);
      assertThat(one.plus(part("56789", "bytes 5-9/20", "\"y\""))).isEmpty();
      assertThat(one.plus(part("56789", "bytes 5-9/21", "\"x\""))).isEmpty();
      assertThat(one.plus(part("4X6", "bytes 4-6/20", "\"x\""))).isPresent();
      assertThat(one.plus(part("X56", "bytes 4-6/20", "\"x\""))).isEmpty();
      assertThat(part("X", "bytes 4-4/20", "\"x\"").plus(one)).isEmpty();
    }

    @Test
    void aLengthThatBecomesKnownIsKept() {
      StoredParts unknown = part("01234", "bytes 0-4/*", "\"x\"");
      assertThat(unknown.plus(parts(5, 9)).orElseThrow().total()).isEqualTo(20);
      assertThat(parts(5, 9).plus(unknown).orElseThrow().total()).isEqualTo(20);
      assertThat(part("x", "bytes 20-20/*", "\"x\"").plus(unknown)).isPresent();
      assertThat(part("x", "bytes 20-20/*", "\"x\"").plus(parts(0, 1))).isEmpty();
    }

    @Test
    void moreGapsThanTheMostAreRefused() {
      StoredParts parts = part("x", "bytes 0-0/*", "\"x\"");
      for (int i = 1; i < StoredParts.MAX_STRETCHES; i++) {
        parts = parts.plus(part("x", "bytes " + 2 * i + "-" + 2 * i + "/*", "\"x\"")).orElseThrow();
      }
      assertThat(parts.plus(part("x", "bytes 1000-1000/*", "\"x\""))).isEmpty();
      assertThat(parts.plus(part("x", "bytes 1-1/*", "\"x\""))).isPresent();
    }

    @Test
    void whatIsFarBeyondAnArrayIsKept() {
      StoredParts far = part("xyz", "bytes 9000000000000000000-9000000000000000002/*", "\"x\"");
      StoredParts both =
          parts(206, "012", HttpFields.of("Content-Range", "bytes 0-2/*", "ETag", "\"x\""))
              .orElseThrow()
              .plus(far)
              .orElseThrow();
      assertThat(text(both, 9000000000000000001L, 9000000000000000002L)).isEqualTo("yz");
    }
  }

  @Nested
  class Reuse {
    private final StoredParts parts = parts(0, 4).plus(parts(10, 14)).orElseThrow();

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "0-4 | Single[range=ByteRange[first=0, last=4]]",
          "11-12 | Single[range=ByteRange[first=11, last=12]]",
          "0-1,13-14 | Several[ranges=[ByteRange[first=0, last=1], ByteRange[first=13, last=14]]]",
          "20- | Unsatisfiable[]",
          "0-5 | none",
          "4-10 | none",
          "0-1,15-16 | none",
          "10- | none",
          "-5 | none",
          "0- | none"
        })
    void onlyWhatLiesWithinIsUsed(String range, String answer) {
      Ranges asked = Ranges.parse("bytes=" + range).orElseThrow();
      assertThat(parts.answer(asked).map(Object::toString).orElse("none")).isEqualTo(answer);
    }

    @Test
    void withoutALengthOnlyARangeWithBothEndsIsUsed() {
      StoredParts unknown = part("01234", "bytes 0-4/*", "\"x\"");
      assertThat(unknown.answer(Ranges.parse("bytes=1-2").orElseThrow())).isPresent();
      for (String range : List.of("4-5", "0-", "-1", "99-", "0-0,2-2")) {
        assertThat(unknown.answer(Ranges.parse("bytes=" + range).orElseThrow())).isEmpty();
      }
    }

    @Test
    void whatIsMissingIsKnown() {
      assertThat(parts.missing(new ByteRange(0, 19)))
          .containsExactly(new ByteRange(5, 9), new ByteRange(15, 19));
      assertThat(parts.missing(new ByteRange(1, 3))).isEmpty();
      assertThat(parts.missing(new ByteRange(3, 12))).containsExactly(new ByteRange(5, 9));
      assertThat(parts.missing(new ByteRange(6, 8))).containsExactly(new ByteRange(6, 8));
      assertThat(parts.missing(new ByteRange(16, 17))).containsExactly(new ByteRange(16, 17));
    }

    @Test
    void whatIsNotThereCannotBeRead() {
      assertThatThrownBy(() -> parts.bytes(new ByteRange(4, 5)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(parts.bytes(new ByteRange(0, 1)).isReadOnly()).isTrue();
    }
  }

  @Property(tries = 1000)
  void anyOrderOfAnyPartsKeepsExactlyWhatHasArrived(
      @ForAll("cuts") List<ByteRange> cuts, @ForAll("cuts") List<ByteRange> asked) {
    BitSet there = new BitSet();
    StoredParts parts = null;
    for (ByteRange each : cuts) {
      there.set((int) each.first(), (int) each.last() + 1);
      StoredParts added = parts((int) each.first(), (int) each.last());
      parts = parts == null ? added : parts.plus(added).orElseThrow();
    }
    StoredParts read = StoredParts.decode(parts.encode()).orElseThrow();
    for (ByteRange each : asked) {
      int first = (int) each.first();
      int last = (int) each.last();
      BitSet gaps = new BitSet();
      gaps.set(first, last + 1);
      gaps.andNot(there);
      assertThat(read.covers(each)).isEqualTo(gaps.isEmpty());
      BitSet missing = new BitSet();
      read.missing(each).forEach(it -> missing.set((int) it.first(), (int) it.last() + 1));
      assertThat(missing).isEqualTo(gaps);
      if (gaps.isEmpty()) {
        assertThat(text(read, first, last)).isEqualTo(CONTENT.substring(first, last + 1));
      }
    }
    assertThat(read.size()).isEqualTo(there.cardinality());
    assertThat(read.isComplete()).isEqualTo(there.cardinality() == CONTENT.length());
    assertThat(read.ranges()).isEqualTo(parts.ranges());
    assertThat(read.total()).isEqualTo(20);
    assertThat(read.validator()).isEqualTo("\"x\"");
  }

  @Property(tries = 2000)
  void noBytesMakeReadingThrow(
      @ForAll byte[] random, @ForAll @IntRange(max = 100) int place, @ForAll byte value) {
    StoredParts.decode(random);
    byte[] encoded = parts(0, 4).plus(parts(10, 14)).orElseThrow().encode();
    encoded[place % encoded.length] = value;
    StoredParts.decode(encoded)
        .ifPresent(
            it ->
                it.ranges().forEach(range -> assertThat(it.bytes(range).remaining()).isPositive()));
  }

  @Test
  void whatIsCutShortOrHasMoreIsNotRead() {
    byte[] encoded = parts(0, 4).plus(parts(10, 14)).orElseThrow().encode();
    for (int length = 0; length < encoded.length; length++) {
      assertThat(StoredParts.decode(Arrays.copyOf(encoded, length))).isEmpty();
    }
    assertThat(StoredParts.decode(Arrays.copyOf(encoded, encoded.length + 1))).isEmpty();
    assertThat(StoredParts.decode(encoded)).isPresent();
    StoredParts unknown = part("01234", "bytes 0-4/*", "\"x\"");
    assertThat(StoredParts.decode(unknown.encode()).orElseThrow().total()).isNull();
  }

  @Provide
  Arbitrary<List<ByteRange>> cuts() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, CONTENT.length() - 1);
    return Combinators.combine(places, places)
        .as((a, b) -> new ByteRange(Math.min(a, b), Math.max(a, b)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static StoredParts parts(int first, int last) {
    return part(CONTENT.substring(first, last + 1), "bytes " + first + "-" + last + "/20", "\"x\"");
  }

  private static StoredParts part(String body, String range, String etag) {
    return of(206, body, "Content-Range", range, "ETag", etag).orElseThrow();
  }

  private static Optional<StoredParts> of(int status, String body, String... fields) {
    return parts(status, body, HttpFields.of(fields));
  }

  private static Optional<StoredParts> parts(int status, String body, HttpFields fields) {
    return StoredParts.of(new ResponseHead(status, fields), body.getBytes(ISO_8859_1), NOW);
  }

  private static String text(StoredParts parts, long first, long last) {
    ByteBuffer bytes = parts.bytes(new ByteRange(first, last));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new String(copy, ISO_8859_1);
  }
}
