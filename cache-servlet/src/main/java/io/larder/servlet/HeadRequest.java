package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.cache.codec.CodecException;
import io.larder.http.CacheStatus;
import io.larder.http.FieldRules;
import io.larder.http.HeadEffect;
import io.larder.http.HeadRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A HEAD that the handler answers, although a page is stored: its head says whether that is still
 * the page, and updates it or ends it (RFC 9111, 4.3.5).
 */
final class HeadRequest implements CaptureListener {

  private final Exchange exchange;
  private final String key;
  private final Page page;
  private final List<String> tags;
  private final Backing backing;
  private final CacheStatus status;
  private final Located located;
  private final StandIn standIn;
  private final CapturingResponse response;
  private final AsideFields aside;
  private final Reads reads;
  private final FillContext context = new FillContext();
  private final HttpFields before;
  private long began;
  private @Nullable Claim claim;
  private boolean told;
  private boolean updated;
  private volatile boolean lost;

  private HeadRequest(
      Exchange exchange,
      Missed missed,
      CacheEntry<Page> entry,
      Page page,
      CacheStatus status,
      Backing backing) {
    this.exchange = exchange;
    this.key = missed.key();
    this.page = page;
    this.tags = entry.tags();
    this.status = status;
    this.located = missed.located();
    this.backing = backing;
    this.aside = AsideFields.under(exchange.policy());
    this.response =
        new CapturingResponse(
            exchange.response(), exchange.policy().maxBody(), backing.inFlight(), this);
    this.reads = Reads.of(exchange);
    Stale stale = missed.stale();
    if (stale == null) {
      Tally.missed(exchange, located.primary());
      tell(exchange.response(), status);
    }
    this.before = HandlerFields.before(exchange.response());
    this.standIn = new StandIn(exchange, located, stale, before, backing);
  }

  /** Hands a HEAD to the handler; what was found for it may be a page that is not fresh. */
  static void pass(Exchange exchange, Missed missed, CacheStatus status, Backing backing)
      throws IOException, ServletException {
    CacheEntry<Page> entry = missed.found() instanceof CacheEntry<Page> found ? found : null;
    Page page = entry == null ? null : entry.value();
    if (entry == null || page == null || page.status() != HttpServletResponse.SC_OK) {
      Passing.pass(exchange, missed, status);
    } else {
      new HeadRequest(exchange, missed, entry, page, status, backing).run(entry);
    }
  }

  private void run(CacheEntry<Page> entry) throws IOException, ServletException {
    Claim taken = backing.store().claim(key);
    // What was ended before the claim must not be updated under it.
    boolean there =
        located.again(backing.store(), exchange).found() instanceof CacheEntry<Page> still
            && still.id() == entry.id();
    if (there) {
      claim = taken;
    } else {
      backing.store().abandon(taken);
    }
    AsideResponse answer = new AsideResponse(response, aside, standIn::isFor);
    CapturedRequest captured = new WatchedRequest(exchange.request(), response, reads);
    captured.shows(answer);
    exchange.request().setAttribute(FillContext.ATTRIBUTE, context);
    began = backing.ticker().read();
    boolean open = false;
    try {
      exchange.chain().doFilter(captured, answer);
      open = response.staysOpen();
      if (!open) {
        response.chainReturned();
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      response.chainThrew();
      if (told || !standIn.replaces(e)) {
        tell(exchange.response(), status.detail("error"));
        throw e;
      }
    } finally {
      if (!open) {
        ended();
      }
    }
  }

  @Override
  public boolean replaces() {
    return standIn.replaces(SC_INTERNAL_SERVER_ERROR);
  }

  private void tell(HttpServletResponse real, CacheStatus said) {
    if (!told) {
      told = true;
      real.addHeader(CacheStatus.FIELD, exchange.tell(said));
    }
  }

  @Override
  public void takenBack(HttpServletResponse response) {
    told = false;
    tell(response, status.detail(Reason.RESET.token()));
  }

  @Override
  public void whole() {
    reads.stop();
  }

  @Override
  public void lost(Reason reason) {
    // An answer to HEAD may well announce the length of what a GET would get (RFC 9110, 8.6).
    lost |= reason != Reason.LENGTH_MISMATCH;
  }

  @Override
  public void ended() {
    Tally.missed(exchange, located.primary()); // unless it was answered with what is stale
    Claim taken = claim;
    if (taken != null && !updated) {
      backing.store().abandon(taken);
    }
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    if (!lost && standIn.isFor(head.status()) && standIn.replaces(head.status())) {
      told = true;
      return AtCommit.NO_BODY;
    }
    tell(real, status);
    HttpFields handlers = HandlerFields.changed(before, head.fields());
    HttpFields stored;
    try {
      stored = Validation.handlers(page);
    } catch (CodecException e) {
      backing.store().evict(key);
      return AtCommit.PASS;
    }
    HeadEffect effect =
        HeadRules.effect(stored, page.decodedLength(), new ResponseHead(head.status(), handlers));
    switch (effect) {
      case UPDATE -> update(stored, handlers);
      case INVALIDATE -> backing.store().evict(key);
      case NONE -> {}
    }
    return AtCommit.PASS;
  }

  private void update(HttpFields stored, HttpFields handlers) {
    Claim taken = claim;
    if (taken == null || !taken.granted()) {
      return;
    }
    Instant now = backing.clock().instant();
    FillJudge judge = new FillJudge(exchange.asGet(), before, context, aside, reads);
    HttpFields renewedFields = judge.guards().varied(FieldRules.updated(stored, handlers, now));
    FillJudge.Renewed renewed =
        judge.renew(
            new ResponseHead(page.status(), renewedFields), tags, page.notes(), delay(), now);
    FillJudge.Granted granted = renewed.granted();
    if (granted != null && Vary.of(renewedFields).equals(Vary.of(stored))) {
      boolean tagged = exchange.policy().tagsPages();
      Page fresh =
          PageMaker.page(page, renewedFields, granted.without(), tagged, now, granted.notes());
      updated = true;
      backing.store().fill(taken, fresh, granted.terms());
    } else if (granted != null || renewed.ends()) {
      // It has ended; or it varies on something of which nobody has asked whose it is.
      backing.store().evict(key);
    }
  }

  private Duration delay() {
    return exchange.policy().isProxy()
        ? Duration.ofNanos(Math.max(0, backing.ticker().read() - began))
        : Duration.ZERO;
  }
}
