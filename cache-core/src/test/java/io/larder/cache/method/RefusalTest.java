package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused when plans are compiled; each beside what is not. */
class RefusalTest {

  static class Filter {}

  static final class Sealed {}

  record Holder(Sealed held) {}

  static class Named {
    @Override
    public String toString() {
      return "named";
    }
  }

  @Nested
  class Templates {

    interface UnknownInKey {
      @Cached(key = "{country}:{land}")
      String find(String country);
    }

    interface UnknownInTag {
      @Cached(tags = "country:{land}")
      String find(String country, int page);
    }

    interface UnknownWithout {
      @Cached(key = "{land}")
      String find();
    }

    interface Broken {
      @Cached(key = "{country")
      String find(String country);
    }

    interface BrokenTag {
      @CacheEvict(tags = "")
      void find(String country);
    }

    interface SameName {
      @Cached(key = "{a}")
      String find(@CacheKey("a") String one, @CacheKey("a") String two);
    }

    interface Unused {
      @Cached(key = "{one}")
      String find(@CacheKey String one, @CacheKey String two);
    }

    @Test
    void anUnknownNameIsRefused() {
      assertRefused(
          UnknownInKey.class,
          "@Cached on " + UnknownInKey.class.getName() + ".find(String)",
          "the key '{country}:{land}' needs a parameter 'land': there is 'country'");
      assertRefused(
          UnknownInTag.class,
          "the tag 'country:{land}' needs a parameter 'land': there is 'country', 'page'");
      assertRefused(UnknownWithout.class, "needs a parameter 'land': there are none");
    }

    @Test
    void aBrokenTemplateIsRefused() {
      assertRefused(Broken.class, "Broken.find(String): template '{country': '{' is never closed");
      assertRefused(BrokenTag.class, "BrokenTag.find(String): template '': it is empty");
    }

    @Test
    void twoParametersOfOneNameAreRefused() {
      assertRefused(SameName.class, "SameName.find(String, String)", "are called 'a'");
    }

    @Test
    void aMarkThatNothingUsesIsRefused() {
      assertRefused(Unused.class, "parameter 'two' is marked with @CacheKey, and no key");
    }

    interface Opaque {
      @Cached(tags = "{names}")
      String find(List<String> names);
    }

    interface OpaqueRecord {
      @Cached(tags = "{holder}", key = "x")
      String find(Holder holder);
    }

    interface OpaqueOptional {
      @CacheEvict(tags = "{name}")
      void find(Optional<String> name);
    }

    interface Plain {
      @Cached(tags = "{name}:{number}:{named}:{type}")
      String find(CharSequence name, double number, Named named, Class<?> type);
    }

    @Test
    void aTagOfATypeWithoutAPlainTextIsRefused() {
      for (Class<?> each : List.of(Opaque.class, OpaqueRecord.class, OpaqueOptional.class)) {
        assertRefused(each, each.getName() + ".find(", "parameter '", "no plain text for the tag");
      }
      assertThat(Plans.cached(Plain.class, "find")).isNotNull();
    }

    interface ManyTags {
      @Cached(
          tags = {
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
            "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30",
            "31", "32", "33"
          })
      String find();
    }

    @Test
    void tooManyTagsAreRefused() {
      assertRefused(ManyTags.class, "it has 33 tags, and at most 32 are allowed");
    }
  }

  @Nested
  class Arguments {

    interface Identity {
      @Cached
      String find(Filter filter);
    }

    interface Final {
      @Cached
      String find(Sealed filter);
    }

    interface Nested {
      @Cached
      String find(List<Optional<Filter>> filters);
    }

    interface InRecord {
      @Cached
      String find(Holder holder);
    }

    interface InArray {
      @Cached
      String find(Filter... filters);
    }

    interface InTemplate {
      @Cached(key = "{filter}:{name}")
      String find(Filter filter, String name);
    }

    interface Evicting {
      @CacheEvict(cache = "x")
      void find(Filter filter);
    }

