package io.larder.servlet;

import io.larder.cache.Durations;
import io.larder.cache.Sizes;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import io.larder.cache.key.RequestDescription;
import io.larder.cache.key.Template;
import io.larder.http.CachedMethods;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The words that a rule is made of, the same in lines, builders and annotations. */
final class Vocabulary {

  static final Attribute<Duration> TTL = new Attribute<>("ttl", positive("ttl"));
  static final Attribute<Duration> ERROR_TTL = new Attribute<>("errorTtl", positive("errorTtl"));
  static final Attribute<Duration> STALE_WHILE_REVALIDATE =
      new Attribute<>("staleWhileRevalidate", positive("staleWhileRevalidate"));
  static final Attribute<Duration> STALE_IF_ERROR =
      new Attribute<>("staleIfError", positive("staleIfError"));
  static final Attribute<Duration> KEEP = new Attribute<>("keep", positive("keep"));
  static final Attribute<Jitter> JITTER = new Attribute<>("jitter", Jitter::parse);
  static final Attribute<EarlyRefresh> EARLY_REFRESH =
      new Attribute<>("earlyRefresh", EarlyRefresh::parse);
  static final Attribute<List<Template>> TAGS = new Attribute<>("tags", Vocabulary::templates);
  static final Attribute<String> KEY = new Attribute<>("key", Vocabulary::template);
  static final Attribute<List<String>> PARAMS = new Attribute<>("params", Vocabulary::list);
  static final Attribute<List<String>> IGNORE_PARAMS =
      new Attribute<>("ignoreParams", Vocabulary::list);
  static final Attribute<List<String>> HEADERS = new Attribute<>("headers", Vocabulary::list);
  static final Attribute<String> TENANT = new Attribute<>("tenant", Function.identity());
  static final Attribute<Boolean> ANY_HOST = new Attribute<>("anyHost", flag("anyHost"));
  static final Attribute<Long> MAX_BODY =
      new Attribute<>("maxBody", text -> Sizes.parse("maxBody", text));
  static final Attribute<Long> MAX_HEAD =
      new Attribute<>("maxHead", text -> Sizes.parse("maxHead", text));
  static final Attribute<Integer> MAX_VARIANTS =
      new Attribute<>("maxVariants", text -> Caps.number("maxVariants", text, Caps.MOST_VARIANTS));
  static final Attribute<Integer> MAX_NEW_KEYS =
      new Attribute<>("maxNewKeys", text -> Caps.number("maxNewKeys", text, Caps.MOST_NEW_KEYS));
  static final Attribute<Long> SHARE = new Attribute<>("share", text -> Sizes.parse("share", text));
  static final Attribute<Set<String>> METHODS = new Attribute<>("methods", Vocabulary::methods);
  static final Attribute<Integer> MAX_REQUEST_BODY =
      new Attribute<>("maxRequestBody", text -> requestBody(Sizes.parse("maxRequestBody", text)));
  static final Attribute<Set<Integer>> STATUSES = new Attribute<>("statuses", Vocabulary::statuses);
  static final Attribute<String> VERSION = new Attribute<>("version", Vocabulary::version);
  static final Attribute<Boolean> OVERRIDE = new Attribute<>("override", flag("override"));
  static final Attribute<Boolean> ALLOW_AUTHENTICATED =
      new Attribute<>("allowAuthenticated", flag("allowAuthenticated"));

