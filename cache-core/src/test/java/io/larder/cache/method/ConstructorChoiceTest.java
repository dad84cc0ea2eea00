package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which constructor of a class arguments are for. */
class ConstructorChoiceTest {

  /** Notes which of its constructors was called, and with what. */
  static class Noting {
    final String called;

    Noting(String called) {
      this.called = called;
    }

    Noting(Object object) {
      this("Object " + object);
    }

    Noting(int number) {
      this("int " + number);
    }

    Noting(double number) {
      this("double " + number);
    }

    Noting(CharSequence first, Object second) {
      this("CharSequence, Object " + first + second);
    }

    Noting(Object first, Integer second) {
      this("Object, Integer " + first + second);
    }

    Noting(int first, long second, String third) {
      this("int, long, String " + first + second + third);
    }

    Noting(String first, String... more) {
      this("String, String... " + first + Arrays.toString(more));
    }

    Noting(boolean flag, int... more) {
      this("boolean, int... " + flag + Arrays.toString(more));
    }

    private Noting(Thread hidden) {
      this("Thread");
    }

    @Cached
    String find() {
      return called;
    }
  }

  private static String called(Class<? extends Noting> type, @Nullable Object... arguments) {
    try (Larder larder = Larder.open("memory:")) {
      return larder.subclass(type, arguments).find();
    }
  }

  private static String called(@Nullable Object... arguments) {
    return called(Noting.class, arguments);
  }

  @Test
  void theMostSpecificOneIsCalled() {
    assertThat(called("a")).isEqualTo("a");
    assertThat(called((Object) null)).isNull(); // String is more specific than Object
    assertThat(called(List.of())).isEqualTo("Object []");
  }

  @Test
  void boxesCountAsThePrimitivesInThem() {
    assertThat(called(5)).isEqualTo("int 5");
    assertThat(called((short) 5)).isEqualTo("int 5");
    assertThat(called('a')).isEqualTo("int 97");
    assertThat(called(5L)).isEqualTo("double 5.0");
    assertThat(called(5f)).isEqualTo("double 5.0");
    assertThat(called(true)).isEqualTo("Object true");
    assertThat(called(1, 2, "c")).isEqualTo("int, long, String 12c");
    assertThat(called(1, 2, null)).isEqualTo("int, long, String 12null");
  }

  @Test
  void boxesFitWhereNoPrimitiveDoes() {
    assertThat(called(List.of(), 2)).isEqualTo("Object, Integer []2");
    assertThat(called("a", 'c')).isEqualTo("CharSequence, Object ac");
  }

  @Test
  void aVariableNumberComesLast() {
    assertThat(called("a", "b")).isEqualTo("CharSequence, Object ab");
    assertThat(called("a", "b", "c")).isEqualTo("String, String... a[b, c]");
    assertThat(called("a", null, "c")).isEqualTo("String, String... a[null, c]");
    assertThat(called(true, 1, (byte) 2, 'a')).isEqualTo("boolean, int... true[1, 2, 97]");
    assertThat(called(true, new int[] {1, 2})).isEqualTo("boolean, int... true[1, 2]");
  }

  static class Several extends Noting {
    Several(String... all) {
      super("String... " + Arrays.toString(all));
    }

    Several(Object first, Object... all) {
      super("Object, Object... " + first + Arrays.toString(all));
    }
  }

  @Test
  void ofTwoThatTakeAVariableNumberTheMoreSpecificOneIsCalled() {
    assertThat(called(Several.class)).isEqualTo("String... []");
    assertThat(called(Several.class, "a", "b")).isEqualTo("String... [a, b]");
    assertThat(called(Several.class, "a", 1)).isEqualTo("Object, Object... a[1]");
  }

  @Test
  void theCallersArrayIsLeftAlone() {
    Object[] given = {"a", "b", "c"};
    called(given);
    assertThat(given).containsExactly("a", "b", "c");
  }

  static class One extends Noting {
    One(String name, int number) {
      super(name + number);
    }
  }

  static class Hidden extends Noting {
    private Hidden() {
      super("hidden");
    }

    static Hidden made() {
      return new Hidden();
    }
  }

  @Test
  void whatNoneTakesIsRefused() {
    assertRefused(
        () -> called(One.class, "a", null),
        One.class.getName() + " has no constructor that takes (String, null)",
        "give it one, or the arguments of (String, int)");
    assertRefused(() -> called(One.class, "a", 5L), "takes (String, Long)");
    assertRefused(() -> called(One.class, "a"), "takes (String)");
    assertRefused(() -> called(One.class), "takes ()");
    assertThat(called(One.class, "a", 5)).isEqualTo("a5");
  }

  @Test
  void privateOnesAreNotSeen() {
    assertRefused(
        () -> called(Hidden.class),
        "Hidden has no constructor that takes (), other than private ones: give it one");
    assertThat(called(Thread.currentThread())).startsWith("Object ");
    assertThat(Hidden.made().find()).isEqualTo("hidden");
  }

  @Test
  void whatSeveralTakeAlikeIsRefused() {
    assertRefused(
        () -> called("a", 2),
        "Noting has more than one constructor that takes (String, Integer)",
        "none is the most specific one of (CharSequence, Object) or (Object, Integer)",
        "give values that only one takes");
  }
}
