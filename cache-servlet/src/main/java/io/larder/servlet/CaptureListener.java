package io.larder.servlet;

import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Whoever decides about one response on its way through a {@link CapturingResponse}. */
interface CaptureListener {

  /**
   * Called once, right before the head or the first byte goes to the container's response; not at
   * all if the handler threw before that. The fields can still be changed on {@code response}.
   *
   * <p>If {@link #lost} was called before, the answer does not count: the response is passed on.
   * The head may not be the final one then, since the container buffers from here on.
   *
   * @param head what the handler said so far
   * @param wholeBody the body if it was complete before the head left, else null; not to be changed
   * @param response the container's response
   */
  AtCommit beforeCommit(
      ResponseHead head, byte @Nullable [] wholeBody, HttpServletResponse response);

  /** Called each time before something is handed to the container that it may send. */
  void sends();

  /**
   * Called at most once, in the moment in which it becomes certain that nothing will be kept: those
   * who wait for this response wait in vain. Not called if {@link #beforeCommit} answers PASS.
   */
  void lost(Reason reason);
}
