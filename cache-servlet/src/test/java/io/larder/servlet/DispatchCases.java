package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.outcome;
import static io.larder.servlet.Cases.unchecked;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Includes and forwards. */
final class DispatchCases {
  private DispatchCases() {}

  static void add() {
    kept(
        "include",
        (q, r) -> {
          r.getOutputStream().print("before ");
          q.getRequestDispatcher("/part").include(q, r);
          r.getOutputStream().print(" after");
        });
    kept(
        "includeWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("before ");
          q.getRequestDispatcher("/part?writer").include(q, r);
          r.getWriter().print(" after");
        });
    kept("forward", (q, r) -> q.getRequestDispatcher("/part").forward(q, r));
    kept(
        "forwardWriter",
        (q, r) -> {
          r.getWriter().print("gone");
          q.getRequestDispatcher("/part?writer").forward(q, r);
          r.getWriter().print("too late");
        });
    kept("forwardToNothing", (q, r) -> q.getRequestDispatcher("/part?nothing").forward(q, r));
    kept("forwardToLarge", (q, r) -> q.getRequestDispatcher("/part?large").forward(q, r));
    lost(
        Reason.SEND_ERROR,
        "forwardToError",
        (q, r) -> {
          q.getRequestDispatcher("/part?error").forward(q, r);
        });
    kept(
        "forwardAfterCommit",
        (q, r) -> {
          r.flushBuffer();
          r.getOutputStream()
              .print(
                  outcome(
                      () ->
                          unchecked(
                              () -> {
                                q.getRequestDispatcher("/part").forward(q, r);
                                return null;
                              })));
        });
  }

  /** What "/part" does. */
  static void part(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String query = String.valueOf(request.getAttribute("jakarta.servlet.include.query_string"));
    query += request.getQueryString();
    if (query.contains("writer")) {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().print("part \u20ac");
    } else if (query.contains("large")) {
      response.getOutputStream().write(bytes(LARGE));
    } else if (query.contains("error")) {
      response.sendError(418);
    } else if (!query.contains("nothing")) {
      response.getOutputStream().print("part");
    }
  }
}
