package io.larder.servlet;

import io.larder.cache.CacheRecorder;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.RequestDescription;
import io.larder.http.AuthenticatedUse;
import io.larder.http.CacheStatus;
import io.larder.http.CachedMethods;
import io.larder.http.ContentEncodings;
import io.larder.http.Preconditions.Role;
import io.larder.http.RequestOptions;
import io.larder.http.StoreOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that holds for one kind of request, with every source merged and every default filled in. */
final class Policy {

  private static final Duration ERROR_TTL = Duration.ofSeconds(10);
  private static final long DEFAULT_MAX_BODY = 1 << 20;
  private static final int DEFAULT_MAX_REQUEST_BODY = 64 << 10;

  /** What covers the pages of servlets that say nothing of a name. */
  private static final String UNNAMED = "pages";

  private final @Nullable CacheRule rule;

  private final boolean proxy;
  private final boolean heedsNoVarySearch;
  private final RuleKeys keys;
  private final ReadRules reads;
  private final boolean shadow;
  private final RequestOptions requests;
  private final StoreOptions responses;
  private final long maxBody;
  private final int maxRequestBody;
  private final @Nullable Predicate<HttpServletRequest> bypassWhen;
  private final @Nullable Predicate<HttpServletRequest> refreshWhen;
  private final @Nullable Predicate<HandlerResponse> staleWhen;
  private final @Nullable Predicate<HandlerResponse> storeWhen;
  private final boolean onlyIfAsked;
  private final boolean tellsKey;
  private final String ruleParameter;
  private final boolean bySuffix;
  private final Chance chance;
  private final CacheRecorder recorder;
  private final Caps caps;
  private final Compression compression;

  private Policy(
      Attributes attributes,
      RuleKeys keys,
      Larder larder,
      @Nullable CacheRule rule,
      boolean onlyIfAsked) {
    this.rule = rule;
    this.bySuffix = rule != null && rule.path().isSuffix();
    this.proxy = attributes.get(Vocabulary.PROXY, false);
    RequestOptions usual = proxy ? RequestOptions.PROXY : RequestOptions.DEFAULT;
    AuthenticatedUse users =
        attributes.get(Vocabulary.ALLOW_AUTHENTICATED, false)
            ? AuthenticatedUse.SHARE
            : usual.authenticated();
    this.keys = keys;
    this.reads = ReadRules.of(attributes, keys, proxy);
    this.shadow = attributes.get(Vocabulary.MODE, CacheMode.ON) == CacheMode.SHADOW;
    this.requests =
        usual
            .withAuthenticated(users)
            .withMethods(attributes.get(Vocabulary.METHODS, usual.methods()))
            .withHonourRequestDirectives(
                attributes.get(Vocabulary.CLIENT_DIRECTIVES, usual.honourRequestDirectives()));
    this.responses = responses(attributes, keys, users, onlyIfAsked ? null : larder.defaultTtl());
    this.maxBody = maxBody(attributes.get(Vocabulary.MAX_BODY), larder.limits().maxValueBytes());
    this.maxRequestBody = attributes.get(Vocabulary.MAX_REQUEST_BODY, DEFAULT_MAX_REQUEST_BODY);
    this.bypassWhen = attributes.get(Vocabulary.BYPASS_WHEN);
    this.refreshWhen = attributes.get(Vocabulary.REFRESH_WHEN);
    this.staleWhen = attributes.get(Vocabulary.STALE_WHEN);
    this.storeWhen = attributes.get(Vocabulary.STORE_WHEN);
    // A rule that says itself what counts in a query knows better.
    this.heedsNoVarySearch = proxy && Vocabulary.KEY_WAYS.stream().noneMatch(attributes::has);
    this.onlyIfAsked = onlyIfAsked;
    this.chance = new Chance(attributes);
    this.compression = attributes.get(Vocabulary.COMPRESS, Compression.NONE);
    if (proxy && compression.coding() != null) {
      throw new IllegalArgumentException(
          "compress and proxy are both set: a proxy passes on what its origin says, so remove one");
    }
    this.tellsKey = attributes.get(Vocabulary.STATUS_KEY, false);
    String name = attributes.get(Vocabulary.CACHE);
    this.ruleParameter = name == null ? "" : CacheStatus.ruleParameter(name);
    this.caps = Caps.of(attributes);
    String covers = rule == null ? UNNAMED : rule.pattern();
    this.recorder = larder.recorder(name == null ? covers : name);
  }