  static final Attribute<Boolean> CLIENT_DIRECTIVES =
      new Attribute<>("clientDirectives", flag("clientDirectives"));
  static final Attribute<Boolean> STORE_COOKIES =
      new Attribute<>("storeCookies", flag("storeCookies"));
  static final Attribute<Boolean> STORE_TOKENS =
      new Attribute<>("storeTokens", flag("storeTokens"));
  static final Attribute<Boolean> STATUS_KEY = new Attribute<>("statusKey", flag("statusKey"));
  static final Attribute<Set<String>> ALLOW_READS =
      new Attribute<>("allowReads", text -> ReadKinds.allowed(list(text)));
  static final Attribute<Set<String>> HIDE =
      new Attribute<>("hide", text -> ReadKinds.hidden(list(text)));
  static final Attribute<Boolean> AUTO_VARY = new Attribute<>("autoVary", flag("autoVary"));
  static final Attribute<Boolean> STRICT = new Attribute<>("strict", flag("strict"));
  static final Attribute<CacheMode> MODE = new Attribute<>("mode", Vocabulary::mode);
  static final Attribute<Boolean> PROXY = new Attribute<>("proxy", flag("proxy"));
  static final Attribute<Compression> COMPRESS = new Attribute<>("compress", Compression::parse);

  /** What an annotation calls its cache; rules have their patterns. */
  static final Attribute<String> CACHE = new Attribute<>("cache", null);

  static final Attribute<Function<RequestDescription, @Nullable String>> KEY_FUNCTION =
      new Attribute<>("key(Function)", null);
  static final Attribute<Predicate<HttpServletRequest>> BYPASS_WHEN =
      new Attribute<>("bypassWhen", null);
  static final Attribute<Predicate<HttpServletRequest>> REFRESH_WHEN =
      new Attribute<>("refreshWhen", null);

  static final Attribute<Predicate<HandlerResponse>> STALE_WHEN =
      new Attribute<>("staleWhen", null);

  /** Where chance comes from, for tests. */
  static final Attribute<DoubleSupplier> RANDOM = new Attribute<>("random", null);

  static final Attribute<Predicate<HandlerResponse>> STORE_WHEN =
      new Attribute<>("storeWhen", null);

  /** Of these, a rule has one at most: each says which parameters the key is made of. */
  static final List<Attribute<?>> KEY_WAYS = List.of(PARAMS, IGNORE_PARAMS, KEY, KEY_FUNCTION);

  /** What a line may say without a value. */
  static final Set<Attribute<?>> FLAGS =
      Set.of(
          ANY_HOST,
          OVERRIDE,
          ALLOW_AUTHENTICATED,
          CLIENT_DIRECTIVES,
          STORE_COOKIES,
          STORE_TOKENS,
          STATUS_KEY,
          AUTO_VARY,
          STRICT,
          PROXY,
          COMPRESS);

  private static final int MOST_REQUEST_BODY = 64 << 20;

  private static final Map<String, Attribute<?>> BY_NAME = new LinkedHashMap<>();

  static {
    for (Attribute<?> each :
        List.of(
            TTL,
            ERROR_TTL,
            STALE_WHILE_REVALIDATE,
            STALE_IF_ERROR,
            KEEP,
            JITTER,
            EARLY_REFRESH,
            TAGS,
            KEY,
            PARAMS,
            IGNORE_PARAMS,
            HEADERS,
            TENANT,
            ANY_HOST,
            MAX_BODY,
            MAX_HEAD,
            MAX_VARIANTS,
            MAX_NEW_KEYS,
            SHARE,
            METHODS,
            MAX_REQUEST_BODY,
            STATUSES,
            VERSION,
            OVERRIDE,
            ALLOW_AUTHENTICATED,
            CLIENT_DIRECTIVES,
            STORE_COOKIES,
            STORE_TOKENS,
            STATUS_KEY,
            ALLOW_READS,
            HIDE,
            AUTO_VARY,
            STRICT,
            MODE,
            PROXY,
            COMPRESS)) {
      BY_NAME.put(each.name(), each);
    }
  }

  /** Words of the vocabulary that say nothing about pages, and why. */
  private static final Map<String, String> NOT_FOR_PAGES =
      Map.of(
          "nullTtl", "is about methods that return null: a page is never null, remove it",
          "eachOf", "is about methods that take several ids: a page is one, remove it",
          "bypassWhen", "is code: set it on the rule's builder",
          "refreshWhen", "is code: set it on the rule's builder",
          "staleWhen", "is code: set it on the rule's builder",
          "storeWhen", "is code: set it on the rule's builder");

