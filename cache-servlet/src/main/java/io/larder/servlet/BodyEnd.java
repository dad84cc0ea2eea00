package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The ways in which a body on its {@linkplain BodyWay way} comes to its end. */
final class BodyEnd {
  private final HttpServletResponse real;
  private final Heads heads;
  private final BodyWay body;
  private final BodyFlow flow;
  private final BodyCopy copy;
  private final Departure departure;

  BodyEnd(HttpServletResponse real, Heads heads, BodyWay body, BodyCopy copy) {
    this.real = real;
    this.heads = heads;
    this.body = body;
    this.flow = body.flow();
    this.copy = copy;
    this.departure = body.departure();
  }

  /**
   * Nothing follows: what is held leaves.
   *
   * @throws IOException if the client is gone
   * @throws IllegalStateException if the container has broken the response off, and forgotten it
   */
  void byHandler() throws IOException {
    try {
      flow.settle();
      if (body.isBypassed()) {
        if (body.isEmpty()) {
          body.giveBack(Reason.BYPASSED);
        } else {
          body.lose(Reason.BYPASSED);
          flow.release();
        }
      } else if (!body.closed()) {
        flow.finishWriter();
        body.complete();
      }
    } catch (IOException | RuntimeException e) {
      body.lose(Reason.ABORTED);
      throw e;
    } finally {
      copy.end(); // what has come is the beginning of something even if it has not got through
    }
  }

  /**
   * The container has ended the response.
   *
   * @param dispatched whether a servlet had the last word that was dispatched to
   */
  void byContainer(boolean dispatched) throws IOException {
    if (dispatched && body.holding() && !copy.isLost()) {
      if (!real.isCommitted()) {
        byHandler();
      } else if (departure.isEmptyAnswer()) {
        flow.left(departure.leave(false));
      }
    }
    if (departure.isContradicted()) {
      copy.forsake(Reason.UNFINISHED);
    } else if (!body.closed() && heads.announced() >= 0 && heads.announced() != copy.size()) {
      copy.forsake(Reason.LENGTH_MISMATCH);
    }
    copy.end();
  }

  /** The handler threw: the container decides what becomes of what has not left yet. */
  void byFailure() {
    if (body.holding() && departure.isHeld()) {
      body.giveBack(Reason.ERROR); // nothing has left, and nothing of it is to
      return;
    }
    body.lose(Reason.ERROR);
    if (body.holding()) {
      try {
        flow.release();
      } catch (IOException e) {
        // The client is gone, and what the handler threw goes on its way.
        copy.free();
      }
    }
  }

  /** Lets another response be given, if nothing of this one has left; what follows goes nowhere. */
  boolean byAnother(BooleanSupplier other) {
    return departure.replacedBy(other);
  }

  /** Whether nothing could follow any more when the chain returned. */
  boolean wasBeforeReturn() {
    return body.closed() || (!body.holding() && copy.size() == heads.announced());
  }

  Captured captured() {
    return copy.captured();
  }
}
