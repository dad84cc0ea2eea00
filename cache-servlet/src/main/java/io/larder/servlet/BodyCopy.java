package io.larder.servlet;

import io.larder.http.ResponseHead;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one response: its head as it left, and its body so far; or why there is nothing.
 *
 * <p>Not thread-safe, {@link #forsake} and {@link #isLost} excepted.
 */
final class BodyCopy {
  private final CaptureListener listener;
  private final InFlight inFlight;
  private final BodyBuffer body = new BodyBuffer();
  private final AtomicReference<@Nullable Reason> lost = new AtomicReference<>();
  private @Nullable ResponseHead head;
  private boolean ended;

  /** What the body takes of the memory for all; null as long as it is small. */
  private InFlight.@Nullable Share share;

  BodyCopy(CaptureListener listener, InFlight inFlight) {
    this.listener = listener;
    this.inFlight = inFlight;
  }

  int size() {
    return body.size();
  }

  /**
   * Whether there is memory for so many bytes more, which is taken then.
   *
   * @param announced how long the body will be, or less than 0 if nobody said
   */
  boolean takesRoom(int length, long announced) {
    int capacity = body.capacityWith(length, announced);
    if (capacity <= InFlight.FREE) {
      return true;
    }
    if (share == null) {
      share = inFlight.begin(this);
    }
    return share.grow(capacity);
  }

  private void givesRoomBack() {
    if (share != null) {
      share.end();
    }
  }

  /** Hands the body to whom it goes. */
  void writeTo(Sink sink) throws IOException {
    if (body.size() > 0) {
      sink.write(body.array(), body.start(), body.size());
    }
  }

  /** Whoever takes bytes. */
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /** The body, if it may still be kept. */
  @Nullable WholeBody whole() {
    return isLost() ? null : body;
  }

  /**
   * Adds bytes.
   *
   * @param announced how long the body will be, or less than 0 if nobody said
   */
  void append(byte[] bytes, int offset, int length, long announced) {
    body.append(bytes, offset, length, announced);
  }

  /**
   * Adds the last bytes, of which there is no copy until {@link #own} if they are the first too.
   */
  void finish(byte[] bytes, int offset, int length) {
    if (body.size() == 0) {
      body.lend(bytes, offset, length);
    } else {
      body.append(bytes, offset, length, (long) body.size() + length);
    }
  }

  /** Copies what is still the handler's. */
  void own() {
    body.own();
  }

  /** Drops the body, and expects another. */
  void clear() {
    body.clear();
  }

  /** Drops the body. */
  void free() {
    body.free();
    givesRoomBack();
  }

  /** Drops the body, unless its beginning is kept. */
  void drop() {
    if (!isBeginning(lost.get())) {
      free();
    }
  }

  private boolean isBeginning(@Nullable Reason reason) {
    return head != null && reason != null && reason.cutsShort() && listener.keepsBeginnings();
  }

  boolean isLost() {
    return lost.get() != null;
  }

  /** Says, from any thread, that nothing is kept. The first reason counts. */
  void forsake(Reason reason) {
    if (lost.compareAndSet(null, reason)) {
      listener.lost(reason);
    }
  }

  /** The listener has said so itself. */
  void forsakeAsTold() {
    boolean unused = lost.compareAndSet(null, Reason.PASSED);
  }

  /** The head has left. */
  void leave(ResponseHead head) {
    this.head = head;
  }

  @Nullable ResponseHead head() {
    return head;
  }

  /** Whether there is a body where the head allows none. */
  boolean contradictsHead() {
    return head != null && Heads.bodiless(head.status()) && body.size() > 0;
  }

  /** Nothing follows: whoever keeps the body counts it from now on. */
  void end() {
    ended = true;
    givesRoomBack();
  }

  /** The head that has left and the body so far; null if nothing is kept. */
  Captured.@Nullable Complete all() {
    ResponseHead sent = head;
    return sent == null || isLost()
        ? null
        : new Captured.Complete(sent.status(), sent.fields(), body.bytes());
  }

  Captured captured() {
    givesRoomBack();
    ResponseHead sent = head;
    if (sent == null || !ended) {
      Reason reason = lost.get();
      return new Captured.Incomplete(reason == null ? Reason.UNFINISHED : reason);
    }
    Captured.Complete whole = new Captured.Complete(sent.status(), sent.fields(), body.bytes());
    Reason reason = lost.get(); // asked last: who says so from another thread drops the body then
    if (reason == null) {
      return whole;
    }
    return new Captured.Incomplete(reason, isBeginning(reason) ? whole : null);
  }
}
