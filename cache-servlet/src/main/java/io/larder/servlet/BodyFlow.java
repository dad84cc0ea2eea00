package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes and characters of one body go, as its {@linkplain BodyState state} says: to the
 * container, into the copy, to both, to none. When the state changes {@link BodyWay} decides.
 *
 * <p>Not thread-safe, {@link #forsake} excepted.
 */
final class BodyFlow {
  private final Heads heads;
  private final BodyCopy copy;
  private final CaptureListener listener;
  private final Outlet outlet;
  private BodyState state = BodyState.HOLDING;
  private @Nullable CapturingWriter writer;

  /** Whether the container tells the handler itself that its client has gone. */
  private boolean tied;

  BodyFlow(HttpServletResponse real, Heads heads, BodyCopy copy, CaptureListener listener) {
    this.heads = heads;
    this.copy = copy;
    this.listener = listener;
    this.outlet = new Outlet(real, listener, this::goesOnWithout);
  }

  boolean is(BodyState asked) {
    return state == asked;
  }

  /** Whether the head has left, and the body is kept as it follows. */
  boolean isBegun() {
    return state == BodyState.COPYING || state == BodyState.FOR_OTHERS;
  }

  Outlet outlet() {
    return outlet;
  }

  /** Sends bytes to the client, unless it gets none, or none yet. */
  void send(byte[] bytes, int offset, int length) throws IOException {
    checkAwaited();
    state.send(outlet, bytes, offset, length);
  }

  /** Adds bytes to the copy; while they are held it is the only place where they are. */
  void keep(byte[] bytes, int offset, int length) {
    if (!copy.isLost() || state == BodyState.HOLDING) {
      copy.append(bytes, offset, length, heads.announced());
    }
  }

  /** Sends what the container holds. */
  void flush() throws IOException {
    if (state != BodyState.FOR_OTHERS) {
      outlet.flush();
    }
  }

  /** Ends the body. */
  void close() throws IOException {
    if (state != BodyState.FOR_OTHERS) {
      outlet.close();
    }
  }

  /**
   * The client has gone. Where others wait, its handler goes on for them: each would have to begin
   * anew, one after the other, and may have gone as well.
   */
  private boolean goesOnWithout(Exception failure) {
    if (failure instanceof IOException
        && state == BodyState.COPYING
        && !tied
        && !copy.isLost()
        && listener.isAwaited()) {
      state = BodyState.FOR_OTHERS;
      return true;
    }
    lose(Reason.ABORTED);
    return false;
  }

  /** A handler that goes on without its client does so for as long as others wait. */
  private void checkAwaited() {
    if (state == BodyState.FOR_OTHERS && !listener.isAwaited()) {
      lose(Reason.ABORTED);
    }
  }

  /** From now on the container tells the handler what becomes of its client. */
  void tie() {
    tied = true;
    if (state == BodyState.FOR_OTHERS) {
      lose(Reason.ABORTED);
    }
  }

  /** The head has left: what was held follows it, as far as it is to. */
  void leaves(AtCommit answer) throws IOException {
    if (answer == AtCommit.PASS) {
      release();
    } else {
      left(answer);
      copy.writeTo(this::send);
    }
  }

  /** The head has left, and with it all that was to. */
  void left(AtCommit answer) {
    state = BodyState.after(answer);
  }

  /** Gives what is held to the container, the way the handler wrote it: as bytes or characters. */
  void release() throws IOException {
    state = BodyState.PASSING;
    openWriter();
    copy.writeTo(outlet::pass);
    copy.free();
  }

  /** Begins anew: what has left was taken back. */
  void again() {
    state = BodyState.HOLDING;
  }

  /** Keeps nothing from now on; what is held stays held. The first reason counts. */
  void lose(Reason reason) {
    copy.forsake(reason);
    state = state.whenLost();
    if (state != BodyState.HOLDING) {
      copy.drop();
    }
  }

  /** The same from another thread than the one that writes, which {@linkplain #settle follows}. */
  void forsake(Reason reason) {
    copy.forsake(reason);
  }

  /** Follows what another thread has said. */
  void settle() {
    if (isBegun() && copy.isLost()) {
      state = state.whenLost();
      copy.drop();
    }
  }

  /** Drops what is held, and leaves the rest to the container. */
  void giveBack() {
    state = BodyState.PASSING;
    copy.free();
    forgetWriter();
  }

  /** Drops what has come so far, and expects another body. */
  void discard() {
    copy.clear();
    if (writer != null) {
      writer.discard();
    }
  }

  /** Says who encodes the handler's characters; where they are passed on, the container does. */
  void encodeBy(CapturingWriter writer) throws IOException {
    this.writer = writer;
    if (state == BodyState.PASSING) {
      openWriter();
    }
  }

  private void openWriter() throws IOException {
    if (writer != null) {
      outlet.openWriter(writer.charset());
    }
  }

  void forgetWriter() {
    writer = null;
  }

  /** Writes what the encoder of characters still has. */
  void finishWriter() throws IOException {
    if (writer != null && outlet.writer() == null) {
      writer.finish();
    }
  }

  /** The container's writer, if what is written to ours goes there. */
  @Nullable PrintWriter passedWriter() {
    return outlet.writer();
  }
}
