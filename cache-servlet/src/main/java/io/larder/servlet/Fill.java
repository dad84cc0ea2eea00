package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.flight.Leader;
import io.larder.http.CacheStatus;
import io.larder.http.FreshnessRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
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
  private final Claim claim;
  private final Leader<Landed> leader;
  private final CacheStatus status;
  private final @Nullable Stale stale;
  private final @Nullable Question question;
  private final PageStore store;
  private final Shelf shelf;
  private final Ticker ticker;
  private final InstantSource clock;

  private final FillContext context = new FillContext();
  private final CapturingResponse capturing;
  private final FillRequest request;
  private final AsideResponse response;
  private final HttpFields before;
  private final FillJudge judge;

  private long began;
  private long sentAt;
  private volatile boolean returned;
  private volatile boolean wentAsync;
  private boolean ends;
  private volatile @Nullable Reason lost;
  private @Nullable Kept kept;
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
    this.claim = claim;
    this.shelf = new Shelf(backing);
    this.leader = leader;
    this.status = status;
    this.stale = stale;
    this.question = question;
    this.store = backing.store();
    this.ticker = backing.ticker();
    this.clock = backing.clock();
    this.before = HandlerFields.before(exchange.response());
    this.capturing = new CapturingResponse(exchange.response(), exchange.policy().maxBody(), this);
    this.request =
        new FillRequest(
            exchange.request(),
            capturing,
            question == null ? HttpFields.empty() : question.conditions());
    AsideFields aside = AsideFields.under(exchange.policy());
    this.response = new AsideResponse(capturing, aside, this::isAnswer);
    this.request.shows(response);
    this.judge = new FillJudge(exchange, before, context, aside);
  }

  /**
   * Runs the handler and stores what it answered: when this returns, or later if the handler goes
   * on asynchronously.
   *
   * @param atEnd is run once when all is done, by whichever thread does it
   * @return whether that is still to come: the handler goes on asynchronously
   */
  boolean run(Consumer<Fill> atEnd) throws IOException, ServletException {
    exchange.request().setAttribute(FillContext.ATTRIBUTE, context);
    this.atEnd = atEnd;
    began = ticker.read();
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
    return kept != null;
  }

  /** Whether what the handler has confirmed has come to its end all the same. */
  boolean endsWhatIsConfirmed() {
    return question instanceof Validation && kept == null && ends;
  }

  /** Whether the answer was not stored, and says that what is stored is not the page any more. */
  boolean endsWhatIsStored() {
    boolean personal = judge.isPersonal(request.knowsUser()) || lost == Reason.PERSONAL;
    return kept == null && returned && (ends || personal);
  }

  /** Runs the handler; true if it goes on asynchronously. */
  private boolean runHandler() throws IOException, ServletException {
    try {
      exchange.chain().doFilter(request, response);
      if (capturing.staysOpen()) {
        leader.detach();
        return true;
      }
      returned = true;
      capturing.chainReturned();
    } catch (IOException | ServletException | RuntimeException | Error e) {
      capturing.chainThrew();
      if (kept != null || e instanceof Error || !serveStale(SC_INTERNAL_SERVER_ERROR)) {
        if (kept == null) {
          tell(exchange.response(), status.detail("error"));
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
        ? question instanceof Validation
        : stale != null && isFailure(status);
  }

  private static boolean isFailure(int status) {
    return status >= SC_INTERNAL_SERVER_ERROR;
  }

  private boolean serveStale(int failure) throws IOException {
    return stale != null && stale.serve(exchange, claim.key(), store, before, failure, ticker);
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, byte @Nullable [] wholeBody, HttpServletResponse real) {
    if (lost == null && isFailure(head.status()) && replacedByStale(head.status())) {
      lost = Reason.PASSED;
      leader.fail(new HandlerFailed(head.status()));
      return AtCommit.NO_BODY;
    }
    HttpFields handlers = HandlerFields.changed(before, head.fields());
    if (lost == null && head.status() == SC_NOT_MODIFIED && question instanceof Validation asked) {
      confirmed(asked, handlers);
      return AtCommit.NO_BODY;
    }
    if (holds(head.status()) && question instanceof Completion asked) {
      completed(asked, new ResponseHead(head.status(), handlers), wholeBody, real);
      return AtCommit.NO_BODY;
    }
    String refusal =
        lost != null
            ? lost.token()
            : judge.refusal(head, request.knowsUser(), delay(), clock.instant());
    if (refusal != null) {
      ends = judge.endsWhatIsStored(head.status(), refusal);
      tell(real, status.detail(refusal));
      letGo(head.status());
      return AtCommit.PASS;
    }
    if (wholeBody == null || (Heads.bodiless(head.status()) && wholeBody.length > 0)) {
      tell(real, status.stored()); // if nothing goes wrong on the way
      return AtCommit.CAPTURE;
    }
    if (returned) {
      // Stored before the client has a byte of it: whoever asks next after that gets a hit.
      keep(head.status(), head.fields(), wholeBody);
      tell(real, kept == null ? status.detail("do-not-store") : kept.in(status));
      return kept == null ? AtCommit.CAPTURE : answer(head, wholeBody, real);
    }
    // The handler has ended the body and still runs. Should it throw, its body may be a half that
    // was closed on the way out: that is stored, and handed to others, when it has returned.
    tell(real, status.stored());
    return answer(head, wholeBody, real);
  }

  /** How long the response was on its way: nothing from a handler of this application. */
  private Duration delay() {
    return exchange.policy().isProxy()
        ? Duration.ofNanos(Math.max(0, ticker.read() - began))
        : Duration.ZERO;
  }

  /** The handler has confirmed what is stored: stores it anew, and answers with it. */
  private void confirmed(Validation validation, HttpFields notModified) {
    Instant now = clock.instant();
    FillJudge judge = this.judge.ofConfirmed(validation.tags());
    Page page = validation.page();
    HttpFields judged = validation.fields();
    String refusal = FillJudge.NOT_SELECTED;
    if (validation.isConfirmedBy(notModified)) {
      judged = validation.updatedBy(notModified, now);
      ResponseHead head = new ResponseHead(page.status(), judged);
      refusal = judge.refusalOf(head, request.knowsUser(), delay(), now);
      page = PageMaker.page(page, judged, exchange.policy().tagsPages(), now);
      FillJudge.Granted granted =
          refusal == null ? judge.termsOf(head, request.knowsUser(), delay(), now) : null;
      if (granted != null) {
        keep(page, granted);
      }
    }
    CacheStatus told = status.forwardStatus(SC_NOT_MODIFIED);
    if (kept == null) {
      // RFC 9111 4.3.4: a 304 about something else updates nothing; what is stored has ended.
      if (judge.endsWhatIsConfirmed(refusal)) {
        store.evict(claim.key());
      }
      lost = Reason.PASSED;
      leader.release();
      told = told.detail(refusal == null ? "do-not-store" : refusal);
    } else {
      told = kept.in(told);
    }
    try {
      AnswerReset.to(exchange.response(), before);
      long age = FreshnessRules.initialAge(judged, delay(), now).toNanos();
      PageWriter.write(exchange, page, age, told);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client went away before it had the page that was confirmed", e);
    }
  }

  /** A part is held until it makes the whole: the client has asked for that. */
  @Override
  public boolean holds(int status) {
    return status == SC_PARTIAL_CONTENT && question instanceof Completion;
  }

  /** The handler has answered with what was missing. */
  private void completed(
      Completion asked, ResponseHead part, byte @Nullable [] body, HttpServletResponse real) {
    Instant now = clock.instant();
    PartialPage all = body == null ? null : asked.by(part, body, now);
    if (all == null || !all.parts().isComplete()) {
      // RFC 9110 13.1.5: with a validator that does not hold it would have been the whole.
      store.evict(claim.key());
      lost = Reason.PASSED;
      leader.release();
      AnswerReset.to(real, before);
      real.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
      real.setContentLength(0);
      tell(real, status.forwardStatus(part.status()).detail("not-the-part"));
      return;
    }
    String refusal = judge.refusalOf(all.head(), request.knowsUser(), delay(), now);
    FillJudge.Granted granted =
        refusal == null ? judge.termsOf(all.head(), request.knowsUser(), delay(), now) : null;
    Page page = all.toPage(granted == null ? Set.of() : granted.without(), now);
    CacheStatus told = status.forwardStatus(part.status());
    if (granted == null) {
      store.evict(claim.key());
      lost = Reason.PASSED;
      leader.release();
      told = told.detail(refusal == null ? "do-not-store" : refusal);
    } else {
      keep(page, granted);
      told = kept == null ? told : kept.in(told);
    }
    try {
      AnswerReset.to(exchange.response(), before);
      long age = FreshnessRules.initialAge(all.fields(), delay(), now).toNanos();
      PageWriter.write(exchange, page, age, told);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client went away before it had the page that was completed", e);
    }
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
    sentAt = ticker.read();
  }

  @Override
  public void lost(Reason reason) {
    lost = reason;
    switch (reason) {
      case ERROR, TIMEOUT -> leader.fail(new HandlerFailed(SC_INTERNAL_SERVER_ERROR));
      case SEND_ERROR, REDIRECT, ABORTED -> {} // known with the status, or somebody else leads on
      default -> leader.release();
    }
  }

  /** The response has ended: stores what has been sent. */
  private void finish() {
    try {
      keepWhatWasSent();
    } finally {
      if (kept == null) {
        store.abandon(claim);
      }
      leader.close();
      atEnd.accept(this);
    }
  }

  private void keepWhatWasSent() {
    if (kept == null
        && lost == null
        && capturing.captured() instanceof Captured.Complete complete) {
      keep(complete.status(), complete.fields(), complete.body());
    }
    if (kept == null && lost != Reason.ABORTED) {
      leader.release();
    }
  }

  /** Stores a whole response, then hands it to those who wait. */
  private void keep(int statusCode, HttpFields fields, byte[] body) {
    Instant now = clock.instant();
    ResponseHead head = new ResponseHead(statusCode, fields);
    FillJudge.Granted granted = judge.terms(head, request.knowsUser(), delay(), now);
    if (granted != null) {
      HttpFields changed = HandlerFields.changed(before, fields);
      boolean tagged = exchange.policy().tagsPages();
      keep(
          PageMaker.page(statusCode, changed, fields, granted.without(), body, tagged, now),
          granted);
    }
  }

  private void keep(Page page, FillJudge.Granted granted) {
    Terms terms = granted.terms();
    Duration cost = Duration.ofNanos(Math.max(0, ticker.read() - began));
    Vary vary = granted.vary();
    @Nullable FillResult result =
        shelf.put(located, claim, new Shelf.Put(exchange.request(), vary, page, terms.cost(cost)));
    kept = new Kept(result);
    if (result == null) {
      // Who waits may take nothing older than this, and would lead one after the other.
      leader.release();
      return;
    }
    if (terms.freshNanos() == 0) {
      leader.release(); // each has to have it validated for itself
      return;
    }
    boolean after = result == FillResult.STORED && capturing.endedByHandler();
    String selector = Variants.text(vary, exchange.request());
    leader.land(
        new Landed(page, vary, selector, terms.ageNanos(), after ? terms.freshNanos() : 0, sentAt));
  }

  private void tell(HttpServletResponse real, CacheStatus status) {
    real.addHeader(CacheStatus.FIELD, exchange.policy().tell(status));
  }
}
