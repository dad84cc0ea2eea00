package io.larder.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way, between the handler, which may go on in threads of its own, and the
 * container, which may end it at any time: lets one of them at a time at the {@link BodyWay}.
 */
final class Capture {
  private final BodyWay body;
  private final BodyEnd ending;
  private final Gate gate;

  Capture(BodyWay body, BodyEnd ending, Gate gate) {
    this.body = body;
    this.ending = ending;
    this.gate = gate;
  }

  /** Whether what is written can go to the container without a look at it. */
  boolean passesFreely() {
    return body.passing() && !gate.isGuarded();
  }

  /** The container's writer, if what is written to ours goes there. */
  @Nullable PrintWriter passedWriter() {
    return body.passedWriter();
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    gate.pass(() -> body.take(bytes, offset, length));
  }

  void flush() throws IOException {
    gate.pass(body::flush);
  }

  void close() throws IOException {
    gate.pass(body::close);
  }

  /** Does something else that reaches the container's response. */
  void pass(Gate.Step step) throws IOException {
    gate.pass(step);
  }

  /** The handler goes on when the chain has returned. */
  void goesAsync() throws IOException {
    gate.guard();
    gate.pass(body::goesAsync);
  }

  /** Keeps nothing from now on; from any thread. */
  void forsake(Reason reason) {
    body.forsake(reason);
  }

  /** The chain has returned, and all is there. */
  void chainReturned() throws IOException {
    if (gate.isGuarded()) {
      end();
    } else {
      ending.byHandler();
    }
  }

  /** The handler has ended the response, which the container has not closed yet. */
  void end() {
    shut(Gate.PATIENCE, ending::byHandler);
  }

  /** The container asks the handler's listeners, in this thread, what becomes of the response. */
  void isInTrouble(Reason reason) {
    forsake(reason);
    gate.reserve();
  }

  /** The handler goes on in a way that the container knows of. */
  void goesOn() {
    gate.open();
  }

  /**
   * The container has ended the request, and is about to use its response for another one.
   *
   * @param last what is still to be done with this one
   */
  void isOver(Gate.Step last) {
    shut(Gate.SHORT_PATIENCE, last);
  }

  private void shut(Duration patience, Gate.Step last) {
    if (gate.isTaken()) {
      forsake(Reason.ABORTED); // somebody still writes to what has ended
    }
    try {
      if (!gate.shut(patience, last)) {
        forsake(Reason.ABORTED);
      }
    } catch (IOException e) {
      forsake(Reason.ABORTED);
    }
  }
}
