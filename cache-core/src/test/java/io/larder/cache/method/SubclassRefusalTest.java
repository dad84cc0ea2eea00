package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can have no subclass; beside what can. */
class SubclassRefusalTest {

  private final Larder larder = Larder.open("memory:");

  @AfterEach
  void close() {
    larder.close();
  }

  static class Open {
    @Cached
    String find() {
      return "found";
    }
  }

  interface Interface {
    @Cached
    String find();
  }

  abstract static class Abstract implements Interface {}

  static class Concrete extends Abstract {
    @Override
    public String find() {
      return "found";
    }
  }

  static final class Final extends Open {}

  record Both(String name) implements Interface {
    @Override
    public String find() {
      return name;
    }
  }

  class Inner extends Open {}

  static class FinalMethod {
    @Cached
    final String find() {
      return "";
    }
  }

  static class PrivateMethod extends Open {
    @Cached
    private String hidden() {
      return "";
    }
  }

  static class StaticMethod extends Open {
    @Cached
    static String all() {
      return "";
    }
  }

  static class Plain {
    String find() {
      return "";
    }
  }

  private static String of(Class<?> type) {
    return type.getName() + " ";
  }

  @Test
  void classesThatCanHaveNoSubclassAreRefused() {
    class Local extends Open {}
    Open anonymous = new Open() {};
    assertRefused(() -> larder.subclass(Interface.class), of(Interface.class), "use larder.proxy");
    assertRefused(
        () -> larder.subclass(Abstract.class), of(Abstract.class), "is abstract: give a class");
    assertRefused(() -> larder.subclass(Final.class), of(Final.class), "remove final");
    assertRefused(() -> larder.subclass(Both.class, "a"), of(Both.class), "remove final");
    assertRefused(() -> larder.subclass(int.class), "int can have no subclass");
    assertRefused(() -> larder.subclass(Inner.class, this), of(Inner.class), "make it static");
    assertRefused(
        () -> larder.subclass(Local.class), of(Local.class), "a static class outside of it");
    assertRefused(() -> larder.subclass(anonymous.getClass()), "a static class outside of it");
    assertRefused(
        () -> larder.subclass(larder.subclass(Open.class).getClass()), "can have no subclass");
  }

  @Test
  void methodsWhoseCallsCannotBeSeenAreRefused() {
    assertRefused(() -> larder.subclass(FinalMethod.class), "FinalMethod.find(): it is final");
    assertRefused(
        () -> larder.subclass(PrivateMethod.class), "PrivateMethod.hidden(): it is private");
    assertRefused(() -> larder.subclass(StaticMethod.class), "StaticMethod.all(): it is static");
    assertRefused(() -> larder.subclass(Plain.class), "no method of " + of(Plain.class));
  }

  @Test
  void othersAreNot() {
    assertThat(larder.subclass(Open.class).find()).isEqualTo("found");
    assertThat(larder.subclass(Concrete.class).find()).isEqualTo("found");
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> larder.subclass(null)).withMessage("type");
    assertThatNullPointerException()
        .isThrownBy(() -> larder.subclass(Open.class, (Object[]) null))
        .withMessage("arguments");
  }

  @Test
  void aClosedLarderMakesNone() {
    larder.close();
    assertThatThrownBy(() -> larder.subclass(Open.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
