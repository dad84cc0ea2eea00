package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The check of histories notices each rule that a store over a real Redis breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlawsTest {

  private static final int REQUESTS = 150;
  private static final int ENDINGS = 100;

  /** So many requests have met each flaw, mostly within half of them. */
  private static final int ENOUGH = 600;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Site site;
  private Fleet fleet;

  @BeforeAll
  void start(@TempDir Path folder) {
    site = new OneServer();
    fleet = Fleet.start(2, folder, site.uri(), true, Duration.ZERO);
  }

  @AfterAll
  void close() {
    fleet.close();
    site.close();
  }

  @Test
  void aSoundStoreHasNoViolation() {
    fleet.flaw(Flaw.NONE);
    site.command("FLUSHALL");
    long begun = System.nanoTime();
    try (Load load = Load.start(fleet, REQUESTS, ENDINGS)) {
      load.spareNobody();
      int before = fleet.samples().size();
      Awaitility.await().atMost(PATIENCE).until(() -> fleet.samples().size() > before + ENOUGH);
    }
    assertThat(violationsSince(begun)).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void eachFlawIsNoticed(Flaw flaw) {
    fleet.flaw(flaw);
    site.command("FLUSHALL");
    long begun = System.nanoTime();
    try (Load load = Load.start(fleet, REQUESTS, ENDINGS)) {
      load.spareNobody();
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(violationsSince(begun)).isPositive());
    }
    violationsSince(begun); // waits for who is under way
  }

  private int violationsSince(long begun) {
    long now = System.nanoTime();
    awaitAnswersBefore(now);
    awaitAnswersBefore(System.nanoTime()); // of puts too whose values have been read by then
    fleet.collectLoads();
    return fleet.history().violations(begun, now).size();
  }

  private void awaitAnswersBefore(long nanos) {
    Awaitility.await().until(() -> fleet.wire().hasAnsweredAllBefore(nanos));
  }
}
