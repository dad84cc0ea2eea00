package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static Page page(String etag, String body) {
    return new Page(
        200, new String[] {"A", "B", "a"}, new String[] {"1", "2", "3"}, etag, body.getBytes());
  }

  @Test
  void fieldsKeepTheirOrderAndTheirRepetition() {
    assertThat(page(null, "x").names()).containsExactly("A", "B", "a");
    assertThat(page(null, "x").values()).containsExactly("1", "2", "3");
  }

  @Test
  void theFirstFieldOfANameIsFoundInAnyCase() {
    assertThat(page(null, "x").first("a")).isEqualTo("1");
    assertThat(page(null, "x").first("b")).isEqualTo("2");
    assertThat(page(null, "x").first("C")).isNull();
  }

  @Test
  void aFieldThatRepeatsAnEarlierOneIsKnown() {
    assertThat(page(null, "x").repeats(0)).isFalse();
    assertThat(page(null, "x").repeats(1)).isFalse();
    assertThat(page(null, "x").repeats(2)).isTrue();
    assertThat(new Page(200, new String[] {"A"}, new String[] {"1"}, null, new byte[0]).repeats(0))
        .isFalse();
  }

  @Test
  void pagesAreEqualIfAllOfThemIs() {
    assertThat(page("\"e\"", "x"))
        .isEqualTo(page("\"e\"", "x"))
        .hasSameHashCodeAs(page("\"e\"", "x"));
    assertThat(page("\"e\"", "x")).isNotEqualTo(page("\"f\"", "x"));
    assertThat(page("\"e\"", "x")).isNotEqualTo(page("\"e\"", "y"));
  }

  @Test
  void theBodysBufferCannotBeWrittenTo() {
    assertThatThrownBy(() -> page(null, "x").bodyBuffer().put((byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aPartOfTheBodyIsWrittenFromWhereverTheBodyStands() throws IOException {
    byte[] bytes = "headbody".getBytes();
    Page page = new Page(200, new String[0], new String[0], null, List.of(), bytes, 4);
    for (Page each : List.of(page, page(null, "body"))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      each.writeBody(out, 1, 2);
      each.writeBody(out, 4, 0);
      each.writeBody(out, 0, 4);
      assertThat(out.toString()).isEqualTo("odbody");
    }
  }

  @Test
  void whatLiesOutsideOfTheBodyIsNeverWritten() {
    Page page =
        new Page(200, new String[0], new String[0], null, List.of(), "headbodytail".getBytes(), 4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] part :
        new int[][] {{-1, 2}, {0, 9}, {8, 1}, {9, 0}, {1, -1}, {1, Integer.MAX_VALUE}}) {
      assertThatThrownBy(() -> page.writeBody(out, part[0], part[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(out.size()).isZero();
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    assertThatThrownBy(() -> new Page(200, new String[] {"A"}, new String[0], null, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 field names and 0 values");
  }
}
