package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Marks of tags and views, the floor, and entries whose tags change. */
class MarksModelTest {

  @ParameterizedTest
  @ValueSource(strings = {"TTLL", "TCLL", "TALL", "CCLL", "CALL", "AALL", "TTTL", "TTCL", "TTAL"})
  void whatWasEndedIsNeverReturned(String who) {
    assertHolds(new MarksWorld(Rules.ALL, who), "a hit after 0 tags");
  }

  @Test
  void anEntryWithOtherTagsThanItsNodeRemembersIsAskedAboutAgain() {
    assertHolds(
        new MarksWorld(Rules.ALL, "TTLL"),
        "a second question",
        "a hit after 1 tags",
        "a dropped tag");
  }

  @ParameterizedTest
  @CsvSource({"CLEAR_MARK, CL", "FLOOR, AL", "FLOOR_RISES, TTL", "LAST, TL", "TAGS_OF_ENTRY, TL"})
  void eachRuleIsNeeded(Rule rule, String who) {
    assertBroken(new MarksWorld(Rules.without(rule), who));
  }
}
