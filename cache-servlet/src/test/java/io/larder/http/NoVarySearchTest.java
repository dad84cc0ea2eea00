package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoVarySearchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "key-order | a=1&b=2 | b=2&a=1 | true",
        "key-order | a=1&a=2 | a=2&a=1 | false",
        "key-order | b=1&a=1&b=2 | a=1&b=1&b=2 | true",
        "key-order | a=1 | a=2 | false",
        "key-order | a=1 | a=1&b=2 | false",
        "key-order=?0, params=(\"x\") | a=1&b=2 | b=2&a=1 | false",
        "params | a=1 | b=2 | true",
        "params | a=1 | `` | true",
        "params=(\"x\" \"y\") | a=1&x=2 | y=3&a=1&x | true",
        "params=(\"x\") | a=1 | a=2 | false",
        "params=(\"x\") | a=1&b=2 | b=2&a=1 | false",
        "params=(\"x\"), key-order | a=1&x=9&b=2 | b=2&a=1 | true",
        "params, except=(\"c\") | c=1&a=1 | b=3&c=1 | true",
        "params, except=(\"c\") | c=1 | c=2 | false",
        "params, except=(\"c\") | c=1 | `` | false",
        "params, except=() | c=1 | `` | true",
        "params=?1, except=(\"c\";p \"d\") | c=1&d=1 | d=1&c=1 | false",
        // what is escaped or not is the same, and so is a parameter without a sign
        "key-order | a=%62+c | %61=b%20c | true",
        "key-order | a | a= | true",
        "key-order | a&&b& | a&b | true",
        "key-order | a=%ff | a=%FF | true",
        "key-order | a=%ff | a=%fe | false",
        "key-order | a=%e9 | a=%c3%a9 | false",
        "key-order | a=%zz%2 | a=%25zz%252 | true",
        "key-order | a%3Db | a=b | false",
        "key-order | a=1%26b=2 | a=1&b=2 | false",
        "key-order | A=1 | a=1 | false",
        "params=(\"%61+b\") | a+b=1 | a%20b=2 | true",
        "params=(\"%c3%a9\") | %C3%A9=1 | `` | true"
      })
  void whichQueriesAreAlike(String value, String one, String two, boolean alike) {
    NoVarySearch search = NoVarySearch.of(HttpFields.of("No-Vary-Search", value));
    assertThat(search.isDefault()).isFalse();
    assertThat(search.canonical(one).equals(search.canonical(two))).isEqualTo(alike);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key-order=?0",
        "params=?0",
        "params=()",
        "key-order=1",
        "key-order=\"x\"",
        "params=x",
        "params=\"a\"",
        "params=(a)",
        "params=(\"a\" 1)",
        "except=(\"c\")",
        "params=(\"a\"), except=(\"c\")",
        "params=?0, except=(\"c\")",
        "params, except",
        "params, except=\"c\"",
        "params, except=(c)",
        "params, key-order=1",
        "params=(\"a\"",
        "params,",
        "PARAMS",
        "unknown"
      })
  void whatIsMalformedOrSaysNothingLetsEveryDifferenceCount(String value) {
    NoVarySearch search = NoVarySearch.of(HttpFields.of("No-Vary-Search", value));
    assertThat(search.isDefault()).isTrue();
    assertThat(search.canonical("b=%61&a&&")).isEqualTo("?b=%61&a&&");
    assertThat(search.canonical("")).isEqualTo("?");
    assertThat(search.canonical(null)).isEmpty();
  }

  @Test
  void severalLinesAreOneDictionary() {
    NoVarySearch search =
        NoVarySearch.of(
            HttpFields.of("No-Vary-Search", "params", "no-vary-search", "except=(\"c\")"));
    assertThat(search.canonical("x=1&c=%20&y")).isEqualTo("?c=%20");
    assertThat(NoVarySearch.of(HttpFields.empty())).isSameAs(NoVarySearch.DEFAULT);
  }

  @Property(tries = 2000)
  void noValueAndNoQueryMakeItThrowAndTheFormIsStable(
      @ForAll("values") String value, @ForAll("queries") String query) {
    NoVarySearch search = NoVarySearch.of(HttpFields.of("No-Vary-Search", value));
    String canonical = search.canonical(query);
    assertThat(search.canonical(canonical.isEmpty() ? null : canonical.substring(1)))
        .isEqualTo(canonical);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
            "params",
            "key-order",
            "except",
            "=",
            "(",
            ")",
            "\"a\"",
            "\"%61\"",
            " ",
            ", ",
            "?1",
            "?0",
            ";",
            "x",
            "\\",
            "\u00e9")
        .list()
        .ofMaxSize(8)
        .map(it -> String.join("", it));
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "=", "&", "%", "%61", "%2", "+", "%ff", "\u00e9", "\ud800")
            .list()
            .ofMaxSize(10)
            .map(it -> String.join("", it)),
        Arbitraries.strings().ofMaxLength(20));
  }
}
