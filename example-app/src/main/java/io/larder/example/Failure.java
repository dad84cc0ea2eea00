package io.larder.example;

/** Something that ends the program with one sentence on standard error instead of a stack trace. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final int exitCode;

  private Failure(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  private Failure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** A setting is wrong, whatever the world is like. */
  static Failure usage(String sentence) {
    return new Failure(USAGE, sentence);
  }

  /** A setting is wrong; what refused it has already said why. */
  static Failure usage(String setting, IllegalArgumentException refusal) {
    String why = String.valueOf(refusal.getMessage());
    return new Failure(USAGE, why.startsWith(setting) ? why : setting + ": " + why, refusal);
  }

  /** The settings are fine, but it did not work. */
  static Failure failed(String sentence) {
    return new Failure(FAILED, sentence);
  }

  /** The settings are fine, but it did not work. */
  static Failure failed(String sentence, Throwable cause) {
    return new Failure(FAILED, sentence, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
