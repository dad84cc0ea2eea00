package io.larder.cache.key;

/**
 * The ASCII characters that stand for themselves in one part of a key; all others are
 * percent-encoded there. Percent sign, braces, space, controls and non-ASCII are never among them.
 */
final class Literals {

  /** RFC 3986 2.3: the characters that mean the same with and without an escape. */
  static final Literals UNRESERVED =
      new Literals(
          new boolean[128],
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~",
          "");

  /** RFC 3986 3.3: what may stand raw in a path, where an escape of it may mean something else. */
  static final Literals PATH = UNRESERVED.with("!$&'()*+,;=:@/");

  /** A name or a value: nothing that separates names, values, parameters or parts of a key. */
  static final Literals VALUE = UNRESERVED.with("!$()*,/:?@");

  /** Text that nothing is read out of again. */
  static final Literals TEXT = VALUE.with("&'+;<=>[]^`|");

  private final boolean[] literal;

  private Literals(boolean[] base, String added, String removed) {
    literal = base.clone();
    for (int i = 0; i < added.length(); i++) {
      literal[added.charAt(i)] = true;
    }
    for (int i = 0; i < removed.length(); i++) {
      if (removed.charAt(i) < 128) {
        literal[removed.charAt(i)] = false;
      }
    }
  }

  boolean has(int character) {
    return character < 128 && literal[character];
  }

  Literals with(String characters) {
    return new Literals(literal, characters, "");
  }

  Literals without(String characters) {
    return new Literals(literal, "", characters);
  }
}
