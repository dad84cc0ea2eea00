package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimTest {

  private static final Claim CLAIM = new Claim("k", 7, 100, true);

  @Test
  void theOlderStampCounts() {
    assertThat(CLAIM.since(99)).isEqualTo(new Claim("k", 7, 99, true));
    assertThat(CLAIM.since(Long.MIN_VALUE).stamp()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aStampThatIsNotOlderChangesNothing() {
    assertThat(CLAIM.since(100)).isSameAs(CLAIM);
    assertThat(CLAIM.since(101)).isSameAs(CLAIM);
  }

  @Test
  void aClaimThatWasNotGrantedIsNotGrantedByAnOlderStamp() {
    assertThat(Claim.refused("k").since(5)).isEqualTo(Claim.refused("k"));
  }

  @Test
  void nothingIsStoredForABeginningThatNobodyKnows() {
    assertThat(CLAIM.since(Miss.UNKNOWN).granted()).isFalse();
    assertThat(CLAIM.since(Miss.UNKNOWN).stamp()).isEqualTo(Long.MIN_VALUE);
  }
}
