package io.larder.cache;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs all tests of a class as often as {@code -Dlarder.repeats=200} says, once without it: for
 * tests of concurrency, each of which needs a new world each time. They have the tag {@code
 * concurrency}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag(ManyTimes.TAG)
@ClassTemplate
@ExtendWith(ManyTimes.Provider.class)
public @interface ManyTimes {

  /** What a long run selects. */
  String TAG = "concurrency";

  /** Hands JUnit as many invocations as are asked for. */
  final class Provider implements ClassTemplateInvocationContextProvider {

    private static final int TIMES = Integer.getInteger("larder.repeats", 1);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
        ExtensionContext context) {
      return IntStream.range(0, TIMES).mapToObj(time -> new ClassTemplateInvocationContext() {});
    }
  }
}
