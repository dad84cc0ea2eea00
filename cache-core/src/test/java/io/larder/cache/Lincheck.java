package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.LinearizabilityVerifier;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Has Lincheck make programs of a few threads out of a structure's operations, play each many times
 * and judge what every call has returned. More programs with {@code -Dlarder.repeats=200}; a build
 * that is broken on purpose is to be found within as many as one that is sound is played.
 *
 * <p>The threads are real ones. Its model checking, which plays every schedule of a program on one
 * thread at a time, understands the flight as well but takes about a hundred times as long a play.
 */
public final class Lincheck {

  /** What such a test is tagged with: the build runs it in a JVM of its own. */
  public static final String TAG = "lincheck";

  private static final int PROGRAMS = 2;
  private static final int PLAYS = 60;

  private Lincheck() {}

  /**
   * Asserts that all calls return what they would one after the other, in an order in which none
   * comes before one that had returned when it began.
   *
   * @param structure has the operations; each play makes a new one
   * @param oneByOne the same operations, for one thread
   */
  public static void assertLinearizable(Class<?> structure, Class<?> oneByOne) {
    check(structure, LinearizabilityVerifier.class, oneByOne);
  }

  /** Asserts that it is found out that a structure is not linearizable. */
  public static void assertNotLinearizable(Class<?> broken, Class<?> oneByOne) {
    assertFound(() -> assertLinearizable(broken, oneByOne));
  }

  /** Asserts that a verifier finds nothing. */
  public static void assertHolds(Class<?> structure, Class<? extends Verifier> verifier) {
    check(structure, verifier, structure);
  }

  /** Asserts that a verifier finds something. */
  public static void assertDoesNotHold(Class<?> broken, Class<? extends Verifier> verifier) {
    assertFound(() -> assertHolds(broken, verifier));
  }

  private static void assertFound(Runnable check) {
    assertThatThrownBy(check::run)
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  private static void check(
      Class<?> structure, Class<? extends Verifier> verifier, Class<?> specification) {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(2)
        .iterations(PROGRAMS * Repeats.times())
        .invocationsPerIteration(PLAYS)
        .minimizeFailedScenario(false) // it plays for minutes what has been found already
        .verifier(verifier)
        .sequentialSpecification(specification)
        .check(structure);
  }
}