  private static StoreOptions responses(
      Attributes attributes, RuleKeys keys, AuthenticatedUse users, @Nullable Duration usualTtl) {
    boolean proxy = attributes.get(Vocabulary.PROXY, false);
    StoreOptions usual = proxy ? StoreOptions.PROXY : StoreOptions.DEFAULT;
    Set<Integer> statuses = attributes.get(Vocabulary.STATUSES);
    Duration ttl = attributes.get(Vocabulary.TTL);
    Duration fresh = ttl == null && !proxy ? usualTtl : ttl;
    Duration keep = attributes.get(Vocabulary.KEEP);
    return usual.toBuilder()
        .methods(attributes.get(Vocabulary.METHODS, usual.methods()))
        .statuses(statuses == null ? usual.statuses() : statuses)
        .anyStatus(statuses == null)
        .keyFields(keys.headerNames())
        .variants(true)
        .contentEncodings(proxy ? usual.contentEncodings() : ContentEncodings.IF_VARIED)
        .setCookies(attributes.get(Vocabulary.STORE_COOKIES, false))
        .tokens(attributes.get(Vocabulary.STORE_TOKENS, usual.tokens()))
        .ttl(fresh)
        .errorTtl(errorTtl(attributes.get(Vocabulary.ERROR_TTL), fresh))
        .staleWhileRevalidate(attributes.get(Vocabulary.STALE_WHILE_REVALIDATE))
        .staleIfError(attributes.get(Vocabulary.STALE_IF_ERROR))
        .keep(keep == null ? usual.keep() : keep)
        .override(attributes.get(Vocabulary.OVERRIDE, false))
        .authenticated(users)
        .build();
  }

  /** What is stored of errors where the rule says nothing: they go away by themselves. */
  private static @Nullable Duration errorTtl(@Nullable Duration set, @Nullable Duration ttl) {
    if (set != null) {
      return set;
    }
    return ttl == null || ttl.compareTo(ERROR_TTL) < 0 ? ttl : ERROR_TTL;
  }

  /** Whether stale responses are kept to be validated. */
  boolean keepsStale() {
    return responses(null).keep() != null;
  }

  /**
   * The policy of these attributes.
   *
   * @throws IllegalArgumentException if they contradict each other or the Larder's limits
   */
  static Policy of(Attributes attributes, Larder larder) {
    return new Policy(attributes, RuleKeys.of(attributes), larder, null, false);
  }

