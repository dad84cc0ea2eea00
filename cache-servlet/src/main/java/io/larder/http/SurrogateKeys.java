package io.larder.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags that a response gives itself in {@code Surrogate-Key}, between spaces, and {@code
 * Cache-Tag}, between commas. No standard defines the two; surrogates have long read them so.
 *
 * @param tags printable ASCII without spaces and commas, in order, no two alike
 * @param complete whether these are all: not if there were more than {@link #MAX}, or one was
 *     longer than {@link #MAX_TAG_LENGTH} or had other characters. Such a response would survive an
 *     invalidation that means it.
 */
public record SurrogateKeys(List<String> tags, boolean complete) {
  /** The most tags of one response: 32. */
  public static final int MAX = 32;

  /** The most characters of a tag: 256. */
  public static final int MAX_TAG_LENGTH = 256;

  /** The names of the fields, which a cache in front of an application takes off. */
  public static final List<String> FIELDS = List.of("Surrogate-Key", "Cache-Tag");

  private static final SurrogateKeys NONE = new SurrogateKeys(List.of(), true);

  /** Keeps a copy. */
  public SurrogateKeys {
    tags = List.copyOf(tags);
  }

  /** The tags among the fields of a response. */
  public static SurrogateKeys of(HttpFields response) {
    if (!response.contains(FIELDS.get(0)) && !response.contains(FIELDS.get(1))) {
      return NONE;
    }
    Set<String> tags = new LinkedHashSet<>();
    for (String line : response.all(FIELDS.get(0))) {
      tags.addAll(List.of(line.split("[ \t]+", -1)));
    }
    for (String line : response.all(FIELDS.get(1))) {
      for (String member : line.split(",", -1)) {
        tags.add(FieldLists.trim(member, 0, member.length()));
      }
    }
    tags.remove("");
    List<String> valid = new ArrayList<>(tags);
    valid.removeIf(tag -> tag.length() > MAX_TAG_LENGTH || !isTag(tag));
    boolean fits = valid.size() <= MAX;
    return new SurrogateKeys(
        fits ? valid : valid.subList(0, MAX), fits && valid.size() == tags.size());
  }

  private static boolean isTag(String tag) {
    return tag.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
  }
}
