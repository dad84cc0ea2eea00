package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims, tags, waiters and a near tier, on a server that loses nothing but entries. */
class ClaimModelTest {

  static List<Arguments> pairsOfWritersAndReaders() {
    List<Arguments> all = new ArrayList<>();
    for (String writers : List.of("EE", "EP", "ET", "PP", "PT", "TT")) {
      for (String readers : List.of("LLX", "LWX", "NNDY")) {
        all.add(Arguments.of(writers, readers));
      }
    }
    if (ModelAssert.LONG) {
      for (String writers : List.of("EEE", "EET", "ETT", "TTT", "EPT", "EEP", "PTT")) {
        all.add(Arguments.of(writers, "LLX"));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("pairsOfWritersAndReaders")
  void whatWasEndedIsNeverReturned(String writers, String readers) {
    assertHolds(
        new ClaimWorld(Rules.ALL, writers + readers),
        readers.contains("N") ? "a near hit" : readers.contains("W") ? "a shared load" : "a hit");
  }

  @ParameterizedTest
  @CsvSource({
    "CLAIM, ELL", "ORDER, ENND", "TAG, TLL", "PUT_STAMP, PTL",
    "PUT_CAS, EPL", "JOIN, TLW", "FLIGHT, ENND", "NEAR_TAG, TNND",
  })
  void eachRuleIsNeeded(Rule rule, String who) {
    assertThat(assertBroken(new ClaimWorld(Rules.without(rule), who)).toString())
        .endsWith("was due");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPlX", "ETlX", "PTlX", "EpLX", "pTLX", "ppl", "EplX"})
  void theClockMayBeReadBeforeOrAfterTheClaim(String who) {
    assertHolds(new ClaimWorld(Rules.ALL, who), "a fill");
  }
}
