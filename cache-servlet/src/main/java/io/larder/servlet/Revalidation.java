package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Serves pages that are stale but may be served while a new one is computed (RFC 5861 3), or that
 * are to be refreshed before they end, and computes the new one on the thread of one such request,
 * once its client has its answer.
 *
 * <p>Nobody waits here. Where a refresh is under way, or as many as may be are, the stale page is
 * all that happens. Thread-safe.
 */
final class Revalidation {

  private static final Logger LOG = System.getLogger(Revalidation.class.getName());

  /**
   * A refresh that stored nothing is not tried again for so long: its handler may be in trouble.
   */
  private static final long REST_NANOS = 1_000_000_000L;

  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final int DEEPEST = 10;

  private final Backing backing;
  private final PageStore store;
  private final Ticker ticker;
  private final SingleFlight<Landed> flights;
  private final Loads loads;
  private final int maxRefreshes;
  private final Semaphore permits;

  /** The keys whose handlers need their client. */
  private final KeyNotes needClient = new KeyNotes();

  /** The keys whose last refresh stored nothing. */
  private final KeyNotes resting = new KeyNotes();

  private final AtomicLong quietUntil;

  /**
   * Creates it.
   *
   * @param maxRefreshes how many refreshes may run at once; with 0 no stale page is served here
   */
  Revalidation(Backing backing, SingleFlight<Landed> flights, Loads loads, int maxRefreshes) {
    this.backing = backing;
    this.store = backing.store();
    this.ticker = backing.ticker();
    this.flights = flights;
    this.loads = loads;
    this.maxRefreshes = maxRefreshes;
    this.permits = new Semaphore(maxRefreshes);
    this.quietUntil = new AtomicLong(ticker.read());
  }

  /** How many refreshes run at this moment. */
  int refreshing() {
    return maxRefreshes - permits.availablePermits();
  }

  /**
   * Serves what was found fresh and refreshes it, if chance would have it that this request does
   * so.
   *
   * @param fills how many fills this cache had made before the look-up began
   * @param now the ticker's reading at the look-up
   * @return false if it is not for this request; nothing has happened then
   */
  boolean serveEarly(
      Exchange exchange, Located located, CacheEntry<Page> entry, long fills, long now)
      throws IOException {
    Chance chance = exchange.policy().chance();
    if (!chance.refreshesEarly()) {
      return false;
    }
    String key = located.key();
    Page page = entry.value();
    if (page == null
        || maxRefreshes == 0
        || !chance.isDue(entry, now)
        || needClient.has(key)
        || resting.isYounger(key, REST_NANOS, now)
        || !permits.tryAcquire()) {
      return false;
    }
    Refresh refresh = new Refresh(located);
    try {
      refresh.leader = flights.tryLead(key);
      return refresh.leader != null && lead(exchange, refresh, entry, page, fills);
    } finally {
      refresh.chainReturned();
    }
  }

  /**
   * Serves what was found stale, if it may be served while it is refreshed, and refreshes it.
   *
   * @param fills how many fills this cache had made before the look-up began
   * @return false if it may not be served; nothing has happened then
   */
  boolean serve(Exchange exchange, Located located, CacheEntry<Page> entry, long fills)
      throws IOException {
    String key = located.key();
    Page page = entry.value();
    long now = ticker.read();
    if (page == null
        || maxRefreshes == 0
        || entry.staleWhileRevalidateNanosLeft(now) <= 0
        || needClient.has(key)) {
      return false;
    }
    if (resting.isYounger(key, REST_NANOS, now) || !permits.tryAcquire()) {
      write(exchange, located.primary(), entry, page);
      return true;
    }
    Refresh refresh = new Refresh(located);
    try {
      refresh.leader = flights.tryLead(key);
      if (refresh.leader == null) {
        write(exchange, located.primary(), entry, page);
        return true;
      }
      return lead(exchange, refresh, entry, page, fills);
    } finally {
      refresh.chainReturned();
    }
  }

  private boolean lead(
      Exchange exchange, Refresh refresh, CacheEntry<Page> entry, Page page, long fills)
      throws IOException {
    // The flight before this one may have ended between the look-up and now.
    if (store.fills() != fills && loads.serveStored(exchange, refresh.located)) {
      return true;
    }
    Exchange behind;
    try {
      refresh.foreground = new Foreground(exchange.request());
      behind = exchange.ofRefresh(refresh.foreground);
    } catch (NotInRefresh e) {
      return false; // an outer filter has begun what only the container can go on with
    }
    writeAndEnd(exchange, refresh.located.primary(), entry, page);
    refresh.run(behind);
    return true;
  }

