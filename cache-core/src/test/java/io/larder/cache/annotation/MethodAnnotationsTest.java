package io.larder.cache.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodAnnotationsTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Cached.class,
        CachePut.class,
        CachePut.List.class,
        CacheEvict.class,
        CacheEvict.List.class,
        CacheKey.class
      })
  void theyAreReadAtRunTimeAndSeenInJavadoc(Class<? extends Annotation> type) {
    assertThat(type.getAnnotation(Retention.class).value()).isEqualTo(RetentionPolicy.RUNTIME);
    assertThat(type.isAnnotationPresent(Documented.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(classes = {Cached.class, CachePut.class, CacheEvict.class})
  void theyStandOnMethodsAndOnAnnotations(Class<? extends Annotation> type) {
    assertThat(type.getAnnotation(Target.class).value())
        .contains(ElementType.METHOD, ElementType.ANNOTATION_TYPE);
  }

  interface Users {
    @CachePut(cache = "a")
    @CachePut(cache = "b")
    @CacheEvict(cache = "c")
    @CacheEvict(tags = "d")
    String save();
  }

  @Test
  void theyMayBeRepeated() throws Exception {
    Method save = Users.class.getMethod("save");
    assertThat(save.getAnnotationsByType(CachePut.class))
        .extracting(CachePut::cache)
        .containsExactly("a", "b");
    assertThat(save.getAnnotationsByType(CacheEvict.class)).hasSize(2);
  }

  @Test
  void anEvictionComesAfterTheMethodUnlessSaid() throws Exception {
    CacheEvict evict = Users.class.getMethod("save").getAnnotationsByType(CacheEvict.class)[0];
    assertThat(evict.beforeInvocation()).isFalse();
    assertThat(evict.all()).isFalse();
    assertThat(evict.tags()).isEmpty();
    assertThat(evict.key()).isEmpty();
  }
}
