package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
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
  void aNameWithoutAValueIsRefused() {
    assertThatThrownBy(() -> new Page(200, new String[] {"A"}, new String[0], null, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 field names and 0 values");
  }
}