  private void write(Exchange exchange, String key, CacheEntry<Page> entry, Page page)
      throws IOException {
    long now = ticker.read();
    long left = Staleness.freshNanosLeft(exchange.policy(), entry, now);
    CacheStatus status =
        left > 0
            ? Statuses.hit(left).detail("early-refresh")
            : CacheStatus.hit(Statuses.staleSeconds(left)).detail("stale-while-revalidate");
    Served how = left > 0 ? Served.FRESH : Served.STALE;
    PageWriter.write(exchange, how, key, page, entry.ageNanos(now), status);
  }

  /** The client has all of its answer when this returns, and waits for nothing. */
  private void writeAndEnd(Exchange exchange, String key, CacheEntry<Page> entry, Page page)
      throws IOException {
    HttpServletResponse response = exchange.response();
    if (exchange.request().getProtocol().startsWith("HTTP/1.")) {
      // The next request on this connection would wait until this thread is done.
      response.setHeader("Connection", "close");
    }
    write(exchange, key, entry, page);
    response.getOutputStream().close();
  }

  /** Once a minute it is a warning, whatever fails: all who ask may make it fail again. */
  private Level level() {
    long now = ticker.read();
    long until = quietUntil.get();
    boolean news = now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS);
    return news ? Level.WARNING : Level.DEBUG;
  }

  /** Jetty's dispatchers act on the container's response, whatever response they are given. */
  private static boolean isFromDispatcher(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof IllegalStateException && namesDispatcher(cause.getStackTrace())) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean namesDispatcher(StackTraceElement[] trace) {
    for (int i = 0; i < Math.min(trace.length, DEEPEST); i++) {
      if (trace[i].getClassName().endsWith(".servlet.Dispatcher")) {
        return true;
      }
    }
    return false;
  }

  /** One refresh: the permit and the lead that it holds, until its handler has ended. */
  private final class Refresh {
    private final String key;
    private final Located located;
    private @Nullable Leader<Landed> leader;
    private @Nullable Foreground foreground;
    private boolean open;

    Refresh(Located located) {
      this.located = located;
      this.key = located.key();
    }

    void run(Exchange behind) {
      Claim claim = store.claim(key);
      Leader<Landed> leads = requireNonNull(leader, "leader");
      if (!claim.granted()) {
        leads.release();
        resting.put(key, ticker.read());
        return;
      }
      leads.stamp(claim.stamp());
      Validation question =
          Validation.of(located.again(store, behind).found(), backing.clock().instant());
      Fill fill = new Fill(behind, located, claim, leads, Statuses.STALE, null, question, backing);
      try {
        open = fill.run(this::ended);
      } catch (IOException | ServletException | RuntimeException e) {
        complete(behind.request());
        if (isForeground() || isFromDispatcher(e)) {
          needClient.put(key, ticker.read());
          LOG.log(
              Level.DEBUG, "A handler needs its client, and is not run behind its back again", e);
        } else {
          LOG.log(level(), "A refresh failed behind a stale response that was served", e);
        }
      }
    }

    /** A handler that threw after it went asynchronous completes nothing. */
    private void complete(HttpServletRequest request) {
      try {
        if (request.isAsyncStarted()) {
          request.getAsyncContext().complete();
        }
      } catch (IllegalStateException e) {
        LOG.log(Level.DEBUG, "A refresh that failed had been completed by another thread", e);
      }
    }

    private boolean isForeground() {
      return foreground != null && foreground.isNeeded();
    }

    /** Called when the handler has ended, by whichever thread it has ended in. */
    private void ended(Fill fill) {
      if (isForeground()) {
        needClient.put(key, ticker.read());
      } else if (fill.endsWhatIsStored()) {
        store.evict(key);
      }
      if (!fill.isKept()) {
        resting.put(key, ticker.read());
      }
      if (fill.wentAsync()) {
        release();
      }
    }

    /** Called when the thread of the request is done with it. */
    void chainReturned() {
      if (!open) {
        release();
      }
    }

    private void release() {
      if (leader != null) {
        leader.close();
      }
      permits.release();
    }
  }
}
