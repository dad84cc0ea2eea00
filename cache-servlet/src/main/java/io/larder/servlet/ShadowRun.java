package io.larder.servlet;

import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler whose answer goes to its client as it is: it is only told what would have
 * become of it, and of the request.
 */
final class ShadowRun implements CaptureListener {

  private final Exchange exchange;
  private final Located located;
  private final @Nullable Claim claim;
  private final @Nullable Page served;
  private final Backing backing;
  private final HandlerRun run;
  private Runnable atEnd = () -> {};
  private volatile @Nullable String refusal;
  private volatile boolean returned;

  /** What has become of the answer where it was remembered. */
  private @Nullable Kept kept;

  /**
   * Creates it.
   *
   * @param claim to remember the answer by; null if it would not be stored
   * @param served what would have been served instead; null if nothing would
   */
  ShadowRun(
      Exchange exchange,
      Located located,
      @Nullable Claim claim,
      @Nullable Page served,
      Backing backing) {
    this.exchange = exchange;
    this.located = located;
    this.claim = claim;
    this.served = served;
    this.backing = backing;
    HttpFields clients = exchange.head().fields().retain(FillRequest::hidden);
    this.run = new HandlerRun(exchange, clients, status -> false, this, backing);
  }

  /**
   * Runs the handler.
   *
   * @param atEnd is run when its answer has ended
   */
  void run(Runnable atEnd) throws IOException, ServletException {
    this.atEnd = atEnd;
    boolean open = false;
    try {
      run.run();
      open = run.capturing().staysOpen();
      if (!open) {
        returned = true;
        run.capturing().chainReturned();
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      run.capturing().chainThrew();
      refusal = Reason.ERROR.token();
      throw e;
    } finally {
      if (!open) {
        ended();
      }
    }
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    ResponseHead varied = new ResponseHead(head.status(), run.varied(head.fields()));
    String lost = refusal;
    String refused = lost != null ? lost : run.refusal(varied);
    if (refused == null && wholeBody != null) {
      refused = run.refusal(head.fields(), wholeBody::bytes);
    }
    if (refused != null) {
      refused(head.status(), refused, lost == null);
    } else if (wholeBody != null && returned) {
      remember(new Captured.Complete(head.status(), head.fields(), wholeBody.bytes()));
    }
    run.tell(real, told(head, refused, wholeBody));
    return refused == null ? AtCommit.CAPTURE : AtCommit.PASS;
  }

  /** Nobody would wait for the next answer if that is to be expected to be for one client too. */
  private void refused(int status, String why, boolean byItself) {
    refusal = why;
    if (claim != null && byItself && run.isUnshared(status, why)) {
      backing.unshared().remember(located.key());
    }
  }

  private CacheStatus told(
      ResponseHead head, @Nullable String refused, @Nullable WholeBody wholeBody) {
    if (served == null) {
      String limit = kept == null ? null : kept.refusal();
      String why = refused != null ? refused : limit;
      return Statuses.shadow(why != null ? why : claim == null ? "miss" : "stored");
    }
    // It may have a part then, or a 304.
    boolean conditional = exchange.head().fields().retain(FillRequest::hidden).size() > 0;
    boolean other =
        (refused != null && !conditional)
            || (wholeBody != null
                && refused == null
                && !ShadowPage.isSame(served, head.status(), head.fields(), wholeBody.bytes()));
    return Statuses.shadow(other && !exchange.isHead() ? "hit-outdated" : "hit");
  }

  @Override
  public void whole() {
    run.whole();
  }

  @Override
  public void lost(Reason reason) {
    refusal = reason.token();
    if (reason == Reason.TOO_LARGE && claim != null) {
      backing.unshared().remember(located.key());
    }
  }

  @Override
  public void takenBack(HttpServletResponse response) {
    run.tell(response, Statuses.shadow(Reason.RESET.token()));
  }

  @Override
  public void ended() {
    try {
      if (run.capturing().captured() instanceof Captured.Complete complete && refusal == null) {
        if (served != null) {
          compare(served, complete);
        } else if (claim != null && kept == null) {
          String inBody = run.refusal(complete.fields(), complete::body);
          if (inBody == null) {
            remember(complete);
          } else {
            refused(complete.status(), inBody, true);
          }
        }
      }
      tally();
    } finally {
      if (claim != null && kept == null) {
        backing.store().abandon(claim);
      }
      atEnd.run();
    }
  }

  private void compare(Page expected, Captured.Complete came) {
    if (!exchange.isHead()
        && !ShadowPage.isSame(expected, came.status(), came.fields(), came.body())) {
      exchange.policy().recorder().outdated(located.primary());
    }
  }

  private void remember(Captured.Complete came) {
    HttpFields fields = run.varied(came.fields());
    FillJudge.Granted granted =
        claim == null ? null : run.terms(new ResponseHead(came.status(), fields));
    if (claim == null || granted == null) {
      return;
    }
    Page page = run.page(came.status(), fields, came.body(), granted);
    Shelf.Put put =
        new Shelf.Put(
            run.asked(),
            granted.vary(),
            ShadowPage.of(page),
            page.bodyLength(),
            granted.terms(),
            null);
    Kept now = new Shelf(backing, exchange).put(located, claim, put);
    kept = now;
    if (now.result() == null || granted.terms().freshNanos() == 0) {
      backing.unshared().remember(located.key());
    } else {
      backing.unshared().forget(located.key());
    }
    Tally.loaded(exchange, located.primary(), now, false, "", run.cost().toNanos());
  }

  /** A load that has ended without being remembered. */
  private void tally() {
    if (served != null || claim == null || kept != null) {
      return;
    }
    String reason = refusal;
    boolean failed = Endings.isServerError(exchange.response().getStatus());
    Tally.loaded(
        exchange,
        located.primary(),
        null,
        failed || Reason.ERROR.token().equals(reason),
        reason == null ? Reason.UNFINISHED.token() : reason,
        run.cost().toNanos());
  }
}
