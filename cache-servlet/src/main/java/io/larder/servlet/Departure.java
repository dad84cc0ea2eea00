package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The moment in which a response's head leaves, once: the listener decides what becomes of it. */
final class Departure {
  private static final String LOCATION = "Location";

  private final HttpServletResponse real;
  private final Heads heads;
  private final BodyCopy copy;
  private final CaptureListener listener;

  /** Whether it is settled who gives the response. */
  private final AtomicBoolean begun = new AtomicBoolean();

  private int sentStatus;

  Departure(HttpServletResponse real, Heads heads, BodyCopy copy, CaptureListener listener) {
    this.real = real;
    this.heads = heads;
    this.copy = copy;
    this.listener = listener;
  }

  /** Whether the listener wants the whole response before its head leaves. */
  boolean isHeld() {
    return !copy.isLost() && listener.holds(real.getStatus());
  }

  /**
   * Lets the head leave.
   *
   * @param whole whether the body is complete
   * @return what becomes of the body, NO_BODY if another response was given in the place of this
   */
  AtCommit leave(boolean whole) {
    return leave(heads.read(), whole ? copy : null);
  }

  private AtCommit leave(ResponseHead head, @Nullable BodyCopy whole) {
    if (!begun.compareAndSet(false, true)) {
      return AtCommit.NO_BODY;
    }
    listener.sends();
    copy.leave(head);
    if (!copy.isLost() && Heads.isEventStream(head)) {
      copy.forsake(Reason.EVENT_STREAM);
    }
    AtCommit answer = listener.beforeCommit(head, whole == null ? null : whole.whole(), real);
    sentStatus = real.getStatus();
    if (answer == AtCommit.PASS) {
      copy.forsakeAsTold();
    }
    // Whatever another thread has said meanwhile: the client has its answer.
    return copy.isLost() && answer != AtCommit.NO_BODY ? AtCommit.PASS : answer;
  }

  /** What has left was taken back. */
  void again() {
    begun.set(false);
  }

  /** All that was announced is there. */
  void hasAll() {
    Captured.Complete all = copy.all();
    if (all != null) {
      listener.hasAll(all);
    }
  }

  /** What was passed on has not left the container, and was taken back. */
  void takenBack() {
    if (begun.get()) {
      listener.takenBack(real);
    }
  }

  /** Tells the listener of a head that the container is going to make. */
  void announce(int status) {
    listener.beforeCommit(new ResponseHead(status, heads.read().fields()), null, real);
  }

  /** Lets the head of a redirect leave, which the container spells out. */
  void leaveFor(String location, int status) {
    HttpFields fields = heads.read().fields().toBuilder().set(LOCATION, location).build();
    AtCommit unused = leave(new ResponseHead(status, fields), null);
  }

  /** What has left is a redirect as the container has spelled it out. */
  void asSent() {
    ResponseHead said = copy.head();
    String location = real.getHeader(LOCATION);
    sentStatus = real.getStatus();
    if (said != null && location != null) {
      HttpFields fields = said.fields().toBuilder().set(LOCATION, kept(said, location)).build();
      copy.leave(new ResponseHead(sentStatus, fields));
    } else {
      copy.forsake(Reason.REDIRECT);
    }
  }

  /** Where a container has spelled out the host that was asked, others may ask another one. */
  private String kept(ResponseHead said, String sent) {
    String handlers = said.fields().first(LOCATION);
    boolean relative = handlers != null && !handlers.startsWith("//") && !hasScheme(handlers);
    return relative && listener.sharesHosts() && hasScheme(sent) ? withoutOrigin(sent) : sent;
  }

  private static boolean hasScheme(String location) {
    return location.matches("(?i)[a-z][a-z0-9+.-]*:.*");
  }

  private static String withoutOrigin(String location) {
    int path = location.indexOf('/', location.indexOf("//") + 2);
    return path < 0 ? "/" : location.substring(path);
  }

  /** Lets another response be given, if nothing of this one has left. */
  boolean replacedBy(BooleanSupplier other) {
    if (!begun.compareAndSet(false, true)) {
      return false;
    }
    boolean replaced = other.getAsBoolean();
    begun.set(replaced);
    return replaced;
  }

  /** Whether the container has sent an answer that is a good one, and has no body. */
  boolean isEmptyAnswer() {
    int status = real.getStatus();
    return status / 100 == 2
        && (Heads.bodiless(status) || "0".equals(real.getHeader("Content-Length")));
  }

  /** Whether the head that the container has sent is not the one that left here. */
  boolean isContradicted() {
    return copy.head() == null || real.getStatus() != sentStatus;
  }
}