  /**
   * The policy of a rule, with its own keys if nothing was added to it.
   *
   * @throws IllegalArgumentException if it contradicts itself or the Larder's limits
   */
  static Policy of(CacheRule rule, Attributes attributes, Larder larder) {
    try {
      RuleKeys keys = attributes == rule.attributes() ? rule.keys() : RuleKeys.of(attributes);
      return new Policy(attributes, keys, larder, rule, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("rule " + rule.pattern() + ": " + e.getMessage(), e);
    }
  }

  /** The policy where the handler alone decides: nothing is stored unless it says so. */
  static Policy ofHandler(Larder larder) {
    return new Policy(Attributes.NONE, RuleKeys.of(Attributes.NONE), larder, null, true);
  }

  RuleKeys keys() {
    return keys;
  }

  /**
   * Whose caps these are: the rule's, on whatever servlets and under whatever name of theirs; else
   * those of all servlets that name one cache, or of this alone.
   */
  Object capped() {
    if (rule != null) {
      return rule.path();
    }
    return recorder.cache().equals(UNNAMED) ? this : recorder.cache();
  }

  /** Whether it is only told what would be done. */
  boolean isShadow() {
    return shadow;
  }

  /** What holds for what handlers read beside what the key holds. */
  ReadRules reads() {
    return reads;
  }

  RequestOptions requests() {
    return requests;
  }

  /** Counts what becomes of such requests. */
  CacheRecorder recorder() {
    return recorder;
  }

  /** How much is stored of such requests. */
  Caps caps() {
    return caps;
  }

  Chance chance() {
    return chance;
  }

  /** In which content coding pages are stored. */
  Compression compression() {
    return compression;
  }

  long maxBody() {
    return maxBody;
  }

  /** So much of a request's content may be read before the handler runs. */
  int maxRequestBody() {
    return maxRequestBody;
  }

  /**
   * All keys that have to do with a URI: what is evicted under them ends all that lies there,
   * whatever the method.
   */
  Collection<String> keysOf(RequestDescription get) {
    Set<String> all = new LinkedHashSet<>();
    add(keys.key(get), all);
    for (String method : requests.methods()) {
      if (CachedMethods.isKeyedByContent(method)) {
        add(keys.key(Altered.method(get, method)), all);
      }
    }
    String searches = keyOfSearches(get);
    if (searches != null) {
      all.add(searches);
    }
    return all;
  }

  /**
   * Under which key it is known of a path which queries do not count; null if that is not asked.
   */
  @Nullable String keyOfSearches(RequestDescription get) {
    return heedsNoVarySearch && keys.key(Altered.path(get)) instanceof KeyResult.Key found
        ? found.text() + "#no-vary-search"
        : null;
  }

  private static void add(KeyResult key, Set<String> to) {
    if (key instanceof KeyResult.Key found) {
      to.add(found.text());
    }
  }

  /** Whether Cache-Status names the key. */
  boolean tellsKey() {
    return tellsKey;
  }

  /** The value of Cache-Status under this policy. */
  String tell(CacheStatus status) {
    return status.value().concat(ruleParameter);
  }

  /** Whether nothing is stored unless the handler asks for it. */
  boolean onlyIfAsked() {
    return onlyIfAsked;
  }

  /** Whether the rule was found by the end of the path alone, which is what a client says. */
  boolean isBySuffix() {
    return bySuffix;
  }

  boolean bypasses(HttpServletRequest request) {
    return bypassWhen != null && bypassWhen.test(request);
  }

  boolean refreshes(HttpServletRequest request) {
    return refreshWhen != null && refreshWhen.test(request);
  }

  /** Whether a stored page is stale before its time. */
  boolean isStale(Page page) {
    return staleWhen != null && Located.isResponse(page) && staleWhen.test(new StoredHead(page));
  }

  boolean stores(HandlerResponse response) {
    return storeWhen == null || storeWhen.test(response);
  }

  /** Whether a principal or a session makes a difference. */
  boolean asksForUser() {
    return requests.authenticated() == AuthenticatedUse.BYPASS;
  }

  /** Whether a page is given an entity tag if the handler gave it none. */
  boolean tagsPages() {
    return !proxy;
  }

  /** Whether an origin stands behind, and not a handler of this application. */
  boolean isProxy() {
    return proxy;
  }

  /** For whom the cache judges conditions. */
  Role role() {
    return proxy ? Role.INTERMEDIARY : Role.ORIGIN;
  }

  /**
   * What holds for a response.
   *
   * @param ttl what the handler said while it ran, which beats all but the response's restrictions
   */
  StoreOptions responses(@Nullable Duration ttl) {
    return ttl == null
        ? responses
        : responses.toBuilder().ttl(ttl).errorTtl(ttl).override(true).build();
  }

  private static long maxBody(@Nullable Long set, long limit) {
    if (set != null && set > limit) {
      throw new IllegalArgumentException(
          "maxBody is "
              + set
              + " bytes, and the store takes at most "
              + limit
              + ": lower it, or raise the store's maxValueBytes");
    }
    return set != null ? set : Math.min(DEFAULT_MAX_BODY, limit);
  }
}
