package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.flight.Leader;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the handler whose answer may be stored, on behalf of all who wait for it. They are let
 * go in the moment in which it is certain that there will be nothing for them.
 */
final class Fill implements CaptureListener {

  /** After so long nobody waits any more for a servlet that was dispatched to. */
  private static final Duration TARGET_TIME = Duration.ofSeconds(30);

  private final Exchange exchange;
  private final Landing landing;
  private final Leader<Landed> leader;
  private final CacheStatus status;
  private final boolean found;
  private final HandlerRun run;
  private final CapturingResponse capturing;
  private final Reply reply;
  private final StandIn standIn;
  private final FillEnding ending;
  private final FillAnswer answer;

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
    this.leader = leader;
    this.status = status;
    this.found = located.found() instanceof CacheEntry;
    this.landing = new Landing(exchange, located, claim, leader, backing);
    HttpFields clients = exchange.conditionsForOrigin();
    HttpFields conditions = question == null ? clients : clients.plus(question.conditions());
    this.run = new HandlerRun(exchange, conditions, this::isAnswer, this, backing);
    this.capturing = run.capturing();
    this.standIn = new StandIn(exchange, located, stale, run.before(), backing);
    this.reply = new Reply(exchange, question, run, landing);
    this.ending = new FillEnding(run, landing, leader);
    this.answer = new FillAnswer(exchange, status, run, reply, ending, standIn);
    if (question != null) {
      run.mayGiveUp(question, clients, this::giveUp);
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
    if (!standIn.isPossible()) {
      Tally.missed(exchange, landing.primary());
    }
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

  /** Runs the handler; true if it goes on asynchronously. */
  private boolean runHandler() throws IOException, ServletException {
    try {
      run.run();
      if (capturing.staysOpen()) {
        leader.detach();
        return true;
      }
      ending.returned();
      capturing.chainReturned();
    } catch (IOException | ServletException | RuntimeException | Error e) {
      run.fails();
      capturing.chainThrew();
      if (isKept() || !standIn.replaces(e)) {
        if (!isKept()) {
          run.tell(exchange.response(), status.detail(ending.failure().token()));
        }
        throw e;
      }
    }
    return false;
  }

  /** The response has ended. */
  private void finish() {
    try {
      ending.finish();
    } finally {
      Tally.missed(exchange, landing.primary()); // unless it was answered with what is stale
      atEnd.accept(this);
    }
  }

  /** The handler has something else to say than about what is stored. */
  private void giveUp() {
    ending.gaveUp();
    reply.giveUp();
  }

  /** Whether something was handed to the store, whatever became of it. */
  boolean isKept() {
    return ending.isKept();
  }

  /** Whether the answer ends what is stored, be it what the handler was asked about or not. */
  boolean endsWhatWasFound() {
    return found && ending.endsWhatWasFound();
  }

  /** Whether the answer was not stored, and says that what is stored is not the page any more. */
  boolean endsWhatIsStored() {
    return ending.endsWhatIsStored();
  }

  /** Whether the handler ended its response after the chain had returned. */
  boolean wentAsync() {
    return ending.wentAsync();
  }

  /** Whether an error that the handler has the container make is looked at here before. */
  private boolean isAnswer(int status) {
    return status == SC_NOT_MODIFIED ? reply.isConfirmation(status) : standIn.isFor(status);
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    return answer.to(head, wholeBody, real);
  }

  @Override
  public boolean replaces() {
    return standIn.replaces(SC_INTERNAL_SERVER_ERROR);
  }

  @Override
  public void dispatched() {
    leader.within(TARGET_TIME);
  }

  @Override
  public void ended() {
    ending.endedLater();
    finish();
  }

  @Override
  public boolean sharesHosts() {
    return exchange.policy().keys().shareHosts();
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

  @Override
  public void sends() {
    landing.sends();
  }

  @Override
  public void takenBack(HttpServletResponse response) {
    run.tell(response, status.detail(Reason.RESET.token()));
  }

  @Override
  public boolean isAwaited() {
    return leader.isAwaited();
  }

  @Override
  public void whole() {
    run.whole();
  }

  @Override
  public void lost(Reason reason) {
    ending.lost(reason);
  }
}
