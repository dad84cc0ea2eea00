package io.larder.http;

/** Numbers as HTTP writes them: digits and nothing else. */
final class Numbers {
  private Numbers() {}

  /** Whether there are only digits between two places; true if there is nothing. */
  static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  /** The number that digits say, or the greatest long if it is greater. */
  static long saturated(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
