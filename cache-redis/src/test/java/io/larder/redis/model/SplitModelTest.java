package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;

import org.junit.jupiter.api.Test;

/** An old primary that still answers when a replica has taken over. */
class SplitModelTest {

  @Test
  void aNodeServesNothingThatItsOwnEvictHasEnded() {
    assertHolds(new SplitWorld(Rules.ALL), "another server", "a hit");
  }

  @Test
  void aConnectionIsAskedItselfWhereItLeads() {
    assertBroken(new SplitWorld(Rules.without(Rule.IDENTITY_OF_CONNECTION)));
  }

  @Test
  void connectionsToTheFormerServerAreNotUsedAnyMore() {
    assertBroken(new SplitWorld(Rules.without(Rule.FORMER_CLOSED)));
  }
}
