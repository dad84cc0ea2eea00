package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.cache.Page;
import io.larder.cache.flight.Leader;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Fill} ends: stored, or for one of many reasons not; and what that means for those
 * who wait, and for what is stored. What happens in between is noted here by whichever thread it
 * happens in.
 */
final class FillEnding {

  private final HandlerRun run;
  private final Landing landing;
  private final Leader<Landed> leader;

  private volatile boolean returned;
  private volatile boolean wentAsync;
  private volatile boolean gaveUp;
  private volatile @Nullable Reason lost;

  /** Whether what the handler has answered, which is not stored, ends what is. */
  private boolean ends;

  FillEnding(HandlerRun run, Landing landing, Leader<Landed> leader) {
    this.run = run;
    this.landing = landing;
    this.leader = leader;
  }

  /** The handler has returned, or has ended its response since. */
  void returned() {
    returned = true;
  }

  boolean hasReturned() {
    return returned;
  }

  /** The handler has ended its response after the chain had returned. */
  void endedLater() {
    wentAsync = true;
    returned = true;
  }

  boolean wentAsync() {
    return wentAsync;
  }

  /** The handler has something else to say than about what is stored. */
  void gaveUp() {
    gaveUp = true;
  }

  /** Why nothing will be stored; null as long as something may be. */
  @Nullable Reason lost() {
    return lost;
  }

  /** Why nothing is stored where the handler has thrown: what it did wrong before, if anything. */
  Reason failure() {
    Reason reason = lost;
    return reason == null || reason == Reason.PASSED ? Reason.ERROR : reason;
  }

  /** Whether another response may be given in the place of the handler's. */
  boolean isOpen() {
    Reason reason = lost;
    return reason == null || reason == Reason.RESET;
  }

  /** Whether something was handed to the store, whatever became of it. */
  boolean isKept() {
    return landing.kept() != null;
  }

  /** The page as it has been handed to the store; null if none has. */
  @Nullable Page shelved() {
    return landing.shelved();
  }

  /** Whether the handler has said another thing than what is stored, without being stored. */
  boolean endsWhatWasFound() {
    return !isKept() && (ends || gaveUp);
  }

  /** Whether the answer was not stored, and says that what is stored is not the page any more. */
  boolean endsWhatIsStored() {
    return !isKept() && returned && (ends || lost == Reason.PERSONAL);
  }

  /** Nothing will be stored: those who wait for it are let go. */
  void lost(Reason reason) {
    lost = reason;
    switch (reason) {
      case ERROR, TIMEOUT -> {
        run.fails();
        leader.fail(new HandlerFailed(SC_INTERNAL_SERVER_ERROR));
      }
      case TOO_LARGE, IN_FLIGHT -> {
        landing.unshared();
        leader.release();
      }
      case SEND_ERROR, REDIRECT -> {} // known with the status
      case ABORTED -> leader.close(); // somebody else leads on, however long this one still runs
      default -> leader.release();
    }
  }

  /** The client was given what was stored in the place of a failure. */
  void replaced(int status) {
    lost = Reason.PASSED;
    run.fails();
    leader.fail(new HandlerFailed(status));
  }

  /** The client was given what the handler has confirmed or completed, which is stored by then. */
  void replied() {
    if (!isKept()) {
      lost = Reason.PASSED;
    }
  }

  /** What the handler answers is not stored, and the client gets it. */
  void refused(int status, String refusal) {
    ends = run.endsWhatIsStored(status, refusal);
    if (lost == null && run.isUnshared(status, refusal)) {
      landing.unshared();
    }
    letGo(status);
  }

  /** Lets those go who wait; one after the other where the handler is in trouble. */
  void letGo(int status) {
    if (Endings.isServerError(status)) {
      run.fails();
      leader.fail(new HandlerFailed(status));
    } else if (lost != Reason.ABORTED) {
      leader.release();
    }
  }

  /** Stores a whole response, then hands it to those who wait; null if it may not be stored. */
  @Nullable Kept keep(int status, HttpFields said, byte[] body) {
    HttpFields fields = run.varied(said);
    FillJudge.Granted granted = run.terms(new ResponseHead(status, fields));
    if (granted == null) {
      return null;
    }
    Page page = run.page(status, fields, body, granted);
    boolean sent = run.capturing().endedByHandler();
    return landing.keep(page, granted, run.asked(), fields.first("ETag"), run.cost(), sent);
  }

  /** The response has ended: stores what has been sent, and lets go who still waits. */
  void finish() {
    try {
      keepWhatWasSent();
    } finally {
      landing.count(run, lost);
      landing.abandon();
      leader.close();
    }
  }

  private void keepWhatWasSent() {
    if (isKept()) {
      return;
    }
    Captured captured = run.capturing().captured();
    if (lost == null && captured instanceof Captured.Complete complete) {
      String refusal = run.refusal(complete.fields(), complete::body);
      if (refusal == null) {
        Kept unused = keep(complete.status(), complete.fields(), complete.body());
      } else {
        refused(complete.status(), refusal); // its client has been told otherwise
      }
    } else if (captured instanceof Captured.Incomplete incomplete
        && incomplete.beginning() != null) {
      landing.keepBeginning(incomplete.beginning(), run);
    }
    if (!isKept() && lost != Reason.ABORTED) {
      leader.release();
    }
  }
}
