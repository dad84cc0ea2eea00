package io.larder.servlet;

import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.outcome;
import static io.larder.servlet.Cases.unchecked;

import java.io.IOException;

/** Errors, exceptions and redirects. */
final class ErrorCases {
  private ErrorCases() {}

  static void add() {
    lost(Reason.SEND_ERROR, "sendError", (q, r) -> r.sendError(404));
    lost(Reason.SEND_ERROR, "sendErrorMessage", (q, r) -> r.sendError(409, "No way"));
    lost(
        Reason.SEND_ERROR,
        "sendErrorAfterWriting",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          r.getOutputStream().print("gone");
          r.sendError(500);
        });
    lost(
        Reason.SEND_ERROR,
        "sendErrorAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("gone");
          r.sendError(500);
          r.getWriter().print("gone too");
        });
    lost(
        Reason.SEND_ERROR,
        "sendErrorWithPage",
        (q, r) -> {
          r.getOutputStream().print("gone");
          r.sendError(410);
        });
    lost(
        Reason.ABORTED,
        "sendErrorAfterCommit",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.flushBuffer();
          r.getOutputStream()
              .print(
                  outcome(
                      () ->
                          unchecked(
                              () -> {
                                r.sendError(502);
                                return null;
                              })));
        });
    lost(
        Reason.ERROR,
        "throwsAtOnce",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          throw new IOException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsUncommitted",
        (q, r) -> {
          r.getOutputStream().print("gone");
          throw new IllegalStateException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsCommitted",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.flushBuffer();
          throw new IllegalStateException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsAfterClose",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.getOutputStream().close();
          throw new IllegalStateException("broken");
        });
    kept("redirect", (q, r) -> r.sendRedirect("elsewhere?a=b"));
    kept(
        "redirectAfterWriting",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          r.getWriter().print("gone");
          r.sendRedirect("/case/stream");
        });
  }
}
