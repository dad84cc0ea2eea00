package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;

import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.cache.flight.Leader;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the handler whose answer may be stored, on behalf of all who wait for it. They are let
 * go in the moment in which it is certain that there will be nothing for them.
 */
final class Fill implements CaptureListener {

  private static final Logger LOG = System.getLogger(Fill.class.getName());

  /** After so long nobody waits any more for a servlet that was dispatched to. */
  private static final Duration TARGET_TIME = Duration.ofSeconds(30);

  private final Exchange exchange;
  private final Located located;
  private final Landing landing;
  private final Leader<Landed> leader;
  private final CacheStatus status;
  private final @Nullable Stale stale;
  private final @Nullable Question question;
  private final Backing backing;
  private final HandlerRun run;
  private final CapturingResponse capturing;
  private final Reply reply;

  private volatile boolean returned;
  private volatile boolean wentAsync;
  private boolean ends;
  private volatile boolean gaveUp;
  private volatile @Nullable Reason lost;
  private Consumer<Fill> atEnd = fill -> {};

  /**
   * Creates a fill.
   *
   * @param located where the answer was looked for
   * @param claim a claim that was granted
   * @param leader whoever waits; the fill says how it went, unless the client went away
   * @param status what Cache-Status says of this miss
   * @param stale what may be served where the handler fails
   * @param question what the handler is asked about what is stored
   */
  Fill(
      Exchange exchange,
      Located located,
      Claim claim,
      Leader<Landed> leader,
      CacheStatus status,
      @Nullable Stale stale,
      @Nullable Question question,
      Backing backing) {
    this.exchange = exchange;
    this.located = located;
    this.leader = leader;
    this.status = status;
    this.stale = stale;
    this.question = question;
    this.backing = backing;
    this.landing = new Landing(exchange, located, claim, leader, backing);
    HttpFields conditions = question == null ? HttpFields.empty() : question.conditions();
    this.run = new HandlerRun(exchange, conditions, this::isAnswer, this, backing);
    this.capturing = run.capturing();
    this.reply = new Reply(exchange, question, run, landing);
    if (question != null) {
      run.mayGiveUp(question, HttpFields.empty(), this::giveUp);
    }
  }

  /**
   * Runs the handler and stores what it answered: when this returns, or later if the handler goes
   * on asynchronously.
   *
   * @param atEnd is run once when all is done, by whichever thread does it
   * @return whether that is still to come: the handler goes on asynchronously
   */
  boolean run(Consumer<Fill> atEnd) throws IOException, ServletException {
    this.atEnd = atEnd;
    boolean open = false;
    try {
      open = runHandler();
      return open;
    } finally {
      if (!open) {
        finish();
      }
    }
  }

  /** Whether something was handed to the store, whatever became of it. */
  boolean isKept() {
    return landing.kept() != null;
  }

  /** Whether the answer ends what is stored, be it what the handler was asked about or not. */
  boolean endsWhatWasFound() {
    boolean asked = question instanceof Validation || question instanceof Completion;
    return (asked || stale != null) && !isKept() && (ends || gaveUp);
  }

  /** The handler has something else to say than about what is stored. */
  private void giveUp() {
    gaveUp = true;
    reply.giveUp();
  }

  /** Whether the answer was not stored, and says that what is stored is not the page any more. */
  boolean endsWhatIsStored() {
    boolean personal = run.isPersonal() || lost == Reason.PERSONAL;
    return !isKept() && returned && (ends || personal);
  }

  /** Runs the handler; true if it goes on asynchronously. */
  private boolean runHandler() throws IOException, ServletException {
    try {
      run.run();
      if (capturing.staysOpen()) {
        leader.detach();
        return true;
      }
      returned = true;
      capturing.chainReturned();
    } catch (IOException | ServletException | RuntimeException | Error e) {
      capturing.chainThrew();
      if (isKept() || e instanceof Error || !serveStale(SC_INTERNAL_SERVER_ERROR)) {
        if (!isKept()) {
          run.tell(exchange.response(), status.detail("error"));
        }
        throw e;
      }
      LOG.log(Level.WARNING, "A stale response was served in place of what the handler threw", e);
    }
    return false;
  }

  @Override
  public boolean replaces() {
    return stale != null && replacedByStale(SC_INTERNAL_SERVER_ERROR);
  }

  @Override
  public void dispatched() {
    leader.within(TARGET_TIME);
  }

  @Override
  public void ended() {
    wentAsync = true;
    returned = true;
    finish();
  }

  /** Whether the handler ended its response after the chain had returned. */
  boolean wentAsync() {
    return wentAsync;
  }

