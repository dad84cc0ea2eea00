package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.ContentKey;
import io.larder.http.HttpFields;
import io.larder.http.NoVarySearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the answer to all queries of one form lies.
 *
 * @param key the key of the URI that it was the answer to
 * @param query the query of that URI, without its question mark; null if it has none
 */
record SearchAlias(String key, @Nullable String query) {

  private static final String FIELD = "No-Vary-Search";
  private static final String KEY = "alias";

  /** Of no response: 1xx are never stored. */
  private static final int MARK = 100;

  /** What a response says of the queries that it answers. */
  static NoVarySearch says(HttpFields response) {
    return NoVarySearch.of(response);
  }

  /** The same as one line; null if it says nothing. */
  static @Nullable String rule(HttpFields response) {
    return says(response).isDefault() ? null : String.join(", ", response.all(FIELD));
  }

  /** The key under which the alias of a query lies. */
  static String keyOf(String path, String generation, String rule, @Nullable String query) {
    String form = NoVarySearch.of(HttpFields.of(FIELD, rule)).canonical(query);
    byte[] text = (rule + '\n' + form).getBytes(UTF_8);
    return path + "!" + generation + "!" + ContentKey.of(name -> List.of(), text, text.length);
  }

  /** What a look-up found, if it is this. */
  static @Nullable SearchAlias of(Lookup<Page> found) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (page == null || page.status() != MARK || !page.name(0).equals(KEY)) {
      return null;
    }
    return new SearchAlias(page.value(0), page.fieldCount() > 1 ? page.value(1) : null);
  }

  /** Whether a response to the query that this is of answers another one too. */
  boolean covers(HttpFields response, @Nullable String other) {
    NoVarySearch says = says(response);
    return !says.isDefault() && says.canonical(query).equals(says.canonical(other));
  }

  /** This as it is stored. */
  Page toPage() {
    String[] names = query == null ? new String[] {KEY} : new String[] {KEY, "query"};
    String[] values = query == null ? new String[] {key} : new String[] {key, query};
    return new Page(MARK, names, values, null, new byte[0]);
  }
}
