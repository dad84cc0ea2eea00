package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static java.util.Objects.requireNonNull;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of one body from the handler to the container: held until it must leave, copied on its
 * way as long as it may be kept.
 *
 * <p>Not thread-safe while it holds or copies: that is for one thread at a time, the handler's, or
 * whichever an asynchronous handler writes with. Once it only passes on, it has no state of its
 * own, and what the container promises to other threads holds. {@link #forsake} is for any thread.
 */
final class Capture {

  private enum State {
    /** Nothing has left; the body lies here. */
    HOLDING,
    /** The head has left; bytes go to the container and are kept. */
    COPYING,
    /** A head without a body has left; bytes are kept, and none goes to the container. */
    KEEPING,
    /** The container buffers; nothing is kept. */
    PASSING
  }

  private final HttpServletResponse real;
  private final long maxBody;
  private final CaptureListener listener;
  private final BodyBuffer body = new BodyBuffer();
  private final Heads heads;

  private State state = State.HOLDING;

  /** Whether bytes were given to the container before its head had to leave. */
  private boolean early;

  /** Whether nothing is held: what is written goes to the container at once. */
  private boolean direct;

  /** Whether the handler writes without blocking. */
  private boolean nonBlocking;

  /** Whether a thread is inside of the container's stream with bytes of the handler's. */
  private volatile boolean writing;

  /** Whether it is settled who gives the response. */
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Held while an asynchronous handler is inside of the container's response, and to end that. */
  private final Object inside = new Object();

  /** Whether the container has taken its response back. */
  private boolean over;

  private boolean closed;
  private boolean returned;
  private @Nullable ResponseHead head;
  private int sentStatus;
  private final AtomicReference<@Nullable Reason> lost = new AtomicReference<>();
  private @Nullable CapturingWriter writer;

  /** The container's writer, if what was written to ours went there. */
  private @Nullable PrintWriter passedWriter;

  Capture(HttpServletResponse real, long maxBody, Heads heads, CaptureListener listener) {
    this.real = real;
    this.maxBody = Math.min(maxBody, Integer.MAX_VALUE - 8);
    this.heads = heads;
    this.listener = listener;
  }

  boolean passing() {
    return state == State.PASSING;
  }

  boolean holding() {
    return state == State.HOLDING;
  }

  boolean keeping() {
    return state == State.KEEPING;
  }

  boolean isEmpty() {
    return body.size() == 0;
  }

  @Nullable PrintWriter passedWriter() {
    return passedWriter;
  }

  void encodeBy(@Nullable CapturingWriter writer) {
    this.writer = writer;
  }

  /** Takes bytes from the handler. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    inside(() -> take(bytes, offset, length));
  }

  /** Does what reaches the container's response, unless that is another request's by now. */
  private void inside(Step step) throws IOException {
    if (!direct) {
      step.run(); // the container waits for the chain to return
      return;
    }
    synchronized (inside) {
      if (over) {
        throw new IOException("The response has ended, and nothing can be written to it any more");
      }
      writing = true;
      try {
        step.run();
      } finally {
        writing = false;
      }
    }
  }

  /**
   * Called when the container is about to use its response for another request: waits for whoever
   * is inside, and lets nobody in from then on.
   */
  void isOver() {
    synchronized (inside) {
      over = true;
    }
  }

  private void take(byte[] bytes, int offset, int length) throws IOException {
    settle();
    checkNotEnded();
    long size = (long) body.size() + length;
    long announced = heads.announced();
    if (state == State.PASSING) {
      pass(bytes, offset, length);
    } else if (closed) {
      send(bytes, offset, length);
    } else if ((announced > maxBody || size > maxBody) && holdsAll()) {
      commit(false);
      take(bytes, offset, length);
    } else if (announced >= 0 && size > announced) {
      handOver(Reason.LENGTH_MISMATCH);
      send(bytes, offset, length);
    } else if (announced > maxBody || size > maxBody) {
      handOver(Reason.TOO_LARGE);
      send(bytes, offset, length);
    } else if (state != State.HOLDING) {
      send(bytes, offset, length);
      keep(bytes, offset, length);
    } else if (size == announced || (!direct && size <= real.getBufferSize()) || holdsAll()) {
      keep(bytes, offset, length);
      if (size == announced) {
        commit(true); // Servlet 6.0, 5.7: it is complete, whatever the handler does next
      }
    } else {
      commit(false);
      take(bytes, offset, length);
    }
  }

  /** Follows what another thread has said. */
  private void settle() {
    if (lost.get() != null && state == State.COPYING) {
      state = State.PASSING;
      body.free();
    }
  }

  /** Whether nothing leaves before all of it is there. */
  private boolean holdsAll() {
    return state == State.HOLDING && lost.get() == null && listener.holds(real.getStatus());
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (lost.get() == null || state == State.HOLDING) {
      body.append(bytes, offset, length, heads.announced());
    }
  }

  /** Sends bytes to the client, unless it gets none. */
  private void send(byte[] bytes, int offset, int length) throws IOException {
    switch (state) {
      case PASSING -> pass(bytes, offset, length);
      case COPYING -> {
        listener.sends();
        guarded(() -> real.getOutputStream().write(bytes, offset, length));
      }
      default -> {}
    }
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    if (passedWriter == null) {
      real.getOutputStream().write(bytes, offset, length);
    } else {
      Charset charset = requireNonNull(writer, "writer").charset();
      passedWriter.append(charset.decode(ByteBuffer.wrap(bytes, offset, length)));
    }
  }

  /** Sends what is held, and whatever the container holds. */
  void flush() throws IOException {
    inside(this::flushNow);
  }

  private void flushNow() throws IOException {
    if (holdsAll()) {
      return;
    }
    if (state == State.HOLDING) {
      commit(false);
    }
    settle();
    checkNotEnded();
    early = false;
    listener.sends();
    guarded(nonBlocking ? real.getOutputStream()::flush : real::flushBuffer);
  }

  /** Ends the body. */
  void close() throws IOException {
    inside(this::closeNow);
  }

  private void closeNow() throws IOException {
    if (!closed) {
      complete();
      closed = true;
    }
    if (passedWriter != null) {
      passedWriter.close();
    } else {
      listener.sends();
      guarded(() -> real.getOutputStream().close());
    }
  }

  /** The body is all that there will be. */
  private void complete() throws IOException {
    long announced = heads.announced();
    // RFC 9110 8.6: the length in a 304 is that of the 200 for which it stands.
    boolean mismatch =
        announced >= 0 && announced != body.size() && real.getStatus() != SC_NOT_MODIFIED;
    if (mismatch && state != State.PASSING) {
      handOver(Reason.LENGTH_MISMATCH);
    } else if (state == State.HOLDING) {
      commit(true);
    }
    if (head != null && Heads.bodiless(head.status()) && body.size() > 0) {
      lose(Reason.LENGTH_MISMATCH);
    }
  }

  /** Drops what is held. */
  void discard() {
    if (state == State.COPYING) {
      lose(Reason.RESET);
    }
    body.clear();
    if (writer != null) {
      writer.discard();
    }
  }

  /** Forgets what a reset takes back. */
  void reset() {
    if (heads.announced() >= 0) {
      lose(Reason.RESET); // Undertow truncates what follows to the length it should have forgotten
    }
    discard();
    heads.reset();
    writer = null;
  }

  /** Keeps nothing from now on; what is held stays held. The first reason counts. */
  void lose(Reason reason) {
    forsake(reason);
    if (state == State.COPYING) {
      state = State.PASSING;
    }
    if (state != State.HOLDING) {
      body.free();
    }
  }

  /**
   * The same from another thread than the one that writes, which learns of it at its next write.
   */
  void forsake(Reason reason) {
    if (lost.compareAndSet(null, reason)) {
      listener.lost(reason);
    }
  }

  /** Keeps nothing from now on; what is held goes to the container, which buffers from here on. */
  void handOver(Reason reason) throws IOException {
    lose(reason);
    if (state == State.HOLDING) {
      commit(false);
    }
  }

  /** The container makes the response from here on; what is held is dropped. */
  void giveBack(Reason reason) {
    lose(reason);
    if (state == State.HOLDING) {
      state = State.PASSING;
      body.free();
      writer = null;
    }
  }

  /** Tells the listener of a head that the container is going to make, perhaps a redirect. */
  void announceHead(Reason reason, int status, @Nullable String location) {
    lose(reason);
    HttpFields fields = heads.read().fields();
    if (location != null) {
      fields = fields.toBuilder().set("Location", location).build();
    }
    ResponseHead made = new ResponseHead(status, fields);
    listener.beforeCommit(made, null, real);
  }

  private void commit(boolean whole) throws IOException {
    if (!begun.compareAndSet(false, true)) {
      state = State.KEEPING; // another response was given in the place of this one
      return;
    }
    listener.sends();
    ResponseHead now = heads.read();
    head = now;
    if (lost.get() == null && Heads.isEventStream(now)) {
      lose(Reason.EVENT_STREAM);
    }
    byte[] all = whole && lost.get() == null ? body.toArray() : null;
    AtCommit answer = listener.beforeCommit(now, all, real);
    sentStatus = real.getStatus();
    if (answer == AtCommit.PASS) {
      lost.compareAndSet(null, Reason.PASSED);
    }
    if (lost.get() != null) {
      release();
    } else if (answer == AtCommit.NO_BODY) {
      state = State.KEEPING;
    } else {
      state = State.COPYING;
      if (body.size() > 0) {
        send(body.array(), 0, body.size());
      }
    }
  }

  /** Gives what is held to the container, the way the handler wrote it: as bytes or characters. */
  private void release() throws IOException {
    state = State.PASSING;
    if (writer != null) {
      passedWriter = real.getWriter();
    }
    if (body.size() > 0) {
      pass(body.array(), 0, body.size());
    }
    body.free();
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
    nonBlocking = true;
    goesAsync();
  }

  /** The handler has ended the response, which the container has not closed yet. */
  void end() {
    if (writing) {
      forsake(Reason.ABORTED); // somebody else still writes to what was ended
    } else {
      try {
        inside(
            () -> {
              settle();
              endBody();
            });
      } catch (IOException e) {
        forsake(Reason.ABORTED);
      }
    }
    returned = true;
  }

  /** Lets another response be given, if nothing of this one has left; what follows goes nowhere. */
  boolean replacedBy(BooleanSupplier other) {
    if (!begun.compareAndSet(false, true)) {
      return false;
    }
    boolean replaced = other.getAsBoolean();
    begun.set(replaced);
    return replaced;
  }

  /** The container has closed the response. */
  void endedByContainer() {
    if (writing || head == null || real.getStatus() != sentStatus) {
      forsake(Reason.UNFINISHED);
    } else if (!closed && heads.announced() >= 0 && heads.announced() != body.size()) {
      forsake(Reason.LENGTH_MISMATCH);
    }
    returned = true;
  }

  void chainReturned() throws IOException {
    endBody();
    returned = true;
  }

  private void endBody() throws IOException {
    if (state == State.HOLDING && real.isCommitted()) {
      lose(Reason.BYPASSED);
      release();
    } else if (!closed) {
      if (writer != null && passedWriter == null) {
        writer.finish();
      }
      complete();
    }
  }

  void chainThrew() {
    lose(Reason.ERROR);
    if (state == State.HOLDING) {
      try {
        release();
      } catch (IOException e) {
        // The client is gone, and what the handler threw goes on its way.
        body.free();
      }
    }
  }

  /** Puts what is held where somebody else is about to write. */
  void makeWay() throws IOException {
    if (state == State.HOLDING && body.size() > 0 && !holdsAll()) {
      commit(false);
      early = true;
    }
  }

  /** Notices that somebody ended the container's response, whose buffer cannot be full yet. */
  private void checkNotEnded() {
    if (early && state == State.COPYING && !closed) {
      if (body.size() > real.getBufferSize()) {
        early = false;
      } else if (real.isCommitted()) {
        lose(Reason.BYPASSED);
      }
    }
  }

  /** What follows a forward does not reach the client (Servlet 6.0, 9.4). */
  void forwarded() {
    if (state == State.COPYING || state == State.KEEPING) {
      closed = true;
    }
  }

  /** Whether nothing could follow any more when the chain returned. */
  boolean endedByHandler() {
    return closed || (state != State.HOLDING && body.size() == heads.announced());
  }

  Captured captured() {
    Reason reason = lost.get();
    if (reason != null) {
      return new Captured.Incomplete(reason);
    }
    if (head == null || !returned) {
      return new Captured.Incomplete(Reason.UNFINISHED);
    }
    return new Captured.Complete(head.status(), head.fields(), body.toArray());
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What fails on the way to the client ends the capture, whatever the handler makes of it. */
  private void guarded(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      lose(Reason.ABORTED);
      throw e;
    }
  }
}
