package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TagValuesTest {

  record Code(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  record Point(int x, int y) {}

  static final class Nameless {}

  enum Mood {
    GOOD {
      @Override
      public String toString() {
        return "well";
      }
    }
  }

  @Test
  void valuesStandAsTheyAre() {
    UUID id = UUID.randomUUID();
    assertThat(
            List.<Object>of(
                "a b:ä",
                42,
                -1L,
                true,
                'x',
                Mood.GOOD,
                DayOfWeek.MONDAY,
                LocalDate.EPOCH,
                id,
                new Code("DE")))
        .extracting(each -> TagValues.of("it", each))
        .containsExactly(
            "a b:ä", "42", "-1", "true", "x", "GOOD", "MONDAY", "1970-01-01", id.toString(), "DE");
  }

  @Test
  void whatHasNoPlainTextIsRefused() {
    for (Object each :
        List.of(
            List.of("a"),
            Map.of(),
            Optional.of("a"),
            new int[0],
            new Point(1, 2),
            new Nameless(),
            new Object())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TagValues.of("the tag's value", each))
          .withMessageStartingWith("the tag's value has type " + each.getClass().getName());
    }
  }

  @Test
  void aTypeSaysWhetherItsValuesHaveOne() {
    for (Class<?> each :
        List.of(String.class, long.class, Mood.class, Code.class, UUID.class, Object.class)) {
      assertThat(TagValues.accepts(each)).as(each.getName()).isTrue();
    }
    for (Class<?> each :
        List.of(List.class, Map.class, Optional.class, int[].class, Point.class, Nameless.class)) {
      assertThat(TagValues.accepts(each)).as(each.getName()).isFalse();
    }
  }
}
