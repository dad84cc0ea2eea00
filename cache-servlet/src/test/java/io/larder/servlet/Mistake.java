package io.larder.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * A page of an application, and how users ask for it.
 *
 * @param name the first segment of its path
 * @param rule the attributes of its rule
 * @param target what follows in the target of a user, behind the segments that say which test it is
 * @param fields the request fields of a user
 * @param page what it does
 */
record Mistake(
    String name,
    String rule,
    Function<User, String> target,
    Function<User, List<String>> fields,
    Page page) {

  /** Answers one user. */
  interface Page {
    void answer(HttpServletRequest request, HttpServletResponse response, User user)
        throws ServletException, IOException;
  }

  /** A page under a rule with a ttl alone. */
  static Mistake of(String name, Page page) {
    return new Mistake(name, "", user -> "", user -> List.of(), page);
  }

  Mistake under(String attributes) {
    return new Mistake(name, attributes, target, fields, page);
  }

  /** Each user asks for it with a query, or whatever else ends a target. */
  Mistake at(Function<User, String> target) {
    return new Mistake(name, rule, target, fields, page);
  }

  /** Each user asks for it with these fields. */
  Mistake with(Function<User, List<String>> fields) {
    return new Mistake(name, rule, target, fields, page);
  }

  /** Each user asks for it with a field that names the user. */
  Mistake with(String field) {
    return with(user -> List.of(field + ": " + user.marker()));
  }

  /** The line of its rule. */
  String line() {
    return "/" + name + "/* ttl=1m " + rule;
  }

  /** Writes a page that says for whom it is. */
  static void write(HttpServletResponse response, User user) throws IOException {
    response
        .getWriter()
        .print("made for " + user.marker() + ", and long enough to have parts of it");
  }

  @Override
  public String toString() {
    return name;
  }
}
