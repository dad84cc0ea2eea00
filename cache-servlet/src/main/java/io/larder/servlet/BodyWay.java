package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The way of one body from the handler to the container: held until it must leave, copied on its
 * way as long as it may be kept.
 *
 * <p>Not thread-safe while it holds or copies: that is for one thread at a time, the handler's, or
 * whichever an asynchronous handler writes with. Once it only passes on, it has no state of its
 * own, and what the container promises to other threads holds. {@link #forsake} is for any thread.
 */
final class BodyWay {

  private final HttpServletResponse real;
  private final long maxBody;
  private final Heads heads;
  private final BodyCopy copy;
  private final Outlet outlet;
  private final Departure departure;

  private BodyState state = BodyState.HOLDING;

  /** Whether nothing is held: what is written goes to the container at once. */
  private boolean direct;

  /** Whether bytes were given to the container before its head had to leave. */
  private boolean early;

  private boolean closed;
  private @Nullable CapturingWriter writer;

  BodyWay(
      HttpServletResponse real,
      long maxBody,
      Heads heads,
      BodyCopy copy,
      CaptureListener listener) {
    this.real = real;
    this.maxBody = Math.min(maxBody, Integer.MAX_VALUE - 8);
    this.heads = heads;
    this.copy = copy;
    this.outlet = new Outlet(real, listener, () -> lose(Reason.ABORTED));
    this.departure = new Departure(real, heads, copy, listener);
  }

  Departure departure() {
    return departure;
  }

  boolean passing() {
    return state == BodyState.PASSING;
  }

  boolean closed() {
    return closed;
  }

  boolean holding() {
    return state == BodyState.HOLDING;
  }

  boolean keeping() {
    return state == BodyState.KEEPING;
  }

  /** Whether nothing has left, and somebody else has written to the container's response. */
  boolean isBypassed() {
    return state == BodyState.HOLDING
        && (copy.size() == 0 ? outlet.hasContent() : real.isCommitted());
  }

  boolean isEmpty() {
    return copy.size() == 0;
  }

  /** The container's writer, if what is written to ours goes there. */
  @Nullable PrintWriter passedWriter() {
    return outlet.writer();
  }

  /** Says who encodes the handler's characters; where they are passed on, the container does. */
  void encodeBy(CapturingWriter writer) throws IOException {
    this.writer = writer;
    if (state == BodyState.PASSING) {
      outlet.openWriter(writer.charset());
    }
  }

  void forgetWriter() {
    writer = null;
  }

  /** Takes bytes from the handler. */
  void take(byte[] bytes, int offset, int length) throws IOException {
    settle();
    checkNotEnded();
    long size = (long) copy.size() + length;
    long announced = heads.announced();
    if (state == BodyState.PASSING) {
      outlet.pass(bytes, offset, length);
    } else if (closed) {
      send(bytes, offset, length);
    } else if ((announced > maxBody || size > maxBody) && isHeld()) {
      commit(false);
      take(bytes, offset, length);
    } else if (announced >= 0 && size > announced) {
      handOver(Reason.LENGTH_MISMATCH);
      send(bytes, offset, length);
    } else if (announced > maxBody || size > maxBody) {
      handOver(Reason.TOO_LARGE);
      send(bytes, offset, length);
    } else if (state != BodyState.HOLDING) {
      send(bytes, offset, length);
      keep(bytes, offset, length);
    } else if (size == announced) {
      finish(bytes, offset, length);
    } else if ((!direct && size <= real.getBufferSize()) || isHeld()) {
      keep(bytes, offset, length);
    } else {
      commit(false);
      take(bytes, offset, length);
    }
  }

  /** Servlet 6.0, 5.7: it is complete, whatever the handler does next. */
  private void finish(byte[] bytes, int offset, int length) throws IOException {
    copy.finish(bytes, offset, length);
    try {
      commit(true);
    } finally {
      copy.own(); // from now on the array is the handler's again
    }
  }

  /** Whether nothing leaves before all of it is there. */
  private boolean isHeld() {
    return state == BodyState.HOLDING && departure.isHeld();
  }

  /** Follows what another thread has said. */
  void settle() {
    if (copy.isLost() && state == BodyState.COPYING) {
      state = BodyState.PASSING;
      copy.drop();
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (!copy.isLost() || state == BodyState.HOLDING) {
      copy.append(bytes, offset, length, heads.announced());
    }
  }

  /** Sends bytes to the client, unless it gets none. */
  private void send(byte[] bytes, int offset, int length) throws IOException {
    if (state == BodyState.PASSING) {
      outlet.pass(bytes, offset, length);
    } else if (state == BodyState.COPYING) {
      outlet.send(bytes, offset, length);
    }
  }

  /** Sends what is held, and whatever the container holds. */
  void flush() throws IOException {
    if (isHeld()) {
      return;
    }
    if (state == BodyState.HOLDING) {
      commit(false);
    }
    settle();
    checkNotEnded();
    early = false;
    outlet.flush();
  }

  /** Ends the body. */
  void close() throws IOException {
    if (!closed) {
      complete();
      closed = true;
    }
    outlet.close();
  }

  /** The body is all that there will be. */
  void complete() throws IOException {
    long announced = heads.announced();
    // RFC 9110 8.6: the length in a 304 is that of the 200 for which it stands.
    boolean mismatch =
        announced >= 0 && announced != copy.size() && real.getStatus() != SC_NOT_MODIFIED;
    if (mismatch && state != BodyState.PASSING) {
      handOver(Reason.LENGTH_MISMATCH);
    } else if (state == BodyState.HOLDING) {
      commit(true);
    }
    if (copy.contradictsHead()) {
      lose(Reason.LENGTH_MISMATCH);
    }
  }

  /** Drops what is held. */
  void discard() {
    if (state == BodyState.COPYING) {
      lose(Reason.RESET);
    }
    copy.clear();
    if (writer != null) {
      writer.discard();
    }
  }

  /** Forgets what a reset takes back: nothing has left, or the container would not allow it. */
  void reset() {
    boolean begun = state == BodyState.COPYING;
    if (heads.announced() >= 0) {
      lose(Reason.RESET); // Undertow truncates what follows to the length it should have forgotten
    }
    discard();
    heads.reset();
    writer = null;
    if (begun) {
      state = BodyState.HOLDING; // another head will leave, of which the listener is to be told
      departure.again();
    }
  }

  /** Keeps nothing from now on; what is held stays held. The first reason counts. */
  void lose(Reason reason) {
    copy.forsake(reason);
    if (state == BodyState.COPYING) {
      state = BodyState.PASSING;
    }
    if (state != BodyState.HOLDING) {
      copy.drop();
    }
  }

  /**
   * The same from another thread than the one that writes, which learns of it at its next write.
   */
  void forsake(Reason reason) {
    copy.forsake(reason);
  }

  /** Keeps nothing from now on; what is held goes to the container, which buffers from here on. */
  void handOver(Reason reason) throws IOException {
    lose(reason);
    if (state == BodyState.HOLDING) {
      commit(false);
    }
  }

  /** The container makes the response from here on; what is held is dropped. */
  void giveBack(Reason reason) {
    lose(reason);
    if (state == BodyState.HOLDING) {
      state = BodyState.PASSING;
      copy.free();
      writer = null;
    }
  }

  /** Tells the listener of a head that the container is going to make, perhaps a redirect. */
  void announceHead(Reason reason, int status, @Nullable String location) {
    lose(reason);
    departure.announce(status, location);
  }

  private void commit(boolean whole) throws IOException {
    switch (departure.leave(whole)) {
      case PASS -> release();
      case NO_BODY -> state = BodyState.KEEPING;
      case CAPTURE -> {
        state = BodyState.COPYING;
        copy.writeTo(outlet::send);
      }
    }
  }

  /** Gives what is held to the container, the way the handler wrote it: as bytes or characters. */
  void release() throws IOException {
    state = BodyState.PASSING;
    if (writer != null) {
      outlet.openWriter(writer.charset());
    }
    copy.writeTo(outlet::pass);
    copy.free();
  }

  /**
   * The handler goes on when the chain has returned, in threads of its own. What is held goes to
   * the container now, and the rest as it is written: however the response ends then, nothing is
   * lost.
   */
  void goesAsync() throws IOException {
    direct = true;
    makeWay();
  }

  /** Writing goes on without blocking. */
  void goesNonBlocking() throws IOException {
    outlet.goesNonBlocking();
    goesAsync();
  }

  /** What has left without this is what was to be kept, or passed on. */
  void leftAsItIs(AtCommit answer) {
    state = answer == AtCommit.CAPTURE ? BodyState.COPYING : BodyState.PASSING;
  }

  /** Writes what the encoder of characters still has. */
  void finishWriter() throws IOException {
    if (writer != null && outlet.writer() == null) {
      writer.finish();
    }
  }

  /** Puts what is held where somebody else is about to write. */
  void makeWay() throws IOException {
    if (state == BodyState.HOLDING && copy.size() > 0 && !isHeld()) {
      commit(false);
      early = true;
    }
  }

  /** Notices that somebody ended the container's response, whose buffer cannot be full yet. */
  private void checkNotEnded() {
    if (early && state == BodyState.COPYING && !closed) {
      if (copy.size() > real.getBufferSize()) {
        early = false;
      } else if (real.isCommitted()) {
        lose(Reason.BYPASSED);
      }
    }
  }

  /** What follows a forward does not reach the client (Servlet 6.0, 9.4). */
  void forwarded() {
    if (state == BodyState.COPYING || state == BodyState.KEEPING) {
      closed = true;
    }
  }
}
