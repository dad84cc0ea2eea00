package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Finds out when the response of a request that went asynchronous has ended, and how.
 *
 * <p>It has ended when the handler completes it, if the chain has returned by then; where the
 * handler dispatches, or the container ends it, when the container says so. Thread-safe: handlers
 * complete in threads of their own, and time passes in the container's.
 */
final class AsyncEnd implements AsyncListener {

  private static final Logger LOG = System.getLogger(AsyncEnd.class.getName());

  private final Capture capture;
  private final BodyEnd ending;
  private final CaptureListener listener;

  // All guarded by this.
  private boolean started;
  private boolean chainReturned;
  private boolean completed;
  private boolean dispatched;
  private boolean ended;
  private boolean answered;
  private boolean over;

  AsyncEnd(Capture capture, BodyEnd ending, CaptureListener listener) {
    this.capture = capture;
    this.ending = ending;
    this.listener = listener;
  }

  /** Called when the request has gone asynchronous; each time, should it do so again. */
  CapturedAsync begun(AsyncContext real, boolean original) {
    synchronized (this) {
      started = true;
      completed = false;
    }
    capture.goesOn();
    real.addListener(this);
    return new CapturedAsync(real, this, original);
  }

  /** What a handler's listener is shown of a context that was begun anew. */
  CapturedAsync shown(AsyncContext real, boolean original) {
    return real instanceof CapturedAsync captured
        ? captured
        : new CapturedAsync(real, this, original);
  }

  /** Called when the chain returned: whether the response goes on, and its end will be told. */
  synchronized boolean staysOpen() {
    chainReturned = true;
    boolean open = started && !completed && !ended;
    ended = !open;
    return open;
  }

  synchronized boolean wasStarted() {
    return started;
  }

  /** Called when the chain threw: that is the end. */
  synchronized void chainThrew() {
    ended = true;
  }

  void dispatches(AsyncContext real) {
    boolean asked;
    synchronized (this) {
      checkNotOver();
      asked = dispatched;
      dispatched = true;
    }
    if (!asked) {
      JettyEnd.tell(real.getRequest(), this::isOver);
    }
    capture.goesOn();
    listener.dispatched();
  }

  /** The container may use its context for another request by now. */
  private void checkNotOver() {
    if (over) {
      throw new IllegalStateException("The asynchronous request has ended");
    }
  }

  /**
   * Called when the handler completes the request.
   *
   * @return whether that was done in its stead before
   * @throws IllegalStateException if the container has ended the request
   */
  boolean completes() {
    synchronized (this) {
      checkNotOver();
      if (answered) {
        return true;
      }
      completed = true;
      if (!chainReturned || dispatched || ended) {
        return false; // more may follow until whoever runs now has returned
      }
      ended = true;
    }
    ends(capture::end);
    return false;
  }

  /** Has the last said about the response, and tells that it has ended, whatever comes of that. */
  private void ends(Runnable last) {
    try {
      last.run();
    } catch (LeakException e) {
      throw e; // which is for whoever tests the application
    } catch (RuntimeException e) {
      // A container that has broken the connection off does not keep the response until its end.
      capture.forsake(Reason.ABORTED);
    } finally {
      listener.ended();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    isOver();
  }

  private void isOver() {
    boolean endedBefore;
    boolean byTarget;
    synchronized (this) {
      endedBefore = ended;
      byTarget = dispatched && !completed;
      ended = true;
      over = true;
    }
    if (endedBefore) {
      capture.isOver(() -> {});
    } else {
      try {
        ends(() -> capture.isOver(() -> ending.byContainer(byTarget)));
      } catch (LeakException e) {
        LOG.log(Level.WARNING, "Nobody is left to throw this to", e);
      }
    }
  }

  /** Jetty has done with the request. If it has told no listener before, something went wrong. */
  private void isOver(@Nullable Throwable failure) {
    boolean wrong;
    synchronized (this) {
      if (over) {
        return;
      }
      wrong = !ended;
    }
    if (wrong) {
      capture.forsake(Reason.ABORTED);
    }
    isOver();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    failed(event, Reason.TIMEOUT);
  }

  @Override
  public void onError(AsyncEvent event) {
    failed(event, isOfConnection(event.getThrowable()) ? Reason.ABORTED : Reason.ERROR);
  }

  /**
   * Whether it is the client who has gone. Undertow tells that before the handler's next write can
   * fail. What a handler's own thread throws no container gets to see.
   */
  private synchronized boolean isOfConnection(@Nullable Throwable failure) {
    return failure instanceof IOException && !dispatched;
  }

  private void failed(AsyncEvent event, Reason reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
    }
    capture.isInTrouble(reason);
    if (reason == Reason.ABORTED || !ending.byAnother(listener::replaces)) {
      return;
    }
    synchronized (this) {
      answered = true;
      ended = true;
    }
    listener.ended();
    event.getAsyncContext().complete();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Whoever begins anew does so through the captured request, and is heard of there.
  }
}
