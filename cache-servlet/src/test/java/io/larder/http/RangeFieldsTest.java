package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9110, 15.3.7 and 15.5.17. */
class RangeFieldsTest {
  private static final HttpFields STORED =
      HttpFields.of(
          "Date",
          "d",
          "ETag",
          "\"x\"",
          "content-length",
          "100",
          "Content-Type",
          "a/b",
          "Vary",
          "v",
          "Set-X",
          "1",
          "Set-X",
          "2");

  @Test
  void onePartHasAllFieldsARangeAndItsOwnLength() {
    assertThat(RangeFields.single(STORED, new ByteRange(0, 9), 100L))
        .isEqualTo(
            HttpFields.of(
                "Date",
                "d",
                "ETag",
                "\"x\"",
                "Content-Type",
                "a/b",
                "Vary",
                "v",
                "Set-X",
                "1",
                "Set-X",
                "2",
                "Content-Range",
                "bytes 0-9/100",
                "Content-Length",
                "10"));
    assertThat(RangeFields.single(STORED, new ByteRange(0, 9), null).first("Content-Range"))
        .isEqualTo("bytes 0-9/*");
  }

  @Test
  void severalPartsHaveTheirTypeAndNoRange() {
    MultipartRanges ranges =
        MultipartRanges.of(List.of(new ByteRange(0, 0), new ByteRange(9, 9)), 100, "a/b", "x");
    HttpFields fields =
        RangeFields.several(STORED.toBuilder().add("content-range", "x").build(), ranges);
    assertThat(fields.all("Content-Type")).containsExactly("multipart/byteranges; boundary=\"x\"");
    assertThat(fields.all("Content-Length")).containsExactly(Long.toString(ranges.length()));
    assertThat(fields.contains("Content-Range")).isFalse();
    assertThat(fields.first("ETag")).isEqualTo("\"x\"");
  }

  @Test
  void aDigestOfTheContentThatWasSentIsNotThatOfAPart() {
    HttpFields stored =
        HttpFields.of("Content-Digest", "c", "content-md5", "m", "Repr-Digest", "r", "Digest", "d");
    MultipartRanges ranges =
        MultipartRanges.of(List.of(new ByteRange(0, 0), new ByteRange(9, 9)), 100, null, "x");
    for (HttpFields fields :
        List.of(
            RangeFields.single(stored, new ByteRange(0, 9), 100L),
            RangeFields.several(stored, ranges),
            RangeFields.ofWhole(stored, null))) {
      assertThat(fields.contains("Content-Digest")).isFalse();
      assertThat(fields.contains("Content-MD5")).isFalse();
      assertThat(fields.first("Repr-Digest")).isEqualTo("r");
      assertThat(fields.first("Digest")).isEqualTo("d");
    }
  }

  @Test
  void aRefusalDoesNotSayHowFreshThePageIs() {
    HttpFields fresh =
        STORED.toBuilder()
            .add("cache-control", "max-age=60")
            .add("CDN-Cache-Control", "max-age=60")
            .add("Expires", "e")
            .add("Surrogate-Control", "s")
            .add("X-Cache", "x")
            .add("Control", "c")
            .build();
    HttpFields plain = STORED.toBuilder().add("X-Cache", "x").add("Control", "c").build();
    assertThat(RangeFields.unsatisfied(fresh, 100)).isEqualTo(RangeFields.unsatisfied(plain, 100));
    assertThat(FieldRules.refused(fresh)).isEqualTo(FieldRules.notModified(plain));
    assertThat(FieldRules.notModified(fresh).contains("Expires")).isTrue();
  }

  @Test
  void whatCannotBeSatisfiedTellsTheLength() {
    HttpFields fields = RangeFields.unsatisfied(STORED, 100);
    assertThat(fields.first("Content-Range")).isEqualTo("bytes */100");
    assertThat(fields.all("Content-Length")).containsExactly("0");
    assertThat(fields.contains("Content-Type")).isFalse();
    assertThat(fields.first("Vary")).isEqualTo("v");
  }

  @Test
  void aPartIsStoredWithTheFieldsOfTheWhole() {
    HttpFields one = RangeFields.single(STORED, new ByteRange(0, 9), 100L);
    HttpFields whole = STORED.retain(name -> !name.equalsIgnoreCase("Content-Length"));
    assertThat(RangeFields.ofWhole(one, null)).isEqualTo(whole);
    HttpFields several =
        HttpFields.of("ETag", "\"x\"", "Content-Type", "Multipart/ByteRanges; boundary=b");
    assertThat(RangeFields.ofWhole(several, "a/b"))
        .isEqualTo(HttpFields.of("ETag", "\"x\"", "Content-Type", "a/b"));
    assertThat(RangeFields.ofWhole(several, null)).isEqualTo(HttpFields.of("ETag", "\"x\""));
  }
}
