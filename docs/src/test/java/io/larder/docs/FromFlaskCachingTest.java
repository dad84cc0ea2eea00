package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/from-flask-caching.md has each name of Flask-Caching 2.5, and shows what it answers. */
class FromFlaskCachingTest {

  private static final DocPage PAGE = DocPage.of("docs/from-flask-caching.md");

  private static final List<String> HEADS =
      List.of(
          "option of `cached`",
          "option of `memoize`",
          "of a decorated function",
          "to delete",
          "of `Cache`",
          "configuration",
          "beside them");

  /** What a cell without code begins with. */
  private static final List<String> IN_WORDS = List.of("not here", "on purpose not", "always");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          option of `cached` | timeout key_prefix unless forced_update is_stale response_filter \
          query_string hash_method cache_none make_cache_key source_check response_hit_indication
          option of `memoize` | timeout make_name unless forced_update is_stale response_filter \
          hash_method cache_none source_check args_to_ignore
          of a decorated function | uncached cache_timeout make_cache_key delete_memoized
          of `Cache` | Cache(app,config) with_jinja2_ext init_app cache get has set add delete \
          delete_many clear get_many set_many get_dict unlink cached memoize delete_cached \
          delete_memoized delete_memoized_verhash
          configuration | CACHE_TYPE CACHE_NO_NULL_WARNING CACHE_ARGS CACHE_OPTIONS \
          CACHE_DEFAULT_TIMEOUT CACHE_IGNORE_ERRORS CACHE_THRESHOLD CACHE_KEY_PREFIX \
          CACHE_SOURCE_CHECK CACHE_HASH_METHOD CACHE_SERIALIZER CACHE_ENABLE_SIGNALS \
          CACHE_UWSGI_NAME CACHE_GCS_BUCKET CACHE_DYNAMODB_TABLE CACHE_DYNAMODB_KEY_FIELD \
          CACHE_DYNAMODB_EXPIRATION_TIME_FIELD CACHE_MEMCACHED_SERVERS CACHE_MEMCACHED_USERNAME \
          CACHE_MEMCACHED_PASSWORD CACHE_REDIS_HOST CACHE_REDIS_PORT CACHE_REDIS_PASSWORD \
          CACHE_REDIS_DB CACHE_REDIS_SENTINELS CACHE_REDIS_SENTINEL_MASTER \
          CACHE_REDIS_SENTINEL_PASSWORD CACHE_REDIS_CLUSTER CACHE_FILE_HASH_METHOD CACHE_DIR \
          CACHE_REDIS_URL
          beside them | CachedResponse make_template_fragment_key cache_view_hit cache_view_miss \
          cache_memoize_hit cache_memoize_miss
          """)
  void eachNameHasItsPlace(String head, String names) {
    List<String> there =
        PAGE.rows(head).stream()
            .flatMap(row -> row.code(0).stream())
            .map(FromFlaskCachingTest::dense)
            .toList();

    assertThat(there).doesNotHaveDuplicates().contains(names.strip().split("\\s+"));
  }

  @Test
  void whatStandsForItIsInASnippet() {
    String snippets =
        PAGE.blocks().stream()
            .filter(block -> !block.language().equals("python"))
            .map(block -> dense(block.text()))
            .collect(Collectors.joining("\n"));
    List<String> nowhere = new ArrayList<>();
    for (String head : HEADS) {
      for (DocPage.Row row : PAGE.rows(head)) {
        assertThat(row.cells()).as("%s", row).hasSize(3).noneMatch(String::isEmpty);
        if (row.code(1).isEmpty() && IN_WORDS.stream().noneMatch(row.cells().get(1)::startsWith)) {
          nowhere.add(row.cells().get(1));
        }
        row.code(1).stream().filter(code -> !snippets.contains(dense(code))).forEach(nowhere::add);
      }
    }
    assertThat(nowhere).isEmpty();
  }

  @Test
  void everyTableIsLookedAt() {
    List<String> heads =
        PAGE.lines().stream()
            .filter(line -> line.startsWith("| ") && line.contains(" | ours | "))
            .map(line -> line.substring(2, line.indexOf(" | ours")))
            .toList();

    assertThat(heads).isEqualTo(HEADS);
  }

  /** Of a variable that Larder does not read, no row may say that it does, and the reverse. */
  @Test
  void theVariablesAreThoseThatAreRead() throws IOException {
    List<String> kept =
        PAGE.rows("configuration").stream()
            .filter(row -> row.code(1).stream().anyMatch(code -> code.startsWith("CACHE_")))
            .map(row -> row.name(0))
            .toList();
    List<String> read =
        DocPage.of("docs/configuration.md").rows("variable").stream()
            .map(row -> row.name(0))
            .toList();

    assertThat(kept).containsExactlyInAnyOrderElementsOf(read);
    assertThat(FlaskSettingsSnippetsTest.environment().keySet())
        .containsExactlyInAnyOrderElementsOf(read);
  }

  private static String dense(String text) {
    return text.replaceAll("\\s+", "");
  }
}
