package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.codec.TypeToken;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate")
class ArgumentKeysTest {

  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "SMALL";
      }
    }
  }

  record Point(int x, @Nullable Object y) {}

  record Other(int x, @Nullable Object y) {}

  record Sly(String text) {
    @Override
    public String toString() {
      return "always the same";
    }
  }

  static final class Named {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final class Nameless {}

  @Test
  void usualArgumentsAreReadable() {
    assertThat(ArgumentKeys.of("ACME")).isEqualTo("ACME");
    assertThat(ArgumentKeys.of(42)).isEqualTo("42");
    assertThat(ArgumentKeys.of("DE", 2, true, null)).isEqualTo("DE,2,true,null");
    assertThat(ArgumentKeys.of(List.of("a", "b c"))).isEqualTo("list(a,b%20c)");
    assertThat(ArgumentKeys.of(UUID.fromString("8e7a3c62-0d4b-4b57-a4ae-0d1d3c8f9b10")))
        .isEqualTo("java.util.UUID!8e7a3c62-0d4b-4b57-a4ae-0d1d3c8f9b10");
    assertThat(ArgumentKeys.of()).isEqualTo("()");
  }

  @Test
  void argumentsThatAreNotEqualNeverShareAKey() {
    Object[][] lists = {
      {},
      {null},
      {"null"},
      {""},
      {"'"},
      {" "},
      {"()"},
      {new Object[0]},
      {new Object[] {null}},
      {new Object[] {"null"}},
      {new String[0]},
      {new int[0]},
      {new int[] {1}},
      {new long[] {1}},
      {new Integer[] {1}},
      {new int[][] {{1}}},
      {new byte[] {1, -1}},
      {new byte[0]},
      {List.of()},
      {Set.of()},
      {Map.of()},
      {new ArrayDeque<>()},
      {Optional.empty()},
      {OptionalInt.empty()},
      {Optional.of("a")},
      {OptionalInt.of(1)},
      {Arrays.asList((Object) null)},
      {List.of("a", "b")},
      {List.of("a,b")},
      {List.of("b", "a")},
      {List.of(List.of("a"), "b")},
      {List.of(List.of("a", "b"))},
      {List.of("a"), "b"},
      {Set.of("a", "b")},
      {Map.of("a", "b")},
      {Map.of("a=b", "c")},
      {Map.of("a", "b=c")},
      {Map.of("a", Map.of("b", "c"))},
      {"a", "b"},
      {"a,b"},
      {"list(a,b)"},
      {"a"},
      {'a'},
      {new Named("a")},
      {new StringBuilder("a")},
      {"A"},
      {"1"},
      {1},
      {1L},
      {(short) 1},
      {(byte) 1},
      {'1'},
      {1.0},
      {1.0f},
      {BigInteger.ONE},
      {BigDecimal.ONE},
      {new BigDecimal("1.0")},
      {-1},
      {"-1"},
      {"1L"},
      {true},
      {"true"},
      {"'true"},
      {Double.NaN},
      {"NaN"},
      {0.0},
      {-0.0},
      {Size.SMALL},
      {Size.LARGE},
      {"SMALL"},
      {DayOfWeek.MONDAY},
      {new Point(1, "2")},
      {new Point(1, 2)},
      {new Point(1, null)},
      {new Other(1, 2)},
      {new Point(1, new Point(1, 2))},
      {new Sly("a")},
      {new Sly("b")},
      {LocalDate.EPOCH},
      {"1970-01-01"},
      {Instant.EPOCH},
      {Duration.ZERO},
      {new Date(0)},
      {new Date(1)},
      {URI.create("a")},
      {Locale.GERMAN},
      {String.class},
      {Integer.class},
      {"\uD83D"},
      {"\uDE00"},
      {"?"},
      {"\uD83D\uDE00"},
      {"x".repeat(500)},
      {"x".repeat(501)},
      {"x".repeat(499), "x"},
    };
    assertThat(Arrays.stream(lists).map(ArgumentKeys::of))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[!-z|~]+") && key.length() <= 200);
  }

  @Test
  void equalArgumentsShareAKeyInWhateverOrderTheyAreIterated() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    List<String> reversed = new ArrayList<>(names);
    Collections.reverse(reversed);
    assertThat(ArgumentKeys.of(new LinkedHashSet<>(names)))
        .isEqualTo(ArgumentKeys.of(new LinkedHashSet<>(reversed)));
    Map<String, Integer> map = new LinkedHashMap<>();
    Map<String, Integer> reversedMap = new LinkedHashMap<>();
    names.forEach(name -> map.put(name, 1));
    reversed.forEach(name -> reversedMap.put(name, 1));
    assertThat(ArgumentKeys.of(map)).isEqualTo(ArgumentKeys.of(reversedMap));
    assertThat(ArgumentKeys.of(new ArrayList<>(names))).isEqualTo(ArgumentKeys.of(names));
    assertThat(ArgumentKeys.of(new Point(1, List.of("x"))))
        .isEqualTo(ArgumentKeys.of(new Point(1, List.of("x"))));
    assertThat(ArgumentKeys.of(new Named("x"))).isEqualTo(ArgumentKeys.of(new Named("x")));
  }

  @Test
  void aTypeWithoutAPackageIsNotTakenForAList(@TempDir Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("list.java"), "public record list(String a) {}");
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Object list = loader.loadClass("list").getConstructor(String.class).newInstance("a");
      assertThat(ArgumentKeys.of(list)).isEqualTo(".list(a)");
      assertThat(ArgumentKeys.of(List.of("a"))).isEqualTo("list(a)");
    }
  }

  @Test
  void longArgumentsAreShortenedToTheirDigest() {
    assertThat(ArgumentKeys.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(ArgumentKeys.of("x".repeat(201))).matches("x{128}#sha256=[0-9a-f]{64}");
  }

  @Test
  void aTextThatNeedsNoEncodingIsItsOwnKey() {
    for (String each : List.of("ACME", "a/b:c@d$e-f.g_h~i", "nullable", "x".repeat(200), "x1-")) {
      String text = new String(each.toCharArray());
      assertThat(ArgumentKeys.of(text)).isSameAs(text);
      assertThat(ArgumentKeys.ofOne("it", text)).isSameAs(text);
    }
    for (String each : List.of("", "1", "-", "null", "true", "a b", "a,b", "ä", "x".repeat(201))) {
      assertThat(ArgumentKeys.of(each)).isNotEqualTo(each);
    }
  }

  @Property
  void oneArgumentHasTheKeyOfAListOfOne(@ForAll("arguments") List<@Nullable Object> arguments) {
    List<String> names = arguments.stream().map(each -> "it").toList();
    assertThat(ArgumentKeys.ofNamed(names, arguments.toArray()))
        .isEqualTo(ArgumentKeys.of(arguments.toArray()));
    for (Object each : arguments) {
      String several = ArgumentKeys.of(each, 0);
      if (several.length() < 200) {
        // Several are written by the writer alone, one by its short ways too.
        assertThat(several).isEqualTo(ArgumentKeys.ofOne("it", each) + ",0");
      }
    }
  }

  @Test
  void aRefusalCallsAnArgumentByItsName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentKeys.ofOne("the filter", new Nameless()))
        .withMessageStartingWith("the filter has type " + Nameless.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ArgumentKeys.ofNamed(
                    List.of("one", "two"), new Object[] {1, Set.of(new Nameless())}))
        .withMessageStartingWith("two has type " + Nameless.class.getName());
  }

  record Held(Nameless value) {}

  record Chained(int value, @Nullable Chained next) {}

  @Test
  void aTypeSaysWhetherItsValuesCanBeKeys() {
    for (Class<?> each :
        List.of(
            int.class,
            String.class,
            Size.class,
            Point.class,
            Named.class,
            Object.class,
            Date.class,
            Runnable.class,
            Number.class,
            long[].class,
            List.class,
            Chained.class,
            UUID.class)) {
      assertThat(ArgumentKeys.accepts(each)).as(each.getName()).isTrue();
    }
    for (Class<?> each :
        List.of(
            Nameless.class,
            Nameless[].class,
            Held.class,
            Thread.class,
            Pattern.class,
            CompletableFuture.class)) {
      assertThat(ArgumentKeys.accepts(each)).as(each.getName()).isFalse();
    }
    assertThat(ArgumentKeys.accepts(new TypeToken<List<Optional<Nameless>>>() {}.type())).isFalse();
    assertThat(ArgumentKeys.accepts(new TypeToken<Map<String, List<?>>>() {}.type())).isTrue();
    assertThat(ArgumentKeys.accepts(new TypeToken<List<? extends Nameless>[]>() {}.type()))
        .isFalse();
  }

  static Stream<Object> valuesWithoutAText() {
    return Stream.of(
        new Object(),
        new Nameless(),
        (Runnable) () -> {},
        new CompletableFuture<String>(),
        ByteBuffer.allocate(1),
        Pattern.compile("a"),
        new Thread(() -> {}),
        new IllegalStateException("a"),
        Stream.of(1));
  }

  @ParameterizedTest
  @MethodSource("valuesWithoutAText")
  void aValueWhoseTextDoesNotTellItApartIsRefused(Object value) {
    for (Object argument :
        List.of(
            value,
            List.of(value),
            Map.of("a", value),
            Optional.of(value),
            new Point(1, value),
            new Object[] {value})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ArgumentKeys.of("a", argument))
          .withMessageContaining("argument 2 has type " + value.getClass().getName())
          .withMessageContaining("or declare the key");
    }
  }

  @Test
  void anArgumentThatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentKeys.of(list))
        .withMessageContaining("argument 1 is nested more than 32 deep");
    Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.add(set);
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentKeys.of(set));
  }

  @Property(tries = 2_000)
  void aKeySaysWhetherArgumentsAreEqual(
      @ForAll("arguments") List<@Nullable Object> left,
      @ForAll("arguments") List<@Nullable Object> right) {
    assertThat(ArgumentKeys.of(left.toArray()).equals(ArgumentKeys.of(right.toArray())))
        .isEqualTo(Objects.equals(left, right));
  }

  @Property(tries = 2_000)
  void noTextImitatesOtherArguments(@ForAll("arguments") List<@Nullable Object> arguments) {
    String key = ArgumentKeys.of(arguments.toArray());
    assertThat(ArgumentKeys.of(key).equals(key)).isEqualTo(arguments.equals(List.of(key)));
  }

  @Provide
  Arbitrary<List<Object>> arguments() {
    return values(2).list().ofMaxSize(3);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> simple =
        Arbitraries.<Object>of(
                "",
                "a",
                "1",
                "a,b",
                "null",
                "(",
                ")",
                ",",
                "=",
                "!",
                "'",
                "list()",
                "%2C",
                1,
                1L,
                -1,
                true,
                'a',
                1.0,
                Size.SMALL,
                Size.LARGE)
            .injectNull(0.1);
    if (depth == 0) {
      return simple;
    }
    Arbitrary<Object> inner = values(depth - 1);
    return Arbitraries.oneOf(
        simple,
        inner.list().ofMaxSize(3).map(list -> (Object) list),
        inner.set().ofMaxSize(3).map(set -> (Object) set),
        Arbitraries.maps(inner, inner).ofMaxSize(2).map(map -> (Object) map),
        inner.map(Optional::ofNullable),
        inner.map(value -> new Point(1, value)));
  }
}
