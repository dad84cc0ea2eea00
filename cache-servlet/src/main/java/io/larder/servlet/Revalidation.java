package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Serves pages that are stale but may be served while a new one is computed (RFC 5861 3), and
 * computes it on the thread of one such request, once its client has its answer.
 *
 * <p>Nobody waits here. Where a refresh is under way, or as many as may be are, the stale page is
 * all that happens. Thread-safe.
 */
final class Revalidation {

  private static final Logger LOG = System.getLogger(Revalidation.class.getName());

  /** So many keys are remembered whose handlers need their client. */
  private static final int MOST_KEYS = 1000;

  private static final int DEEPEST = 10;
  private static final long NANOS = 1_000_000_000L;

  private final PageStore store;
  private final Ticker ticker;
  private final InstantSource clock;
  private final SingleFlight<Landed> flights;
  private final Loads loads;
  private final int maxRefreshes;
  private final Semaphore permits;
  private final Set<String> needClient = ConcurrentHashMap.newKeySet();

  /**
   * Creates it.
   *
   * @param maxRefreshes how many refreshes may run at once; with 0 no stale page is served here
   */
  Revalidation(
      PageStore store,
      Ticker ticker,
      InstantSource clock,
      SingleFlight<Landed> flights,
      Loads loads,
      int maxRefreshes) {
    this.store = store;
    this.ticker = ticker;
    this.clock = clock;
    this.flights = flights;
    this.loads = loads;
    this.maxRefreshes = maxRefreshes;
    this.permits = new Semaphore(maxRefreshes);
  }

  /** How many refreshes run at this moment. */
  int refreshing() {
    return maxRefreshes - permits.availablePermits();
  }

  /**
   * Serves what was found stale, if it may be served while it is refreshed, and refreshes it.
   *
   * @param fills how many fills this cache had made before the look-up began
   * @return false if it may not be served; nothing has happened then
   */
  boolean serve(Exchange exchange, String key, CacheEntry<Page> entry, long fills)
      throws IOException {
    Page page = entry.value();
    if (page == null
        || maxRefreshes == 0
        || entry.staleWhileRevalidateNanosLeft(ticker.read()) <= 0
        || needClient.contains(key)) {
      return false;
    }
    if (!permits.tryAcquire()) {
      write(exchange, entry, page);
      return true;
    }
    try {
      Leader<Landed> leader = flights.tryLead(key);
      if (leader == null) {
        write(exchange, entry, page);
        return true;
      }
      try (leader) {
        return lead(exchange, key, entry, page, fills, leader);
      }
    } finally {
      permits.release();
    }
  }

  private boolean lead(
      Exchange exchange,
      String key,
      CacheEntry<Page> entry,
      Page page,
      long fills,
      Leader<Landed> leader)
      throws IOException {
    // The flight before this one may have ended between the look-up and now.
    if (store.fills() != fills && loads.serveStored(exchange, key)) {
      return true;
    }
    Exchange behind;
    try {
      behind = exchange.ofRefresh();
    } catch (NotInRefresh e) {
      return false; // an outer filter has begun what only the container can go on with
    }
    writeAndEnd(exchange, entry, page);
    refresh(behind, key, leader);
    return true;
  }

  private void write(Exchange exchange, CacheEntry<Page> entry, Page page) throws IOException {
    long now = ticker.read();
    long ttl = Math.min(0, Math.floorDiv(entry.freshNanosLeft(now), NANOS));
    CacheStatus status = CacheStatus.hit(ttl).detail("stale-while-revalidate");
    PageWriter.write(exchange, page, entry.ageNanos(now), status);
  }

  /** The client has all of its answer when this returns, and waits for nothing. */
  private void writeAndEnd(Exchange exchange, CacheEntry<Page> entry, Page page)
      throws IOException {
    HttpServletResponse response = exchange.response();
    if (exchange.request().getProtocol().startsWith("HTTP/1.")) {
      // The next request on this connection would wait until this thread is done.
      response.setHeader("Connection", "close");
    }
    write(exchange, entry, page);
    response.getOutputStream().close();
  }

  private void refresh(Exchange behind, String key, Leader<Landed> leader) {
    Claim claim = store.claim(key);
    if (!claim.granted()) {
      leader.release();
      return;
    }
    leader.stamp(claim.stamp());
    Fill fill = new Fill(behind, claim, leader, Statuses.STALE, null, store, ticker, clock);
    try {
      fill.run();
      if (fill.endsWhatIsStored()) {
        store.evict(key);
      }
    } catch (IOException | ServletException | RuntimeException e) {
      if (needsClient(e)) {
        remember(key);
        LOG.log(Level.DEBUG, "A handler needs its client, and is not run behind its back again", e);
      } else {
        LOG.log(Level.WARNING, "A refresh failed behind a stale response that was served", e);
      }
    }
  }

  /** From now on, whoever finds this key stale computes it while the client waits. */
  private void remember(String key) {
    if (needClient.size() >= MOST_KEYS) {
      needClient.clear();
    }
    needClient.add(key);
  }

  /** Whether the handler failed at what nobody can do whose client has gone with its answer. */
  private static boolean needsClient(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof NotInRefresh || isFromDispatcher(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Jetty's dispatchers act on the container's response, whatever response they are given. */
  private static boolean isFromDispatcher(Throwable thrown) {
    if (thrown instanceof IllegalStateException) {
      StackTraceElement[] trace = thrown.getStackTrace();
      for (int i = 0; i < Math.min(trace.length, DEEPEST); i++) {
        if (trace[i].getClassName().endsWith(".servlet.Dispatcher")) {
          return true;
        }
      }
    }
    return false;
  }
}
