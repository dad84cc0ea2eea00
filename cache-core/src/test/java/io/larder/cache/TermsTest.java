package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TermsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Terms TERMS = Terms.ttl(MINUTE);

  @Test
  void theLongestWindowSaysForHowLongTheyAreUsable() {
    Terms all = TERMS.staleWhileRevalidate(seconds(1)).staleIfError(seconds(2)).keep(seconds(3));

    assertThat(TERMS.stale()).isZero();
    assertThat(all.stale()).isEqualTo(seconds(3));
    assertThat(all.staleIfError(seconds(4)).stale()).isEqualTo(seconds(4));
    assertThat(all.staleWhileRevalidate(seconds(5)).stale()).isEqualTo(seconds(5));
    assertThat(all.usableNanos()).isEqualTo(seconds(63).toNanos());
  }

  @Test
  void eachChangeLeavesTheRest() {
    Terms all =
        TERMS
            .keep(seconds(3))
            .staleWhileRevalidate(seconds(1))
            .staleIfError(seconds(2))
            .aged(seconds(4))
            .cost(seconds(5))
            .tagged("t");

    assertThat(all.fresh()).isEqualTo(MINUTE);
    assertThat(all.keep()).isEqualTo(seconds(3));
    assertThat(all.keepNanos()).isEqualTo(3_000_000_000L);
    assertThat(all.keep(seconds(9)))
        .isEqualTo(
            TERMS
                .tagged("t")
                .cost(seconds(5))
                .aged(seconds(4))
                .staleIfError(seconds(2))
                .staleWhileRevalidate(seconds(1))
                .keep(seconds(9)));
  }

  @Test
  void whatIsKeptIsNotFresh() {
    Terms kept = Terms.kept(MINUTE);

    assertThat(kept.fresh()).isZero();
    assertThat(kept.keep()).isEqualTo(MINUTE);
    assertThat(kept.usableNanos()).isEqualTo(MINUTE.toNanos());
    assertThat(kept.keep(seconds(1))).isEqualTo(Terms.kept(seconds(1)));
  }

  @Test
  void termsThatDifferInTheTimeTheyAreKeptDiffer() {
    Terms kept = TERMS.keep(MINUTE);

    assertThat(kept).isNotEqualTo(TERMS).isEqualTo(TERMS.keep(seconds(60)));
    assertThat(kept).hasSameHashCodeAs(TERMS.keep(seconds(60))).hasToString(kept.toString());
    assertThat(kept.hashCode()).isNotEqualTo(TERMS.hashCode());
    assertThat(kept.toString()).contains("keep=PT1M");
  }

  @Test
  void whatWouldBeNeitherFreshNorKeptIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Terms.ttl(Duration.ZERO))
        .withMessageStartingWith("ttl is PT0S: it must be longer than zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Terms.kept(Duration.ZERO))
        .withMessage("keep is PT0S: what is never fresh must be kept for longer than zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Terms.kept(MINUTE).keep(Duration.ZERO))
        .withMessage("keep is PT0S: what is never fresh must be kept for longer than zero");
    assertThat(TERMS.keep(MINUTE).keep(Duration.ZERO)).isEqualTo(TERMS);
  }

  @Test
  void aTimeOutOfItsRangeIsRefusedByName() {
    for (Duration wrong : new Duration[] {seconds(-1), Terms.MAX_LIFETIME.plusNanos(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TERMS.keep(wrong))
          .withMessageStartingWith(
              "keep is " + wrong + ": it must not be negative and at most 365");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Terms.kept(wrong))
          .withMessageStartingWith("keep is " + wrong);
    }
    assertThat(TERMS.aged(Terms.MAX_AGE).age()).isEqualTo(Terms.MAX_AGE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TERMS.aged(Terms.MAX_AGE.plusNanos(1)))
        .withMessageStartingWith("age is ");
    assertThat(TERMS.keep(Terms.MAX_LIFETIME).keep()).isEqualTo(Terms.MAX_LIFETIME);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