    @Test
    void aParameterThatCannotBePartOfAKeyIsRefused() {
      for (Class<?> each :
          List.of(
              Identity.class,
              Final.class,
              Nested.class,
              InRecord.class,
              InArray.class,
              InTemplate.class,
              Evicting.class)) {
        assertRefused(
            each,
            each.getName() + ".find(",
            "): parameter '",
            "whose toString does not tell its values apart: use a record");
      }
    }

    interface Fine {
      @Cached
      String own(Named named);

      @Cached
      String interfaces(Runnable one, Object two, Number three, List<?> four);

      @Cached
      String left(@CacheKey String key, Filter filter);

      @Cached(key = "{key}")
      String template(String key, Filter filter);
    }

    @Test
    void otherParametersAreNot() {
      assertThat(MethodPlans.ofInterface(Fine.class, Fine.class).all()).hasSize(4);
    }
  }

  @Nested
  class Attributes {

    interface Params {
      @Cached(params = "country")
      String find(String country);
    }

    interface Methods {
      @Cached(methods = "POST")
      String find(String country);
    }

    interface AllowReads {
      @Cached(allowReads = "session")
      String find(String country);
    }

    interface Hide {
      @Cached(hide = "cookies")
      String find(String country);
    }

    interface Compress {
      @Cached(compress = "gzip")
      String find(String country);
    }

    @Test
    void whatIsAboutServletsIsRefused() {
      assertRefused(Params.class, "Params.find(String): params is about servlets", "remove it");
      assertRefused(Methods.class, "Methods.find(String): methods is about servlets");
      assertRefused(AllowReads.class, "AllowReads.find(String): allowReads is about servlets");
      assertRefused(Hide.class, "Hide.find(String): hide is about servlets");
      assertRefused(Compress.class, "Compress.find(String): compress is about servlets");
    }

    interface NullOfPrimitive {
      @Cached(nullTtl = "1s")
      int find(String country);
    }

    interface NoUnit {
      @Cached(ttl = "30")
      String find(String country);
    }

    interface Zero {
      @CachePut(cache = "x", ttl = "0s")
      String find(String country);
    }

    interface NoJitter {
      @Cached(jitter = "0.1")
      String find(String country);
    }

    interface NoFactor {
      @Cached(earlyRefresh = "soon")
      String find(String country);
    }

    interface NoVersion {
      @Cached(version = "a:b")
      String find(String country);
    }

    interface NoName {
      @Cached(cache = "GET")
      String find(String country);
    }

    @Test
    void whatMeansNothingIsRefused() {
      assertRefused(NullOfPrimitive.class, "nullTtl is about null, and it returns int");
      assertRefused(NoUnit.class, "NoUnit.find(String): ttl '30' has no unit");
      assertRefused(Zero.class, "@CachePut on", "Zero.find(String): ttl '0s' must be longer");
      assertRefused(NoJitter.class, "NoJitter.find(String): jitter '0.1' is no share");
      assertRefused(NoFactor.class, "NoFactor.find(String): earlyRefresh 'soon' is no factor");
      assertRefused(NoVersion.class, "NoVersion.find(String): version 'a:b' must be");
      assertRefused(NoName.class, "NoName.find(String): 'GET' is no name for a view");
    }
  }

  @Nested
  class Results {

    interface Nothing {
      @Cached
      void find();
    }

    interface NothingLater {
      @Cached
      CompletableFuture<Void> find();
    }

    interface Streaming {
      @Cached
      Stream<String> find();
    }

    interface Iterating {
      @Cached
      Iterator<String> find();
    }

    interface Reading {
      @Cached
      CompletableFuture<InputStream> find();
    }

    interface Publishing {
      @Cached
      Flow.Publisher<String> find();
    }

    abstract static class Mono<T> implements Flow.Publisher<T> {}

    interface PublishingOne {
      @Cached
      Mono<String> find();
    }

    interface Sometime {
      @Cached
      Future<String> find();
    }

    interface Twofold {
      @Cached
      Optional<Optional<String>> find();
    }

    @SuppressWarnings("rawtypes")
    interface Unsaid {
      @Cached
      CompletableFuture find();
    }

    interface Variable {
      @Cached
      <T> List<T> find();
    }

