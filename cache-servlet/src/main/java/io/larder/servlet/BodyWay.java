package io.larder.servlet;

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
  private final Heads heads;
  private final BodyCopy copy;
  private final BodyLimits limits;
  private final BodyFlow flow;
  private final Departure departure;
  private final CaptureListener listener;

  /** Whether nothing is held: what is written goes to the container at once. */
  private boolean direct;

  /** Whether bytes were given to the container before its head had to leave. */
  private boolean early;

  private boolean closed;

  BodyWay(
      HttpServletResponse real,
      long maxBody,
      Heads heads,
      BodyCopy copy,
      CaptureListener listener) {
    this.real = real;
    this.heads = heads;
    this.copy = copy;
    this.limits = new BodyLimits(real, heads, maxBody);
    this.flow = new BodyFlow(real, heads, copy, listener);
    this.departure = new Departure(real, heads, copy, listener);
    this.listener = listener;
  }

  BodyFlow flow() {
    return flow;
  }

  Departure departure() {
    return departure;
  }

  boolean passing() {
    return flow.is(BodyState.PASSING);
  }

  boolean closed() {
    return closed;
  }

  boolean holding() {
    return flow.is(BodyState.HOLDING);
  }

  boolean keeping() {
    return flow.is(BodyState.KEEPING);
  }

  /** Whether nothing has left, and somebody else has written to the container's response. */
  boolean isBypassed() {
    return holding() && (isEmpty() ? flow.outlet().hasContent() : real.isCommitted());
  }

  boolean isEmpty() {
    return copy.size() == 0;
  }

  /** The container's writer, if what is written to ours goes there. */
  @Nullable PrintWriter passedWriter() {
    return flow.passedWriter();
  }

  /** Says who encodes the handler's characters; where they are passed on, the container does. */
  void encodeBy(CapturingWriter writer) throws IOException {
    flow.encodeBy(writer);
  }

  void forgetWriter() {
    flow.forgetWriter();
  }

  /** Takes bytes from the handler. */
  void take(byte[] bytes, int offset, int length) throws IOException {
    long size = (long) copy.size() + length;
    Reason excess = closed || passing() ? null : excess(size, length);
    if (leavesBefore(size, excess)) {
      commit(false);
    }
    flow.settle();
    checkNotEnded();
    if (closed || passing()) {
      flow.send(bytes, offset, length);
      return;
    }
    if (excess != null) {
      handOver(excess);
      flow.send(bytes, offset, length);
    } else if (holding() && limits.isWhole(size)) {
      finish(bytes, offset, length);
    } else {
      copies(bytes, offset, length, limits.isWhole(size));
    }
  }

  private void copies(byte[] bytes, int offset, int length, boolean whole) throws IOException {
    if (whole && flow.is(BodyState.COPYING)) {
      flow.keep(bytes, offset, length);
      listener.whole();
      departure.hasAll(); // who has the last of it may ask again at once
      flow.send(bytes, offset, length);
    } else {
      flow.send(bytes, offset, length);
      flow.keep(bytes, offset, length);
    }
  }

  /** Why a body that has come to that size is not kept; null if it is, in memory taken for it. */
  private @Nullable Reason excess(long size, int length) {
    Reason excess = limits.excess(size);
    boolean lent = holding() && isEmpty() && limits.isWhole(size);
    if (excess != null || lent || copy.takesRoom(length, heads.announced())) {
      return excess;
    }
    return Reason.IN_FLIGHT;
  }

  /** Whether the head has to leave before the body has that size. */
  private boolean leavesBefore(long size, @Nullable Reason excess) {
    if (closed || !holding()) {
      return false;
    }
    if (departure.isHeld()) {
      return limits.isTooLarge(size)
          || excess == Reason.IN_FLIGHT; // the listener decides about what it wanted whole
    }
    boolean room = !direct && limits.fitsBuffer(size);
    return !room && !limits.isWhole(size) && excess == null;
  }

  /** The last bytes come. */
  private void finish(byte[] bytes, int offset, int length) throws IOException {
    copy.finish(bytes, offset, length);
    try {
      commit(true);
      listener.whole();
    } finally {
      copy.own(); // from now on the array is the handler's again
    }
  }

  /** Whether nothing leaves before all of it is there. */
  private boolean isHeld() {
    return holding() && departure.isHeld();
  }

  /** Sends what is held, and whatever the container holds. */
  void flush() throws IOException {
    if (isHeld()) {
      return;
    }
    if (holding()) {
      commit(false);
    }
    flow.settle();
    checkNotEnded();
    early = false;
    flow.flush();
  }

  /** Ends the body. */
  void close() throws IOException {
    if (!closed) {
      complete();
      closed = true;
      listener.whole();
    }
    flow.close();
  }

  /** The body is all that there will be. */
  void complete() throws IOException {
    if (limits.isMismatch(copy.size()) && !passing()) {
      handOver(Reason.LENGTH_MISMATCH);
    } else if (holding()) {
      commit(true);
    }
    if (copy.contradictsHead()) {
      lose(Reason.LENGTH_MISMATCH);
    }
  }

  /** Drops what is held. */
  void discard() {
    if (flow.isBegun()) {
      lose(Reason.RESET);
    }
    flow.discard();
  }

  /** Forgets what a reset takes back: nothing has left, or the container would not allow it. */
  void reset() {
    boolean begun = flow.isBegun();
    boolean passed = passing();
    if (heads.announced() >= 0) {
      lose(Reason.RESET); // Undertow truncates what follows to the length it should have forgotten
    }
    discard();
    heads.reset();
    forgetWriter();
    if (begun) {
      flow.again(); // another head will leave, of which the listener is to be told
      departure.again();
    } else if (passed) {
      departure.takenBack();
    }
  }

  /** Keeps nothing from now on; what is held stays held. The first reason counts. */
  void lose(Reason reason) {
    flow.lose(reason);
  }

  /**
   * The same from another thread than the one that writes, which learns of it at its next write.
   */
  void forsake(Reason reason) {
    flow.forsake(reason);
  }

  /** Keeps nothing from now on; what is held goes to the container, which buffers from here on. */
  void handOver(Reason reason) throws IOException {
    lose(reason);
    if (holding()) {
      commit(false);
    }
  }

  /** The container makes the response from here on; what is held is dropped. */
  void giveBack(Reason reason) {
    lose(reason);
    if (holding()) {
      flow.giveBack();
    }
  }

  /** Tells the listener of a head that the container is going to make. */
  void announceHead(Reason reason, int status) {
    lose(reason);
    departure.announce(status);
  }

  /** The container makes the response, which is known by now and has no body. */
  void redirects(String location, int status, Gate.Step sendRedirect) throws IOException {
    discard();
    departure.leaveFor(location, status);
    listener.whole();
    flow.giveBack(); // whatever follows is the container's to refuse
    sendRedirect.run();
    departure.asSent();
  }

  private void commit(boolean whole) throws IOException {
    flow.leaves(departure.leave(whole));
  }

  /**
   * The handler goes on when the chain has returned, in threads of its own. What is held goes to
   * the container now, and the rest as it is written: however the response ends then, nothing is
   * lost.
   */
  void goesAsync() throws IOException {
    direct = true;
    flow.tie();
    makeWay();
  }

  /** Writing goes on without blocking. */
  void goesNonBlocking() throws IOException {
    flow.outlet().goesNonBlocking();
    goesAsync();
  }

  /** Puts what is held where somebody else is about to write. */
  void makeWay() throws IOException {
    if (holding() && !isEmpty() && !isHeld()) {
      commit(false);
      early = true;
    }
  }

  /** Notices that somebody ended the container's response, whose buffer cannot be full yet. */
  private void checkNotEnded() {
    if (early && flow.is(BodyState.COPYING) && !closed) {
      if (!limits.fitsBuffer(copy.size())) {
        early = false;
      } else if (real.isCommitted()) {
        lose(Reason.BYPASSED);
      }
    }
  }

  /** What follows a forward does not reach the client (Servlet 6.0, 9.4). */
  void forwarded() {
    if (flow.isBegun() || keeping()) {
      closed = true;
    }
  }
}
