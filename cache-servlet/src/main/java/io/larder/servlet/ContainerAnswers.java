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
      body.announceHead(Reason.SEND_ERROR, status, null);
      giveBack(Reason.SEND_ERROR);
    }
    sendError.run();
  }

  /** Called before the container answers with a redirect. */
  void beforeRedirect(String location, int status, boolean clearBuffer) throws IOException {
    if (!body.holding()) {
      body.lose(Reason.REDIRECT);
    } else if (clearBuffer) {
      body.announceHead(Reason.REDIRECT, status, location);
      giveBack(Reason.REDIRECT);
    } else {
      body.handOver(Reason.REDIRECT);
    }
  }

  private void giveBack(Reason reason) {
    if (body.holding()) {
      forgetWriters.run();
    }
    body.giveBack(reason);
  }
}