    @ParameterizedTest
    @ValueSource(
        classes = {
          Nothing.class,
          NothingLater.class,
          Streaming.class,
          Iterating.class,
          Reading.class,
          Publishing.class,
          PublishingOne.class,
          Sometime.class,
          Twofold.class,
          Unsaid.class,
          Variable.class
        })
    void whatCannotBeStoredIsRefused(Class<?> type) {
      assertRefused(type, "@Cached on " + type.getName() + ".find(): ", "return");
    }
  }

  @Nested
  class Reached {

    static class FinalMethod {
      @Cached
      public final String find() {
        return "";
      }
    }

    static class StaticMethod {
      @Cached
      public static String find() {
        return "";
      }
    }

    static class PrivateMethod {
      @Cached
      public String found() {
        return find();
      }

      @Cached
      private String find() {
        return "";
      }
    }

    static final class FinalClass {
      @Cached
      public String find() {
        return "";
      }
    }

    @Cached
    static class OnClass {
      @Cached
      public String find() {
        return "";
      }
    }

    static class OfObject {
      @Cached
      @Override
      public String toString() {
        return "";
      }
    }

    static class Open {
      @Cached
      protected String find() {
        return "";
      }

      @Cached
      String inside() {
        return "";
      }
    }

    static class Overridden extends Open {
      @Override
      protected final String find() {
        return "";
      }
    }

    @Test
    void aMethodThatNobodyOverridesIsRefused() {
      assertRefused(
          () -> MethodPlans.ofClass(FinalMethod.class),
          "FinalMethod.find(): it is final",
          "remove");
      assertRefused(() -> MethodPlans.ofClass(StaticMethod.class), "find(): it is static");
      assertRefused(() -> MethodPlans.ofClass(PrivateMethod.class), "find(): it is private");
      assertRefused(() -> MethodPlans.ofClass(FinalClass.class), "can have no subclass");
      assertRefused(
          () -> MethodPlans.ofClass(Overridden.class),
          "Open.find(): ",
          "Overridden.find() is final");
      assertRefused(() -> MethodPlans.ofClass(OfObject.class), "what every object has");
      assertThat(MethodPlans.ofClass(Open.class).all()).hasSize(2);
    }

    @Test
    void anAnnotationOnAClassIsRefused() {
      assertRefused(
          () -> MethodPlans.ofClass(OnClass.class),
          "@Cached on " + OnClass.class.getName(),
          "put it on the methods");
    }

    interface Catalog {
      @Cached
      String find();
    }

    interface Admin {
      void clear();
    }

    static class More implements Catalog {
      @Override
      public String find() {
        return "";
      }

      @CacheEvict(cache = "Catalog.find", all = true)
      public void clear() {}
    }

    static class Both extends More implements Admin {}

    static class FinalBehind implements Catalog {
      @Cached
      @Override
      public final String find() {
        return "";
      }
    }

    @Test
    void aMethodThatIsNotInTheInterfaceIsRefused() {
      assertRefused(
          () -> MethodPlans.ofInterface(Catalog.class, More.class),
          "@CacheEvict on " + More.class.getName() + ".clear(): it is in no interface",
          "a proxy of " + Catalog.class.getName());
      assertThat(MethodPlans.ofInterface(Catalog.class, Both.class).all()).hasSize(1);
      assertThat(MethodPlans.ofInterface(Catalog.class, FinalBehind.class).all()).hasSize(1);
    }

    @Test
    void whatIsNoInterfaceIsRefused() {
      assertRefused(() -> MethodPlans.ofInterface(Open.class, Open.class), "is no interface");
      assertRefused(() -> MethodPlans.ofInterface(Catalog.class, Open.class), "does not implement");
      assertRefused(() -> MethodPlans.ofClass(Catalog.class), "can have no subclass");
    }

    @Test
    void aTypeWithoutAnAnnotationIsRefused() {
      assertRefused(
          () -> MethodPlans.ofInterface(Supplier.class, Supplier.class),
          "no method of java.util.function.Supplier is annotated");
    }
  }
}
