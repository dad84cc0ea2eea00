package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The answers that a container makes in the handler's stead: errors and redirects. */
final class ContainerAnswers {
  private final HttpServletResponse real;
  private final BodyWay body;
  private final Runnable forgetWriters;

  ContainerAnswers(HttpServletResponse real, BodyWay body, Runnable forgetWriters) {
    this.real = real;
    this.body = body;
    this.forgetWriters = forgetWriters;
  }

  /** Lets the container answer with an error. */
  void error(int status, Gate.Step sendError) throws IOException {
    if (status == 102 || status == 103) {
      sendError.run(); // an interim answer in Jetty, an error elsewhere
      if (real.getStatus() == status) {
        giveBack(Reason.SEND_ERROR);
      }
      return;
    }
    if (status < 0 || real.isCommitted() || body.keeping()) {
      // A proxy's way to say that its own response broke in the middle.
      giveBack(Reason.ABORTED);
    } else if (!body.passing()) {
      body.announceHead(Reason.SEND_ERROR, status);
      giveBack(Reason.SEND_ERROR);
    }
    sendError.run();
  }

  /** Lets the container answer with a redirect. */
  void redirect(String location, int status, boolean clearBuffer, Gate.Step sendRedirect)
      throws IOException {
    if (body.holding() && clearBuffer) {
      forgetWriters.run();
      body.redirects(location, status, sendRedirect);
      return;
    }
    if (body.holding()) {
      body.handOver(Reason.REDIRECT);
    } else {
      body.lose(Reason.REDIRECT);
    }
    sendRedirect.run();
  }

  private void giveBack(Reason reason) {
    if (body.holding()) {
      forgetWriters.run();
    }
    body.giveBack(reason);
  }
}
