package io.larder.frameworks;

import io.larder.frameworks.testing.Doorman;
import io.larder.frameworks.testing.Visitor;
import java.util.List;

/**
 * A page that shows something which tells users apart.
 *
 * @param reason what is said of why it is not stored
 * @param ann the fields of one user, of which the page shows "ann"
 * @param bob the same of another one
 */
record Careless(String path, String reason, List<String> ann, List<String> bob) {

  /** Which shows the field {@code X-User}. */
  static Careless field(String path) {
    return new Careless(
        path, "read:header:x-user", List.of("X-User", "ann"), List.of("X-User", "bob"));
  }

  /** Which shows the client's program. */
  static Careless agent(String path) {
    return new Careless(
        path, "read:header:user-agent", List.of("User-Agent", "ann"), List.of("User-Agent", "bob"));
  }

  /** Which shows the cookie {@code who}. */
  static Careless cookie(String path) {
    return new Careless(
        path, "read:cookies", List.of("Cookie", "_ga=1; who=ann"), List.of("Cookie", "who=bob"));
  }

  /** Which shows who has logged in; the rule lets members in. */
  static Careless principal(String path) {
    return new Careless(
        path, "read:principal", List.of(Doorman.LOGIN, "ann"), List.of(Doorman.LOGIN, "bob"));
  }

  /**
   * Which shows who has a session; the rule lets members in.
   *
   * @param sessions the session cookies of the two
   */
  static Careless session(String path, String reason, List<String> sessions) {
    return new Careless(
        path, reason, List.of("Cookie", sessions.get(0)), List.of("Cookie", sessions.get(1)));
  }

  /** Which shows the client's address. */
  static Careless address(String path) {
    return new Careless(
        path,
        "read:remote-address",
        List.of(Doorman.ADDRESS, "ann"),
        List.of(Doorman.ADDRESS, "bob"));
  }

  /** Which shows what a filter outside has noticed. */
  static Careless attribute(String path) {
    return new Careless(
        path, "read:attribute:" + Doorman.SEEN, List.of("X-Seen", "ann"), List.of("X-Seen", "bob"));
  }

  Visitor annAs(Visitor visitor) {
    return visitor.with(ann.toArray(String[]::new));
  }

  Visitor bobAs(Visitor visitor) {
    return visitor.with(bob.toArray(String[]::new));
  }

  @Override
  public String toString() {
    return path + " " + reason;
  }
}
