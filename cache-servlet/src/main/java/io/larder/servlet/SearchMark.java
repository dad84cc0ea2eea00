package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.Vary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a path whose responses do not depend on all of their queries: what they have
 * said in {@code No-Vary-Search}, and a random generation that is part of the key of each alias. So
 * evicting this ends all of them, those of answers that are just computed included.
 *
 * @param rules what responses have said, each as it stood there; no two are the same
 * @param generation what no other has
 */
record SearchMark(List<String> rules, String generation) {

  /** So many are kept: each costs a look-up where nothing else is found. */
  private static final int MOST = 4;

  private static final int LONGEST_RULE = 512;

  /** Of no response: 1xx are never stored. */
  private static final int MARK = 100;

  private static final String RULE = "no-vary-search";

  /** Of a path of which nothing was known. */
  static SearchMark first(String rule) {
    return new SearchMark(List.of(rule), Variants.first(Vary.of(List.of())).generation());
  }

  /** What a look-up found, if it is this. */
  static @Nullable SearchMark of(Lookup<Page> found) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (page == null || page.status() != MARK || !page.name(0).equals(RULE)) {
      return null;
    }
    List<String> values = page.values();
    int last = values.size() - 1;
    return new SearchMark(values.subList(0, last), values.get(last));
  }

  /** Whether what a response says can be kept. */
  static boolean isRule(String rule) {
    return rule.length() <= LONGEST_RULE;
  }

  /** The same with one more rule; null if there are too many. */
  @Nullable SearchMark plus(String rule) {
    if (rules.contains(rule)) {
      return this;
    }
    if (rules.size() >= MOST) {
      return null;
    }
    List<String> more = new ArrayList<>(rules);
    more.add(rule);
    return new SearchMark(List.copyOf(more), generation);
  }

  /** This as it is stored. */
  Page toPage() {
    String[] names = new String[rules.size() + 1];
    String[] values = new String[rules.size() + 1];
    for (int i = 0; i < rules.size(); i++) {
      names[i] = RULE;
      values[i] = rules.get(i);
    }
    names[rules.size()] = "generation";
    values[rules.size()] = generation;
    return new Page(MARK, names, values, null, new byte[0]);
  }
}
