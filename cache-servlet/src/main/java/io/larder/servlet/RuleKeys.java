package io.larder.servlet;

import io.larder.cache.key.KeyResult;
import io.larder.cache.key.PageKeys;
import io.larder.cache.key.RequestDescription;
import io.larder.cache.key.RequestParameters;
import io.larder.cache.key.Template;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys and the tags that a rule gives to requests. Immutable and thread-safe. */
final class RuleKeys {

  private final PageKeys keys;
  private final List<Template> tags;

  /** What stands before each key, with characters that no other key begins with; or nothing. */
  private final String prefix;

  private final boolean shareHosts;
  private final boolean function;

  private RuleKeys(
      PageKeys keys, List<Template> tags, String prefix, boolean shareHosts, boolean function) {
    this.function = function;
    this.keys = keys;
    this.tags = tags;
    this.prefix = prefix;
    this.shareHosts = shareHosts;
  }

  /**
   * The keys that these attributes ask for.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  @SuppressWarnings("NullAway") // a class file of JDK 17 does not say that the function may be null
  static RuleKeys of(Attributes attributes) {
    PageKeys.Builder keys = PageKeys.builder();
    List<String> params = attributes.get(Vocabulary.PARAMS);
    if (params != null) {
      keys.params(params.toArray(String[]::new));
    }
    List<String> ignored = attributes.get(Vocabulary.IGNORE_PARAMS);
    if (ignored != null) {
      keys.ignoreParams(ignored.toArray(String[]::new));
    }
    boolean proxy = attributes.get(Vocabulary.PROXY, false);
    if (!proxy) {
      keys.plainPaths(); // behind a proxy it is the origin that reads them, and says what is stored
    }
    boolean saysWhatCounts = Vocabulary.KEY_WAYS.stream().anyMatch(attributes::has);
    if (proxy && !saysWhatCounts) {
      keys.exactQuery();
    }
    String template = attributes.get(Vocabulary.KEY);
    if (template != null) {
      keys.keyTemplate(template);
    }
    Function<RequestDescription, @Nullable String> function =
        attributes.get(Vocabulary.KEY_FUNCTION);
    if (function != null) {
      keys.key(function);
    }
    keys.headers(attributes.get(Vocabulary.HEADERS, List.of()).toArray(String[]::new));
    String tenant = attributes.get(Vocabulary.TENANT);
    if (tenant != null) {
      keys.tenant(tenant);
    }
    boolean anyHost = attributes.get(Vocabulary.ANY_HOST, false);
    if (anyHost) {
      keys.anyHost();
    }
    String version = attributes.get(Vocabulary.VERSION);
    return new RuleKeys(
        keys.build(),
        attributes.get(Vocabulary.TAGS, List.of()),
        version == null ? "" : "v=" + version + "!",
        anyHost || function != null,
        function != null);
  }

  /** The key of a request, or why it has none. */
  KeyResult key(RequestDescription request) {
    KeyResult key = keys.key(request);
    return prefix.isEmpty() || !(key instanceof KeyResult.Key made)
        ? key
        : new KeyResult.Key(prefix + made.text());
  }

  /** What a key holds that a function makes for a request; null if the keys are not made by one. */
  @Nullable KeyProbe probe(HttpServletRequest request) {
    return function
        ? new KeyProbe(keys::key, new DescribedRequest(request, request.getMethod()))
        : null;
  }

  /** Whether requests to several hosts may have one key. */
  boolean shareHosts() {
    return shareHosts;
  }

  boolean holdsAllParameters() {
    return keys.holdsAllParameters();
  }

  boolean holdsParameter(String name) {
    return keys.holdsParameter(name);
  }

  /** The request header fields that the key holds, in lower case. */
  Set<String> headerNames() {
    return keys.headerNames();
  }

  /** The tags for a query. A tag whose parameter is missing is left out. */
  @SuppressWarnings("NullAway") // as above: a value may be null
  Collection<String> tags(@Nullable String rawQuery) {
    if (tags.isEmpty()) {
      return List.of();
    }
    RequestParameters parameters = RequestParameters.parse(rawQuery);
    List<String> rendered = new ArrayList<>(tags.size());
    for (Template tag : tags) {
      String text = tag.tag(name -> first(parameters, name));
      if (text != null && !text.isEmpty()) {
        rendered.add(text);
      }
    }
    return rendered;
  }

  private static @Nullable String first(@Nullable RequestParameters parameters, String name) {
    return parameters == null ? null : parameters.first(name);
  }
}