  /** Answers with the stale response; if the client is gone, that is an answer too. */
  private boolean replacedByStale(int failure) {
    try {
      return serveStale(failure);
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether an error that the handler has the container make is looked at here before. */
  private boolean isAnswer(int status) {
    return status == SC_NOT_MODIFIED
        ? reply.isConfirmation(status)
        : stale != null && isFailure(status);
  }

  private static boolean isFailure(int status) {
    return status >= SC_INTERNAL_SERVER_ERROR;
  }

  private boolean serveStale(int failure) throws IOException {
    return stale != null
        && stale.serve(exchange, located, backing.store(), run.before(), failure, backing.ticker());
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    boolean open = lost == null || lost == Reason.RESET;
    if (open && isFailure(head.status()) && replacedByStale(head.status())) {
      lost = Reason.PASSED;
      leader.fail(new HandlerFailed(head.status()));
      return AtCommit.NO_BODY;
    }
    if (lost == null && reply.serves(head, wholeBody, status)) {
      if (!isKept()) {
        lost = Reason.PASSED;
      }
      return AtCommit.NO_BODY;
    }
    if (lost != null && reply.isPart(head.status())) {
      // The client has asked for the whole, and what there is of it makes none.
      reply.unusable(status.detail(lost.token()));
      letGo(HttpServletResponse.SC_BAD_GATEWAY);
      return AtCommit.NO_BODY;
    }
    String refusal = lost != null ? lost.token() : run.refusal(head);
    if (refusal != null) {
      ends = run.endsWhatIsStored(head.status(), refusal);
      if (lost == null && run.isUnshared(head.status(), refusal)) {
        landing.unshared();
      }
      run.tell(real, status.detail(refusal));
      letGo(head.status());
      return AtCommit.PASS;
    }
    if (wholeBody == null || (Heads.bodiless(head.status()) && wholeBody.size() > 0)) {
      run.tell(real, status.stored()); // if nothing goes wrong on the way
      return AtCommit.CAPTURE;
    }
    byte[] body = wholeBody.bytes();
    if (returned) {
      // Stored before the client has a byte of it: whoever asks next after that gets a hit.
      Kept kept = keep(head.status(), head.fields(), body);
      run.tell(real, kept == null ? status.detail("do-not-store") : kept.in(status));
      return kept == null ? AtCommit.CAPTURE : answer(head, body, real);
    }
    // The handler has ended the body and still runs. Should it throw, its body may be a half that
    // was closed on the way out: that is stored, and handed to others, when it has returned.
    run.tell(real, status.stored());
    return answer(head, body, real);
  }

  @Override
  public boolean dropsTrailers() {
    return exchange.policy().isProxy();
  }

  @Override
  public boolean keepsBeginnings() {
    return exchange.policy().isProxy();
  }

  /** A part is held until it makes the whole: the client has asked for that. */
  @Override
  public boolean holds(int status) {
    return reply.isPart(status);
  }

  /** Lets those go who wait; one after the other where the handler is in trouble. */
  private void letGo(int status) {
    if (isFailure(status)) {
      leader.fail(new HandlerFailed(status));
    } else if (lost != Reason.ABORTED) {
      leader.release();
    }
  }

  /** The body is known before the head leaves: the client is told its tag, and gets its part. */
  private AtCommit answer(ResponseHead head, byte[] body, HttpServletResponse real) {
    if (head.status() != HttpServletResponse.SC_OK) {
      return AtCommit.CAPTURE;
    }
    String etag =
        exchange.policy().tagsPages()
            ? PageMaker.etag(head.status(), head.fields(), body)
            : head.fields().first("ETag");
    if (etag != null) {
      real.setHeader("ETag", etag);
    }
    return FirstAnswer.write(exchange, head.fields(), etag, body, real)
        ? AtCommit.NO_BODY
        : AtCommit.CAPTURE;
  }

  @Override
  public void sends() {
    landing.sends();
  }

  @Override
  public void lost(Reason reason) {
    lost = reason;
    switch (reason) {
      case ERROR, TIMEOUT -> leader.fail(new HandlerFailed(SC_INTERNAL_SERVER_ERROR));
      case TOO_LARGE -> {
        landing.unshared();
        leader.release();
      }
      case SEND_ERROR, REDIRECT, ABORTED -> {} // known with the status, or somebody else leads on
      default -> leader.release();
    }
  }

  /** The response has ended: stores what has been sent. */
  private void finish() {
    try {
      keepWhatWasSent();
    } finally {
      landing.abandon();
      leader.close();
      atEnd.accept(this);
    }
  }

  private void keepWhatWasSent() {
    if (isKept()) {
      return;
    }
    Captured captured = capturing.captured();
    if (lost == null && captured instanceof Captured.Complete complete) {
      Kept unused = keep(complete.status(), complete.fields(), complete.body());
    } else if (captured instanceof Captured.Incomplete incomplete
        && incomplete.beginning() != null) {
      landing.keepBeginning(incomplete.beginning(), run);
    }
    if (!isKept() && lost != Reason.ABORTED) {
      leader.release();
    }
  }

  /** Stores a whole response, then hands it to those who wait; null if it may not be stored. */
  private @Nullable Kept keep(int statusCode, HttpFields fields, byte[] body) {
    FillJudge.Granted granted = run.terms(new ResponseHead(statusCode, fields));
    if (granted == null) {
      return null;
    }
    Page page = run.page(statusCode, fields, body, granted);
    String etag = fields.first("ETag");
    return landing.keep(page, granted, run.asked(), etag, run.cost(), capturing.endedByHandler());
  }
}
