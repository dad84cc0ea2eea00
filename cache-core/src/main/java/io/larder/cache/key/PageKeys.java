package io.larder.cache.key;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of pages: by default the effective URI in one spelling, such as {@code
 * http://localhost:5000/universities?country=Germany}.
 *
 * <p>The order of parameters does not matter, the order of one parameter's values does. Escapes are
 * normalised, case is kept, default ports are dropped (RFC 3986 6.2). {@code GET} is not written,
 * {@code HEAD} uses its key, other methods stand in front: {@code POST:http://…}. What else the key
 * depends on follows behind a {@code #}: {@code …#tenant=acme&h.accept-language=de}. A key longer
 * than the limit ends in the SHA-256 of all of it.
 *
 * <p>Two requests that differ in what the key depends on never share one, and no page's key begins
 * as a view's does ({@link ViewNames}). A request that servers could read in two ways has no key
 * but a {@link NoKey}. A body is never part of a key: to cache the answers to a method that has
 * one, name it in a key function.
 *
 * <p>Immutable and thread-safe; making a key neither blocks nor keeps anything. Exceptions of a key
 * or tenant function reach the caller as they were thrown.
 */
public final class PageKeys {

  private static final PageKeys EFFECTIVE_URI = builder().build();

  private final KeyPart[] parts;
  private final int maxLength;
  private final Set<String> headerNames;
  private final ParameterFilter parameters;
  private final boolean plainPaths;

  private PageKeys(
      List<KeyPart> parts,
      int maxLength,
      Set<String> headerNames,
      ParameterFilter parameters,
      boolean plainPaths) {
    this.plainPaths = plainPaths;
    this.parts = parts.toArray(KeyPart[]::new);
    this.maxLength = maxLength;
    this.parameters = parameters;
    this.headerNames = Set.copyOf(headerNames);
  }

  /** Keys that are the effective URI. */
  public static PageKeys effectiveUri() {
    return EFFECTIVE_URI;
  }

  /** A builder of keys that are the effective URI unless it is told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /** The key of a request, or why it has none. */
  public KeyResult key(RequestDescription request) {
    StringBuilder out = new StringBuilder(128);
    NoKey refusal = plainPaths ? PlainPath.refusal(request.rawPath()) : null;
    if (refusal == null) {
      refusal = KeyMethods.append(out, request.method());
    }
    for (int i = 0; i < parts.length && refusal == null; i++) {
      refusal = parts[i].append(out, request);
    }
    return refusal != null ? refusal : new KeyResult.Key(LongKeys.fit(out, maxLength));
  }

  /**
   * The key of a {@code GET} of this URI without headers, to find or evict a page outside any
   * request: the key that such a request has.
   *
   * @param uri absolute, or only a path and a query with {@code anyHost}
   */
  public KeyResult key(URI uri) {
    return key(RequestDescription.of(uri));
  }

  /**
   * The names of the headers that the key depends on, in lower case; unmodifiable. What a function
   * reads is not among them.
   */
  public Set<String> headerNames() {
    return headerNames;
  }

  /**
   * Whether the key depends on every query parameter there may be; a function that makes the key is
   * taken to do so.
   */
  public boolean holdsAllParameters() {
    return parameters.acceptsAll();
  }

  /**
   * Whether the key depends on the query parameter of that name.
   *
   * @param name the decoded name
   */
  public boolean holdsParameter(String name) {
    return parameters.accepts(name);
  }

  /**
   * Collects what the keys of pages depend on. Not thread-safe.
   *
   * <p>Of {@code params}, {@code ignoreParams}, {@code key} and {@code keyTemplate} at most one can
   * be set.
   */
  public static final class Builder {

    private boolean anyHost;
    private @Nullable List<String> params;
    private @Nullable List<String> ignoreParams;
    private @Nullable Function<RequestDescription, @Nullable String> function;
    private @Nullable Template template;
    private @Nullable Function<RequestDescription, @Nullable String> tenant;
    private final Set<String> headers = new TreeSet<>();
    private final Set<String> tenantHeader = new TreeSet<>();
    private int maxLength = LongKeys.DEFAULT_LIMIT;
    private boolean exactQuery;
    private boolean plainPaths;

    private Builder() {}

    /** Leaves scheme, host and port out: the key is path and query, whatever host was asked. */
    public Builder anyHost() {
      anyHost = true;
      return this;
    }

    /** Only these query parameters are part of the key; with none named, only the path is. */
    public Builder params(String... names) {
      params = List.of(names);
      return this;
    }

    /**
     * The query is part of the key as it was sent: in another order, or escaped otherwise, it is
     * another one. For a proxy, which cannot know what a query means to its origin.
     */
    public Builder exactQuery() {
      exactQuery = true;
      return this;
    }

    /**
     * Only paths that read in one way have a key: none with path parameters, empty segments,
     * escaped delimiters or control characters, double encodings or overlong ones. For rules that
     * are found by the path, in front of an application that may read it otherwise than its
     * container.
     */
    public Builder plainPaths() {
      plainPaths = true;
      return this;
    }

    /**
     * All query parameters but these are part of the key.
     *
     * @param patterns names, or beginnings of names that end in {@code *}: {@code utm_*}
     */
    public Builder ignoreParams(String... patterns) {
      ignoreParams = List.of(patterns);
      return this;
    }

    /**
     * The values of these request headers are part of the key, as they were sent; a missing one is
     * told apart from an empty one. Of {@code Authorization}, {@code Proxy-Authorization} and
     * {@code Cookie} the key shows the SHA-256 alone.
     *
     * @throws IllegalArgumentException if a name cannot be the name of a header
     */
    public Builder headers(String... names) {
      for (String name : names) {
        headers.add(HeaderNames.lowerCase(name));
      }
      return this;
    }

    /**
     * The tenant that this request header names is part of the key; without one there is no key.
     *
     * @throws IllegalArgumentException if the name cannot be the name of a header, or a tenant is
     *     already set
     */
    public Builder tenant(String header) {
      String name = HeaderNames.lowerCase(header);
      tenantHeader.add(name);
      return tenant(request -> request.header(name));
    }

    /**
     * The tenant that this function names is part of the key; if it is null or blank, there is no
     * key.
     *
     * @throws IllegalArgumentException if a tenant is already set
     */
    public Builder tenant(Function<RequestDescription, @Nullable String> tenant) {
      if (this.tenant != null) {
        throw new IllegalArgumentException(
            "tenant is set twice: name it by a header or a function");
      }
      this.tenant = tenant;
      return this;
    }

    /**
     * This function's text stands in the place of the whole URI: all requests of one method for
     * which it is the same share a page. Null: the request is not cached.
     */
    public Builder key(Function<RequestDescription, @Nullable String> function) {
      this.function = function;
      return this;
    }

    /**
     * This template over the query parameters stands in the place of the query.
     *
     * @throws IllegalArgumentException if it is malformed, see {@link Template#of}
     */
    public Builder keyTemplate(String template) {
      this.template = Template.of(template);
      return this;
    }

    /**
     * The most characters of a key, 200 unless set.
     *
     * @param characters 100 to 800
     * @throws IllegalArgumentException if it is out of this range
     */
    public Builder maxLength(int characters) {
      maxLength = LongKeys.checkLimit(characters);
      return this;
    }

    /**
     * The keys as they are set.
     *
     * @throws IllegalArgumentException if two settings contradict each other, or the name of a
     *     parameter is empty or a misplaced pattern
     */
    public PageKeys build() {
      List<String> identities = new ArrayList<>();
      addIfSet(identities, "params", params);
      addIfSet(identities, "ignoreParams", ignoreParams);
      if (exactQuery) {
        identities.add("exactQuery");
      }
      addIfSet(identities, "keyTemplate", template);
      addIfSet(identities, "key", function);
      if (function != null && anyHost) {
        identities.add("anyHost");
      }
      if (identities.size() > 1) {
        throw new IllegalArgumentException(
            identities.get(0) + " and " + identities.get(1) + " exclude each other: set only one");
      }
      List<KeyPart> parts = new ArrayList<>();
      parts.add(
          function != null
              ? new FunctionPart(function)
              : new UriPart(anyHost, filter(), exactQuery));
      if (tenant != null) {
        parts.add(new TenantPart(separator(parts), tenant));
      }
      headers.forEach(header -> parts.add(new HeaderPart(separator(parts), header)));
      if (template != null) {
        parts.add(new TemplatePart(separator(parts), template));
      }
      Set<String> allHeaderNames = new TreeSet<>(headers);
      allHeaderNames.addAll(tenantHeader);
      return new PageKeys(parts, maxLength, allHeaderNames, held(), plainPaths);
    }

    private ParameterFilter held() {
      if (template != null) {
        return ParameterFilter.only(template.names());
      }
      return function != null ? ParameterFilter.ALL : filter();
    }

    private ParameterFilter filter() {
      if (template != null) {
        return ParameterFilter.only(List.of());
      }
      if (params != null) {
        return ParameterFilter.only(params);
      }
      return ignoreParams != null ? ParameterFilter.allBut(ignoreParams) : ParameterFilter.ALL;
    }

    private static char separator(List<KeyPart> before) {
      return before.size() == 1 ? '#' : '&';
    }

    private static void addIfSet(List<String> names, String name, @Nullable Object setting) {
      if (setting != null) {
        names.add(name);
      }
    }
  }
}
