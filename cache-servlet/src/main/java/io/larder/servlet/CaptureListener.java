package io.larder.servlet;

import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Whoever decides about one response on its way through a {@link CapturingResponse}. */
interface CaptureListener {

  /**
   * Called once, right before the head or the first byte goes to the container's response; not at
   * all if the handler threw before that, and once more if it has taken back what it had begun. The
   * fields can still be changed on {@code response}.
   *
   * <p>If {@link #lost} was called before, the answer does not count: the response is passed on.
   * The head may not be the final one then, since the container buffers from here on.
   *
   * @param head what the handler said so far
   * @param wholeBody the body if it was complete before the head left, else null
   * @param response the container's response
   */
  AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse response);

  /**
   * Whether a response of this status is held as long as it may be kept, so that {@link
   * #beforeCommit} is given the whole of it. Until then nothing leaves.
   */
  default boolean holds(int status) {
    return false;
  }

  /**
   * Called when all that a response has announced is there, before the last of it is sent. Not for
   * one that was complete when its head left.
   */
  default void hasAll(Captured.Complete response) {}

  /** Whether the beginning of a response is kept that is cut short. */
  default boolean keepsBeginnings() {
    return false;
  }

  /** Whether a response with trailer fields is kept, without them (RFC 9110, 6.5.1). */
  default boolean dropsTrailers() {
    return false;
  }

  /**
   * Called when a response that {@link #beforeCommit} has let pass was taken back, with all that
   * was added to its fields; another one will follow, of which nothing is kept.
   */
  default void takenBack(HttpServletResponse response) {}

  /** Whether what is kept is for requests to other hosts too. */
  default boolean sharesHosts() {
    return false;
  }

  /**
   * Called when the response is whole: nothing that its handler does from now on can change it. Not
   * if the handler leaves that to its return.
   */
  default void whole() {}

  /** Whether others wait for this response, so that it is of use if its client has gone. */
  default boolean isAwaited() {
    return false;
  }

  /** Called each time before something is handed to the container that it may send. */
  default void sends() {}

  /**
   * Called at most once, in the moment in which it becomes certain that nothing will be kept: those
   * who wait for this response wait in vain. Not called if {@link #beforeCommit} answers PASS. May
   * come from another thread than the handler's if that has gone asynchronous.
   */
  default void lost(Reason reason) {}

  /**
   * Called when an asynchronous handler has failed or has let its time pass, after {@link #lost},
   * if nothing of its response has left: whether another response was given in its place.
   */
  default boolean replaces() {
    return false;
  }

  /**
   * Called when an asynchronous handler leaves the rest to a servlet that it dispatches to. There
   * are containers that say nothing if that one throws: {@link #ended} may never be called then.
   */
  default void dispatched() {}

  /**
   * Called once when a response has ended that was not complete when the chain returned; the
   * container has not closed it yet if it was the handler who ended it.
   */
  default void ended() {}
}
