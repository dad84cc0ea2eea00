package io.larder.cache;

/** What a message may repeat of a text that somebody else wrote. */
final class Texts {

  private static final int MOST = 60;

  private Texts() {}

  /** Returns the beginning of the text, with control characters replaced: one line of a log. */
  static String head(String text) {
    String head = text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    return head.codePoints().anyMatch(Character::isISOControl)
        ? head.replaceAll("\\p{Cc}", "?")
        : head;
  }
}
