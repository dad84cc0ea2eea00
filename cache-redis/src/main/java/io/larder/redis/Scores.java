package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;

/**
 * Reads the scores of a sorted set as the whole numbers that they are. The client's own way makes a
 * text, a double, a boxed one and a stream of each answer, and every look-up has one.
 */
final class Scores extends Builder<long[]> {

  /** Stands for a member that is not there. */
  static final long NONE = -1;

  static final Scores BUILDER = new Scores();

  /** From here on, 2^53, a score is no whole number any more that one can be added to. */
  static final long INEXACT = 1L << 53;

  /** More digits may not fit. */
  private static final int MOST_DIGITS = 18;

  private Scores() {}

  @Override
  public long[] build(Object answer) {
    List<?> scores = (List<?>) answer;
    long[] numbers = new long[scores.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(scores.get(i));
    }
    return numbers;
  }

  private static long number(@Nullable Object score) {
    if (score == null) {
      return NONE;
    }
    // RESP3 has numbers, RESP2 has texts.
    return score instanceof Number number ? number.longValue() : parse((byte[]) score);
  }

  private static long parse(byte[] text) {
    long number = 0;
    for (byte c : text) {
      if (c < '0' || c > '9' || text.length > MOST_DIGITS) {
        return other(new String(text, US_ASCII));
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  /** Reads 1.79e+15 and the like, and what somebody else may have set: inf, -inf. */
  private static long other(String text) {
    return switch (text) {
      case "inf", "+inf" -> Long.MAX_VALUE;
      case "-inf" -> Long.MIN_VALUE;
      default -> (long) Double.parseDouble(text);
    };
  }
}
