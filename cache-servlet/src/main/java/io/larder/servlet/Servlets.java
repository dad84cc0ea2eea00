package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.Larder;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.RequestDescription;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the servlets of one application, by their names: what {@code @Cached} says on
 * them, and whether they decide at run time. Bounded by their number, thread-safe.
 */
final class Servlets {

  private final ServletContext context;
  private final Larder larder;
  private final RuleTable rules;

  /** What the filter's own settings say about every rule and annotation. */
  private final Attributes filterWide;

  private final ConcurrentMap<String, Known> byName = new ConcurrentHashMap<>();

  Servlets(ServletContext context, Larder larder, RuleTable rules, Attributes filterWide) {
    this.context = context;
    this.larder = larder;
    this.rules = rules;
    this.filterWide = filterWide;
  }

  /**
   * Checks the rules, and reads the annotations of all servlets that are registered so far; one
   * that is registered later is read at its first request.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a sentence that names it
   */
  void readAll() {
    for (CacheRule rule : rules.all()) {
      Policy unused = Policy.of(rule, rule.attributes().over(filterWide), larder);
    }
    context.getServletRegistrations().keySet().forEach(this::known);
  }

  /** Whether this request has come along here already, or another filter serves it. */
  boolean isTaken(ServletRequest request) {
    Object found = request.getAttribute(FillContext.ATTRIBUTE);
    // Another filter that had nothing to do for it has left what learns for that one.
    return found == this || found instanceof FillContext;
  }

  /** What holds for a request; null if there is nothing to do for it. */
  @Nullable Policy policy(HttpServletRequest request) {
    CacheRule rule = rules.isEmpty() ? null : rules.match(path(request));
    Known servlet = known(name(request.getHttpServletMapping()));
    return rule == null ? servlet.policy() : servlet.policy(rule);
  }

  /**
   * The key of a request that is described, or why it has none.
   *
   * @throws IllegalArgumentException if its path is not one of this application
   */
  KeyResult key(RequestDescription request) {
    return policyOrHandlers(request).keys().key(request);
  }

  /**
   * All keys that have to do with a URI, see {@link Policy#keysOf}.
   *
   * @throws IllegalArgumentException if its path is not one of this application
   */
  Collection<String> keys(RequestDescription get) {
    return policyOrHandlers(get).keysOf(get);
  }

  private Policy policyOrHandlers(RequestDescription request) {
    Policy policy = policy(request);
    return policy == null ? Policy.ofHandler(larder) : policy;
  }

  /**
   * All keys that have to do with a URI, see {@link Policy#keysOf}, where a rule or an annotation
   * holds for it, or its servlet decides; else none.
   *
   * @throws IllegalArgumentException if its path is not one of this application
   */
  Collection<String> ruledKeys(RequestDescription get) {
    Policy policy = policy(get);
    return policy == null ? List.of() : policy.keysOf(get);
  }

  /**
   * What holds for a request that is described; null if nothing does.
   *
   * @throws IllegalArgumentException if its path is not one of this application
   */
  @Nullable Policy policy(RequestDescription request) {
    String path = path(request.rawPath());
    CacheRule rule = rules.match(path);
    String servlet = ServletMappings.servletAt(path, context);
    Known known = known(servlet == null ? "" : servlet);
    return rule == null ? known.policy() : known.policy(rule);
  }

  /** The path below the context path, decoded and without path parameters, as containers do it. */
  private String path(String rawPath) {
    String whole = rawPath.replaceAll(";[^/]*", "");
    String prefix = context.getContextPath();
    if (!whole.startsWith(prefix + "/") && !whole.equals(prefix)) {
      throw new IllegalArgumentException(
          "the path " + rawPath + " is outside of this application, which begins at " + prefix);
    }
    String decoded = URLDecoder.decode(whole.substring(prefix.length()).replace("+", "%2B"), UTF_8);
    return decoded.isEmpty() ? "/" : withoutDots(decoded);
  }

  /**
   * The path that dot segments lead to, which rules are matched with; no key is made of such a one.
   */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  /** Learns that the servlet that serves this request says at run time what is to be stored. */
  void learn(ServletRequest request) {
    Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_MAPPING);
    if (forwarded instanceof HttpServletMapping mapping) {
      known(name(mapping)).learn();
    } else if (request instanceof HttpServletRequest http) {
      known(name(http.getHttpServletMapping())).learn();
    }
  }

  private Known known(String name) {
    Known known = byName.get(name);
    return known != null ? known : byName.computeIfAbsent(name, n -> new Known(annotation(n)));
  }

  private @Nullable Attributes annotation(String name) {
    ServletRegistration registration = context.getServletRegistration(name);
    String className = registration == null ? null : registration.getClassName();
    if (className == null) {
      return null;
    }
    try {
      return CachedServlet.read(Class.forName(className, false, ClassLoaders.of(context)));
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // the container will say so if it is a class that it needs
    }
  }

  private static String name(@Nullable HttpServletMapping mapping) {
    String name = mapping == null ? null : mapping.getServletName();
    return name == null ? "" : name;
  }

  private static String path(HttpServletRequest request) {
    String servlet = request.getServletPath();
    String info = request.getPathInfo();
    if (info == null) {
      return servlet;
    }
    return servlet.isEmpty() ? info : servlet + info;
  }

  /** One servlet. */
  private final class Known {

    private final @Nullable Attributes annotated;
    private final ConcurrentMap<CacheRule, Policy> byRule = new ConcurrentHashMap<>();
    private volatile @Nullable Policy own;

    Known(@Nullable Attributes annotated) {
      this.annotated = annotated;
      this.own = annotated == null ? null : Policy.of(filterWide.over(annotated), larder);
    }

    @Nullable Policy policy() {
      return own;
    }

    Policy policy(CacheRule rule) {
      Policy policy = byRule.get(rule);
      return policy != null ? policy : byRule.computeIfAbsent(rule, this::merged);
    }

    private Policy merged(CacheRule rule) {
      Attributes lower = annotated == null ? filterWide : filterWide.over(annotated);
      return Policy.of(rule, rule.attributes().over(lower), larder);
    }

    void learn() {
      if (own == null) {
        own = Policy.ofHandler(larder);
      }
    }
  }
}
