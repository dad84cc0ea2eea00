package io.larder.redis;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of the meta key said.
 *
 * @param clock the logical clock
 * @param floor what is older is refused, whatever its tags
 * @param last the last event of any tag
 * @param clear the view's clear mark
 * @param tags the marks of the tags that were asked for, hard before soft for each
 */
record Marks(long clock, long floor, long last, long clear, Map<String, long[]> tags) {

  /** Whether an entry may be served. */
  enum Verdict {
    VALID,
    SOFT_PURGED,
    INVALID,
    /** It depends on tags that were not asked for. */
    UNKNOWN
  }

  Verdict judge(long asOf, List<String> entryTags) {
    if (asOf < clear) {
      return Verdict.INVALID;
    }
    if (asOf >= last && asOf >= floor) {
      return Verdict.VALID;
    }
    if (asOf < floor) {
      return Verdict.INVALID;
    }
    Verdict verdict = Verdict.VALID;
    for (String tag : entryTags) {
      long @Nullable [] marks = tags.get(tag);
      if (marks == null) {
        return Verdict.UNKNOWN;
      }
      if (asOf < marks[0]) {
        return Verdict.INVALID;
      }
      if (asOf < marks[1]) {
        verdict = Verdict.SOFT_PURGED;
      }
    }
    return verdict;
  }
}
