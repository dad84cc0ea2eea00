package io.larder.redis.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.model.Explorer.Exploration;

/** Explores worlds and says what was to be expected. */
final class ModelAssert {

  /** Whether the larger worlds are explored too. */
  static final boolean LONG = "long".equals(System.getProperty("larder.model"));

  private ModelAssert() {}

  /**
   * Asserts that nothing forbidden can happen in a world.
   *
   * @param reached what must be possible there, or it would show nothing
   */
  static void assertHolds(World world, String... reached) {
    Exploration found = Explorer.explore(world);
    if (found.violation() != null) {
      throw new AssertionError("this must never happen, and can:\n" + found.violation());
    }
    assertThat(world.reached()).contains(reached);
  }

  /** Asserts that something forbidden can happen in a world, and returns the way to it. */
  static Trace assertBroken(World world) {
    Trace trace = Explorer.explore(world).violation();
    assertThat(trace)
        .as("nothing forbidden was found: the rule that is out is not needed")
        .isNotNull();
    return trace;
  }
}
