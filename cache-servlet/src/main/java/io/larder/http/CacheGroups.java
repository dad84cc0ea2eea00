package io.larder.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code Cache-Groups} and {@code Cache-Group-Invalidation} (RFC 9875): names under which an
 * origin puts responses together, and by which it ends them together.
 *
 * <p>Both are Lists of Strings whose parameters do not count; one that is anything else does not
 * count at all. Of more than {@link #MAX} groups the first ones are invalidated: so many every
 * cache must support (2). A name is one of its origin (2.1); case counts.
 */
public final class CacheGroups {
  /** The most groups that one answer invalidates: 32. */
  public static final int MAX = 32;

  private static final int READABLE = 200;

  private CacheGroups() {}

  /** The groups that a response is in; unmodifiable, without duplicates. */
  public static List<String> of(HttpFields response) {
    return groups(response, FieldNames.CACHE_GROUPS).distinct().toList();
  }

  /**
   * The groups whose responses end with the answer to a request; none if its method is safe (3).
   * That ends no other groups of those responses (2.2.1).
   */
  public static List<String> invalidated(String method, HttpFields response) {
    return InvalidationTargets.isUnsafe(method)
        ? groups(response, FieldNames.CACHE_GROUP_INVALIDATION).distinct().limit(MAX).toList()
        : List.of();
  }

  /**
   * The tag that stands for a group of an origin: another one for each two, and at most 256
   * characters long.
   *
   * @param uri an absolute URI of that origin
   * @return empty if it is no http or https URI
   */
  public static Optional<String> tag(String uri, String group) {
    return UriText.parse(uri)
        .map(UriText::origin)
        .map(
            origin -> {
              // No origin has a space, and what is hashed begins in another way.
              String tag = origin + ' ' + group;
              return tag.length() <= READABLE ? "group:" + tag : "group#" + Digests.sha256(tag);
            });
  }

  private static Stream<String> groups(HttpFields response, String name) {
    return response.contains(name)
        ? StructuredReader.strings(response.all(name)).orElse(List.of()).stream()
        : Stream.of();
  }
}
