package io.larder.servlet;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code @Cached} says on a servlet's {@code doGet} or, failing that, on its class, or
 * on an annotation of the application's own there.
 */
final class CachedServlet {

  private CachedServlet() {}

  /**
   * The attributes of a servlet's annotation, or null if it has none.
   *
   * @throws IllegalArgumentException if an attribute is wrong or without meaning on a servlet, with
   *     a sentence that names the class
   */
  static @Nullable Attributes read(Class<?> servlet) {
    refuseChanges(servlet);
    try {
      Cached cached = find(servlet);
      if (cached == null) {
        return null;
      }
      Attributes attributes = attributes(cached);
      RuleKeys unused = RuleKeys.of(attributes);
      return attributes;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "@Cached on " + servlet.getName() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Cached find(Class<?> servlet) {
    for (Class<?> each = servlet; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (isDoGet(method)) {
          Cached cached = Annotated.one(method, Cached.class);
          return cached != null ? cached : Annotated.one(servlet, Cached.class);
        }
      }
    }
    return Annotated.one(servlet, Cached.class);
  }

  /** No proxy sees a container's calls: what would be ended by them never would. */
  private static void refuseChanges(Class<?> servlet) {
    for (Class<?> each = servlet; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        for (Class<? extends Annotation> kind : List.of(CacheEvict.class, CachePut.class)) {
          if (isHandler(method) && !Annotated.all(method, kind).isEmpty()) {
            throw new IllegalArgumentException(
                "@"
                    + kind.getSimpleName()
                    + " on "
                    + each.getName()
                    + "."
                    + method.getName()
                    + ": it is about methods that a proxy calls, not about servlets: call"
                    + " filter.evict or larder.invalidate there, or put it on a service's method");
          }
        }
      }
    }
  }

  private static boolean isDoGet(Method method) {
    return method.getName().equals("doGet") && isHandler(method);
  }

  private static boolean isHandler(Method method) {
    return Arrays.equals(
        method.getParameterTypes(),
        new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class});
  }

  private static Attributes attributes(Cached cached) {
    if (!cached.nullTtl().isEmpty()) {
      throw Vocabulary.notForPages("nullTtl");
    }
    if (!cached.eachOf().equals("*")) {
      throw Vocabulary.notForPages("eachOf");
    }
    Attributes attributes = Attributes.NONE;
    if (!cached.cache().isEmpty()) {
      attributes = attributes.with(Vocabulary.CACHE, Vocabulary.word("cache", cached.cache()));
    }
    attributes = with(attributes, Vocabulary.TTL, cached.ttl());
    attributes = with(attributes, Vocabulary.STALE_WHILE_REVALIDATE, cached.staleWhileRevalidate());
    attributes = with(attributes, Vocabulary.STALE_IF_ERROR, cached.staleIfError());
    attributes = with(attributes, Vocabulary.JITTER, cached.jitter());
    attributes = with(attributes, Vocabulary.EARLY_REFRESH, cached.earlyRefresh());
    attributes = with(attributes, Vocabulary.COMPRESS, cached.compress());
    attributes = with(attributes, Vocabulary.KEY, cached.key());
    attributes = with(attributes, Vocabulary.VERSION, cached.version());
    if (!Arrays.equals(cached.params(), new String[] {"*"})) {
      attributes = attributes.with(Vocabulary.PARAMS, List.of(cached.params()));
    }
    if (!Arrays.equals(cached.methods(), new String[] {"GET"})) {
      attributes =
          attributes.with(Vocabulary.METHODS, Vocabulary.methods(List.of(cached.methods())));
    }
    if (cached.allowReads().length > 0) {
      attributes =
          attributes.with(Vocabulary.ALLOW_READS, ReadKinds.allowed(List.of(cached.allowReads())));
    }
    if (cached.hide().length > 0) {
      attributes = attributes.with(Vocabulary.HIDE, ReadKinds.hidden(List.of(cached.hide())));
    }
    if (cached.tags().length > 0) {
      attributes =
          attributes.with(
              Vocabulary.TAGS, Arrays.stream(cached.tags()).map(Vocabulary::tag).toList());
    }
    return attributes;
  }

  private static <T> Attributes with(Attributes attributes, Attribute<T> attribute, String text) {
    return text.isEmpty() ? attributes : attributes.with(attribute, attribute.parse(text));
  }
}
