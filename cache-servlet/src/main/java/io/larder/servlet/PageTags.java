package io.larder.servlet;

import io.larder.cache.Limits;
import io.larder.http.HttpFields;
import io.larder.http.SurrogateKeys;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags of a page: those of its rule and of its handler, in code and in the fields {@code
 * Cache-Groups}, {@code Surrogate-Key} and {@code Cache-Tag}.
 *
 * @param tags without repetition
 * @param complete whether a store can keep all that were said: a page that lacks one would survive
 *     an invalidation that means it
 */
record PageTags(List<String> tags, boolean complete) {

  /**
   * The tags of a response.
   *
   * @param fields all that the handler has said, what is for the cache alone too
   * @param context what it has said in code
   * @param earlier the tags of what it has confirmed
   */
  static PageTags of(
      Asked asked, HttpFields fields, FillContext context, Collection<String> earlier) {
    SurrogateKeys keys = SurrogateKeys.of(fields);
    Set<String> tags = new LinkedHashSet<>(asked.ruleTags());
    tags.addAll(context.tags());
    tags.addAll(earlier);
    tags.addAll(GroupTags.of(fields, asked.origin()));
    tags.addAll(keys.tags());
    boolean fit = tags.size() <= Limits.MAX_TAGS && tags.stream().allMatch(PageTags::isTag);
    return new PageTags(List.copyOf(tags), fit && keys.complete());
  }

  private static boolean isTag(String tag) {
    return !tag.isEmpty() && tag.length() <= Limits.MAX_TAG_LENGTH;
  }
}