  private Vocabulary() {}

  /**
   * The writable attribute of that name.
   *
   * @throws IllegalArgumentException if there is none for pages, with a sentence that names all
   */
  static Attribute<?> named(String name) {
    Attribute<?> attribute = BY_NAME.get(name);
    if (attribute != null) {
      return attribute;
    }
    String reason = NOT_FOR_PAGES.get(name);
    if (reason != null) {
      throw new IllegalArgumentException(name + " " + reason);
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no attribute of a rule: there are " + String.join(", ", names()));
  }

  /** Refuses an attribute that says nothing about pages. */
  static IllegalArgumentException notForPages(String name) {
    return new IllegalArgumentException(name + " " + NOT_FOR_PAGES.get(name));
  }

  /** The names that a rule's line can have, in their usual order. */
  static Set<String> names() {
    return BY_NAME.keySet();
  }

  private static Function<String, Duration> positive(String name) {
    return text -> Durations.parsePositive(name, text);
  }

  static CacheMode mode(String text) {
    return switch (text) {
      case "on" -> CacheMode.ON;
      case "shadow" -> CacheMode.SHADOW;
      default -> throw new IllegalArgumentException("mode '" + text + "' is neither on nor shadow");
    };
  }

  private static Function<String, Boolean> flag(String name) {
    return text ->
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          default ->
              throw new IllegalArgumentException(
                  name + " '" + text + "' is neither true nor false");
        };
  }

  /** The members between commas; nothing at all is the empty list. */
  static List<String> list(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static List<Template> templates(String text) {
    return list(text).stream().map(Vocabulary::tag).toList();
  }

  /**
   * A template for a tag.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Template tag(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("tags has an empty tag: name what it stands for");
    }
    return Template.of(text);
  }

  private static String template(String text) {
    return Template.of(text).toString();
  }

  private static Set<String> methods(String text) {
    return methods(list(text));
  }

  /** Refuses methods whose answers are never stored. */
  static Set<String> methods(List<String> methods) {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          "methods is empty: name one at least, as in methods=GET,QUERY");
    }
    for (String method : methods) {
      if (!CachedMethods.ALL.contains(method)) {
        throw new IllegalArgumentException(
            "methods has '" + method + "', which is never stored: there are GET, QUERY and POST");
      }
    }
    return new TreeSet<>(methods);
  }

  /** Refuses more than a request that is looked up may cost. */
  static int requestBody(long bytes) {
    if (bytes > MOST_REQUEST_BODY) {
      throw new IllegalArgumentException(
          "maxRequestBody is "
              + bytes
              + " bytes: it must be 64MB at most, since each such request holds so much in memory");
    }
    return (int) bytes;
  }

  private static Set<Integer> statuses(String text) {
    Set<Integer> statuses = new TreeSet<>();
    for (String each : list(text)) {
      if (!each.matches("[1-5][0-9][0-9]")) {
        throw new IllegalArgumentException(
            "statuses '" + each + "' is no status code: write them as in statuses=200,404");
      }
      statuses.add(Integer.parseInt(each));
    }
    return checked(statuses);
  }

  /** Refuses statuses that mean nothing here; 5xx above all. */
  static Set<Integer> checked(Set<Integer> statuses) {
    if (statuses.isEmpty()) {
      throw new IllegalArgumentException(
          "statuses is empty: name one at least, as in statuses=200");
    }
    for (int status : statuses) {
      if (status < 200 || status > 499 || status == 206 || status == 304) {
        throw new IllegalArgumentException(
            "statuses has "
                + status
                + ", which is never stored: 200 to 499 can be, without 206 and 304");
      }
    }
    return Set.copyOf(statuses);
  }

  /** Refuses a version that cannot be part of a key. */
  static String version(String text) {
    return word("version", text);
  }

  /** Refuses what cannot be a part of a key or the name of a view. */
  static String word(String attribute, String text) {
    if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          attribute + " '" + text + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    return text;
  }
}
