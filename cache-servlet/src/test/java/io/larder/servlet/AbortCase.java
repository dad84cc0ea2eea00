package io.larder.servlet;

import java.util.SplittableRandom;

/**
 * One response and what goes wrong with it, as a seed determines them.
 *
 * @param seed the seed
 * @param mode how the handler answers
 * @param announced whether it says the length beforehand
 * @param length the length of the whole body
 * @param trouble what goes wrong
 * @param at how many bytes of the body go before the trouble
 * @param gated whether the handler waits there until the client has gone
 * @param quiet whether the handler keeps its exceptions to itself
 * @param original whether it goes asynchronous with what the container has
 * @param characters whether it writes characters
 * @param follower whether another client asks for the same at the same time
 */
record AbortCase(
    long seed,
    Mode mode,
    boolean announced,
    int length,
    Trouble trouble,
    int at,
    boolean gated,
    boolean quiet,
    boolean original,
    boolean characters,
    boolean follower) {

  /** How a handler answers. */
  enum Mode {
    /** In the call. */
    SYNC,
    /** In a thread of its own, after {@code startAsync}. */
    THREAD,
    /** Whenever the container says that it may write. */
    NON_BLOCKING,
    /** In a servlet that is dispatched to from a thread of its own. */
    DISPATCH
  }

  /** What goes wrong. */
  enum Trouble {
    /** The client goes away before it has read anything. */
    GONE_AT_ONCE,
    /** The client goes away within the head. */
    GONE_IN_HEAD,
    /** The client goes away within the body. */
    GONE_IN_BODY,
    /** The client goes away before the last byte. */
    GONE_BEFORE_LAST_BYTE,
    /** The handler throws, or its thread dies. */
    THROWS,
    /** The handler ends the body and throws, as one does that uses try with resources. */
    CLOSES_AND_THROWS,
    /** The handler sends an error, and ends the request as if that had worked. */
    SENDS_ERROR,
    /** The handler ends before it has written what it announced. */
    ENDS_EARLY,
    /** The handler ends in the moment in which its time has passed. */
    RACES_TIMEOUT;

    boolean isOfClient() {
      return compareTo(GONE_BEFORE_LAST_BYTE) <= 0;
    }
  }

  private static final int SMALL = 1_000;
  private static final int LARGE = 200_000;

  static AbortCase of(long seed) {
    // Whose first draws differ for seeds that stand side by side.
    SplittableRandom random = new SplittableRandom(seed);
    Mode mode = pick(Mode.values(), random);
    int length = random.nextInt((random.nextInt(4) == 0 ? SMALL : LARGE) + 1);
    Trouble trouble;
    do {
      trouble = pick(Trouble.values(), random);
    } while (!isPossible(mode, trouble));
    return new AbortCase(
        seed,
        mode,
        trouble == Trouble.ENDS_EARLY || random.nextBoolean(),
        trouble == Trouble.ENDS_EARLY ? length + 1 : length,
        trouble,
        trouble == Trouble.GONE_BEFORE_LAST_BYTE
            ? Math.max(0, length - 1)
            : random.nextInt(length + 1),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        mode != Mode.NON_BLOCKING && random.nextInt(4) == 0,
        random.nextInt(4) == 0);
  }

  private static boolean isPossible(Mode mode, Trouble trouble) {
    return switch (trouble) {
      case RACES_TIMEOUT -> mode == Mode.THREAD || mode == Mode.NON_BLOCKING;
      default -> true;
    };
  }

  private static <T> T pick(T[] all, SplittableRandom random) {
    return all[random.nextInt(all.length)];
  }

  /** The same without a length that is said beforehand. */
  AbortCase unannounced() {
    return new AbortCase(
        seed, mode, false, length, trouble, at, gated, quiet, original, characters, follower);
  }

  /** The whole body. */
  byte[] body() {
    return Cases.bytes(length);
  }
}
