package io.larder.chaos;

import static io.larder.chaos.Trial.HERE;
import static io.larder.chaos.Trial.THERE;

import io.larder.chaos.Items.Kind;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The check of histories notices copies that are served for longer than the bound, however much it
 * allows them before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlawedCopiesTest {

  private static final int REQUESTS = 150;
  private static final int ENDINGS = 20;

  private Trial trial;

  @BeforeAll
  void start(@TempDir Path folder) {
    trial = new Trial(folder, Application.COPIES, FlawedBus.BOUND);
  }

  @AfterAll
  void close() {
    trial.close();
  }

  @Test
  void soundCopiesHaveNoViolationUnderLoad() {
    trial.assertSound(REQUESTS, ENDINGS, Source.COPY);
  }

  @Test
  void copiesThatNeverEndAreNoticed() {
    trial.assertNoticed(
        Flaw.COPIES_NEVER_END,
        () -> {
          int item = copied();
          trial.site().command("CLIENT", "KILL", "TYPE", "pubsub");
          endHereAndAwaitTheBound(Ending.EVICT, item);
          trial.awaitServed(THERE, item, Source.COPY);
        });
  }

  @Test
  void copiesThatOutliveALostAnnouncementAreNoticed() {
    trial.assertNoticed(
        Flaw.GAPS_UNSEEN,
        () -> {
          int item = copied();
          endHereAndAwaitTheBound(Ending.TAG, item);
          trial.awaitServed(THERE, item, Source.COPY);
        });
  }

  @Test
  void copiesThatOutliveASilentConnectionAreNoticed() {
    trial.assertNoticed(
        Flaw.BOUND_IGNORED,
        () -> {
          int item = copied();
          trial.wayThere().hold();
          try {
            endHereAndAwaitTheBound(Ending.CLEAR, item);
            CompletableFuture<Sample> asked = trial.ask(THERE, item);
            if (trial.flaw() != Flaw.NONE) {
              asked.join(); // a sound one waits for Redis
            }
          } finally {
            trial.wayThere().heal();
          }
          trial.awaitServed(THERE, item, Source.COPY);
        });
  }

  /** Returns an item of which both have a copy. */
  private int copied() {
    int item = trial.another(Kind.VALUE);
    trial.awaitServed(HERE, item, Source.COPY);
    trial.awaitServed(THERE, item, Source.COPY);
    return item;
  }

  private void endHereAndAwaitTheBound(Ending what, int item) {
    trial.end(HERE, what, item);
    long ended = System.nanoTime();
    Trial.await().until(() -> System.nanoTime() - ended > FlawedBus.BOUND.toNanos());
  }
}
