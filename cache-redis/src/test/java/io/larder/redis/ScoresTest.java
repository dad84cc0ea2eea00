package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScoresTest {

  private static byte[] text(String score) {
    return score.getBytes(US_ASCII);
  }

  private static long[] read(Object... scores) {
    return Scores.BUILDER.build(Arrays.asList(scores));
  }

  @Test
  void textsAreReadAsTheWholeNumbersThatTheyAre() {
    assertThat(read(text("0"), text("17"), text("1795347332000123")))
        .containsExactly(0, 17, 1_795_347_332_000_123L);
  }

  @Test
  void theGreatestExactScoreIsExact() {
    assertThat(read(text("9007199254740992"))).containsExactly(1L << 53);
  }

  @Test
  void whatOtherServersWriteWithAnExponentOrAFractionIsReadToo() {
    assertThat(read(text("1.795347332000123e+15"), text("17.0"), text("-3")))
        .containsExactly(1_795_347_332_000_123L, 17, -3);
  }

  @Test
  void moreDigitsThanFitAreNotTakenForASmallNumber() {
    assertThat(read(text("99999999999999999999"))).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void whatHasNoEndIsBeyondAll() {
    assertThat(read(text("inf"), text("-inf"))).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
    assertThat(read(Double.POSITIVE_INFINITY)).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void numbersOfTheNewerProtocolAreRead() {
    assertThat(read(1.795347332000123e15)).containsExactly(1_795_347_332_000_123L);
  }

  @Test
  void aMemberThatIsNotThereHasNone() {
    assertThat(read(text("5"), null)).containsExactly(5, Scores.NONE);
  }
}
