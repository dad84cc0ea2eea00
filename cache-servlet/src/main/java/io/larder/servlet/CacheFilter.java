package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import io.larder.cache.Answer;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.cache.key.RequestDescription;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A servlet filter that answers requests from a {@link Larder}: those that a {@link CacheRule} or
 * {@code @Cached} on their servlet covers, or whose servlet says so while it runs ({@link
 * FillContext}). All others pass as if it were not there.
 *
 * <pre>{@code
 * context.addFilter("larder", CacheFilter.over(larder)).addMappingForUrlPatterns(null, false, "/*");
 * }</pre>
 *
 * <p>In web.xml it needs no code, and opens its Larder itself. Its init-params are {@code store} (a
 * URI), {@code ttl}, {@code rules} (one a line), {@code maxWaiters}, {@code maxWaitersPerKey},
 * {@code waitTimeout}, {@code asyncWaiters}, {@code maxRefreshes}, {@code maxInFlight}, {@code
 * strict} and {@code properties} (a resource with the same settings and rules). It uses the Larder
 * that it finds as the ServletContext's attribute {@code io.larder.cache.Larder}; else it opens
 * {@code store}, else what {@code CACHE_TYPE} and its like in the environment say, in memory if
 * they say nothing, and publishes it there; a {@code store} that differs from what it finds is
 * refused. What it opened, it closes in {@link #destroy()}.
 *
 * <p>For each attribute of a rule, what the handler says at run time beats the builder's rule, that
 * the init-param's, that the filter-wide ttl, that the annotation, that the Larder's default.
 *
 * <p>It stands inside of filters for metrics, CORS, compression and security, and outside of the
 * application. A request goes through it once, however often it is dispatched; of several filters,
 * the outermost that has a rule for it. Thread-safe.
 */
public final class CacheFilter implements Filter {

  private final @Nullable Larder given;
  private final FilterSettings built;
  private final InstantSource clock;
  private final AsyncHint asyncHint = new AsyncHint();
  private volatile @Nullable Running running;

  /** All that a filter has between {@code init} and {@code destroy}. */
  private record Running(String name, OpenedLarder opened, Servlets servlets, HttpCache cache) {}

  /** Creates a filter for web.xml, which opens its Larder itself. */
  public CacheFilter() {
    this(null, FilterSettings.NONE, InstantSource.system());
  }

  CacheFilter(@Nullable Larder given, FilterSettings built, InstantSource clock) {
    this.given = given;
    this.built = built;
    this.clock = clock;
  }

  /** Returns a filter over a Larder, which stays the caller's to close. */
  public static CacheFilter over(Larder larder) {
    return builder(larder).build();
  }

  /** Returns a builder of a filter over a Larder, which stays the caller's to close. */
  public static CacheFilterBuilder builder(Larder larder) {
    return new CacheFilterBuilder(larder);
  }

  /**
   * Reads the settings and the annotations of the servlets that are registered by now.
   *
   * @throws ServletException if one of them is wrong, with a sentence that names it
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    OpenedLarder opened = null;
    try {
      FilterSettings params = InitParams.read(config);
      RuleTable rules = RuleTable.of(built.rules(), params.rules());
      opened = larder(config, params);
      params.caches().tell(opened.larder());
      built.caches().tell(opened.larder());
      Servlets servlets =
          new Servlets(
              config.getServletContext(), opened.larder(), rules, built.filterWide(params));
      servlets.readAll();
      boolean alone = config.getServletContext().getFilterRegistrations().size() == 1;
      HttpCache cache =
          new HttpCache(
              opened.larder(),
              servlets,
              built.waitLimits(params, alone),
              new InFlight(built.inFlight(params)),
              clock);
      running = new Running(String.valueOf(config.getFilterName()), opened, servlets, cache);
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (opened != null) {
        opened.close();
      }
      throw new ServletException(
          "the cache filter '" + config.getFilterName() + "' cannot start: " + e.getMessage(), e);
    }
  }

  private OpenedLarder larder(FilterConfig config, FilterSettings params) {
    if (given == null) {
      return OpenedLarder.find(config.getServletContext(), params.store(), System.getenv());
    }
    if (params.store() != null) {
      throw new IllegalArgumentException(
          "it has the init-param store and was built over a Larder: remove one of the two");
    }
    return OpenedLarder.given(given);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Running now = requireNonNull(running, "init was not called, or destroy was");
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      try {
        if (serves(now, http, answer, chain)) {
          return;
        }
      } catch (ServletException | RuntimeException e) {
        asyncHint.look(request, now.name(), e);
        throw e;
      }
    }
    chain.doFilter(request, response);
  }

  /** Serves a request that comes along for the first time, or comes back from waiting. */
  private static boolean serves(
      Running now, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.REQUEST && !now.servlets().isTaken(request)) {
      first(now, request, response, chain);
      return true;
    }
    return type == DispatcherType.ASYNC && now.cache().resume(request, response, chain);
  }

  /** The first time that a request comes along. */
  private static void first(
      Running now, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Policy policy = now.servlets().policy(request);
    if (policy != null) {
      now.cache().serve(Exchange.of(request, response, chain, policy));
      return;
    }
    request.setAttribute(FillContext.ATTRIBUTE, now.servlets());
    AsideFields aside = AsideFields.withoutPolicy();
    chain.doFilter(request, new AsideResponse(response, aside));
    if (aside.haveControl()) {
      now.servlets().learn(request);
    }
  }

  /**
   * Returns the key under which the answer to a {@code GET} of this URI without headers lies,
   * whatever the rule or {@code @Cached} that holds for it says about keys.
   *
   * @param uri absolute, as the client used it; with {@code anyHost} path and query are enough
   * @throws IllegalArgumentException if such a request has no key, or is outside of this
   *     application, with the reason
   * @throws IllegalStateException if the filter is not running
   */
  public String key(URI uri) {
    return key(uri, Map.of());
  }

  /**
   * The same for a request with headers, where the key holds some.
   *
   * @throws IllegalArgumentException as {@link #key(URI)} does
   * @throws IllegalStateException if the filter is not running
   */
  public String key(URI uri, Map<String, String> headers) {
    return running().servlets().key(RequestDescription.of(uri, headers)).orElseThrow();
  }

  /**
   * Looks the answer to a {@code GET} of this URI up, see {@link #key(URI)}.
   *
   * @throws IllegalArgumentException as {@link #key(URI)} does
   * @throws IllegalStateException if the filter is not running
   */
  public Lookup<Page> find(URI uri) {
    return find(key(uri));
  }

  /**
   * Evicts the answer to a {@code GET} of this URI, see {@link #key(URI)}, and those to other
   * methods ({@link CacheRuleBuilder#methods}); a load that is under way is not stored.
   *
   * @throws IllegalArgumentException as {@link #key(URI)} does
   * @throws IllegalStateException if the filter is not running
   */
  public Answer evict(URI uri) {
    RequestDescription get = RequestDescription.of(uri);
    Servlets servlets = running().servlets();
    String unused = servlets.key(get).orElseThrow();
    Collection<String> keys = servlets.keys(get);
    running().cache().evictShadows(keys);
    return larder().pages().store().evictAll(keys);
  }

  /**
   * Looks a page up by its key, see {@link #key(URI)} and {@link CacheRule#key}. Of several
   * variants it is that for a request without header fields.
   *
   * @throws IllegalStateException if the filter is not running
   */
  public Lookup<Page> find(String key) {
    Lookup<Page> found = larder().pages().find(key);
    Variants variants = Variants.of(found);
    return variants == null ? found : larder().pages().find(variants.keyWithoutFields(key));
  }

  /**
   * Evicts a page by its key, see {@link CacheRule#key}; a load that is under way is not stored.
   *
   * @throws IllegalStateException if the filter is not running
   */
  public Answer evict(String key) {
    Running now = running;
    if (now != null) {
      now.cache().evictShadows(List.of(key));
    }
    return larder().pages().evict(key);
  }

  /**
   * Says what the filter would do with a request, and why: which rule covers it, its key, what lies
   * there, how fresh that is and what is done with it. Nothing is done: no handler runs, nothing is
   * stored, and it counts nowhere. For a request of nobody in particular, without session and
   * content; what an application's own conditions ask for beyond that, they do not get. May ask the
   * store, and blocks as long as that takes.
   *
   * @param method the request's method, in its own case: {@code GET}
   * @param uri absolute, as the client used it; with {@code anyHost} path and query are enough
   * @param headers the request's header fields
   * @throws IllegalArgumentException if the URI is outside of this application, two headers have
   *     one name, or something of all this is null
   * @throws IllegalStateException if the filter is not running
   */
  public Explanation explain(String method, URI uri, Map<String, String> headers) {
    Running now = running();
    if (method == null) {
      throw new IllegalArgumentException("the method is null: name one, such as GET");
    }
    RequestDescription described = RequestDescription.of(uri, headers);
    String text = method + " " + uri;
    Policy policy = now.servlets().policy(described);
    if (policy == null) {
      return Explainer.uncovered(text);
    }
    Exchange exchange =
        Exchange.of(
            ExplainedRequest.of(method, described, headers),
            ExplainedRequest.noResponse(),
            (request, response) -> {},
            policy);
    return now.cache().explain(text, exchange);
  }

  /** How many requests wait for others' answers at this moment. */
  int waiting() {
    Running now = running;
    return now == null ? 0 : now.cache().waiting();
  }

  /** How many bytes responses take that are being captured at this moment. */
  long inFlight() {
    Running now = running;
    return now == null ? 0 : now.cache().inFlight();
  }

  /** How many keys have a handler at work, for clients or behind their backs. */
  int loading() {
    Running now = running;
    return now == null ? 0 : now.cache().loading();
  }

  /** How many pages are refreshed at this moment, behind their clients' backs. */
  int refreshing() {
    Running now = running;
    return now == null ? 0 : now.cache().refreshing();
  }

  private Larder larder() {
    Running now = running;
    if (now != null) {
      return now.opened().larder();
    }
    if (given != null) {
      return given;
    }
    throw notRunning();
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw notRunning();
    }
    return now;
  }

  private static IllegalStateException notRunning() {
    return new IllegalStateException(
        "the cache filter is not running: init was not called yet, or destroy was");
  }

  /** Closes the Larder if this filter has opened it. */
  @Override
  public void destroy() {
    Running was = running;
    running = null;
    if (was != null) {
      was.cache().close();
      was.opened().close();
    }
  }
}
