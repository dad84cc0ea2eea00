package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import io.larder.cache.key.ViewNames;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the plan of one method, whose declarations are given nearest first. */
final class PlanCompiler {

  private final Class<?> type;
  private final Class<?> target;
  private final ResolvedTypes types;
  private final List<Method> chain;
  private final List<CacheUse> uses;
  private final Set<Integer> used = new HashSet<>();

  /**
   * Prepares for one method.
   *
   * @param uses is given what the method uses
   */
  PlanCompiler(
      Class<?> type,
      Class<?> target,
      ResolvedTypes types,
      List<Method> chain,
      List<CacheUse> uses) {
    this.type = type;
    this.target = target;
    this.types = types;
    this.chain = chain;
    this.uses = uses;
  }

  /**
   * Returns the plan, or null if nothing is annotated.
   *
   * @throws IllegalArgumentException if an annotation cannot be followed
   */
  @Nullable MethodPlan compile() {
    Method cached = first(marks -> !marks.cached().isEmpty());
    Method puts = first(marks -> !marks.puts().isEmpty());
    Method evicts = first(marks -> !marks.evicts().isEmpty());
    if (cached == null && puts == null && evicts == null) {
      return null;
    }
    MethodPlan plan = cached == null ? change(puts, evicts) : cached(cached, puts, evicts);
    checkMarksAreUsed(cached != null ? cached : puts != null ? puts : evicts);
    return plan;
  }

  private CachedPlan cached(Method source, @Nullable Method puts, @Nullable Method evicts) {
    Place place = new Place(Cached.class, source);
    if (puts != null || evicts != null) {
      throw place.refused(
          "it has @"
              + (puts != null ? "CachePut" : "CacheEvict")
              + " too, and a hit does not run it: move one of them to another method");
    }
    List<Cached> all = Marks.of(source).cached();
    if (all.size() > 1) {
      throw place.refused("it has several, by its annotations: keep one");
    }
    Cached cached = all.get(0);
    checkAttributes(cached, place);
    Type returned = returned();
    CallParameters parameters = parameters(place);
    Batch batch = Batches.of(cached.eachOf(), parameters, returned);
    Result result =
        batch == null
            ? Result.of(returned, place)
            : new Result(ResultForm.PLAIN, Storable.check(Batches.valueType(returned), place));
    checkNull(cached.nullTtl(), returned, place);
    if (batch != null) {
      parameters = parameters.withType(batch.ids(), batch.idType());
    }
    CompiledKey key = key(cached.key(), parameters);
    if (batch != null && key.parameters().stream().noneMatch(each -> each.index() == batch.ids())) {
      throw new IllegalArgumentException(
          parameters.all().get(batch.ids()).subject()
              + " holds the ids of a batch and is not in the key, so that all would share one: add"
              + " it, or say eachOf = \"\" to cache the result as one value");
    }
    CacheSettings settings = place.named(() -> Declared.by(cached));
    String cache = name(cached.cache(), place);
    uses.add(
        new CacheUse(
            place,
            target,
            cache,
            !cached.cache().isEmpty(),
            key.shape(),
            result.valueType(),
            Objects.requireNonNullElse(settings.version(), "")));
    CallTags tags = CompiledTags.of(cached.tags(), parameters, used, false);
    return new CachedPlan(chain.get(0), cache, key.key(), tags, settings, result, batch);
  }

  private ChangePlan change(@Nullable Method puts, @Nullable Method evicts) {
    ResultForm form = ResultForm.PLAIN;
    List<PutPlan> plans = new ArrayList<>();
    List<Eviction> before = new ArrayList<>();
    List<Eviction> after = new ArrayList<>();
    if (evicts != null) {
      Place place = new Place(CacheEvict.class, evicts);
      for (CacheEvict each : Marks.of(evicts).evicts()) {
        (each.beforeInvocation() ? before : after).add(eviction(each, parameters(place)));
      }
      if (!after.isEmpty()) {
        Storable.checkEnds(returned(), place);
      }
      form = Result.isFuture(returned()) ? ResultForm.FUTURE : ResultForm.PLAIN;
    }
    if (puts != null) {
      Place place = new Place(CachePut.class, puts);
      Result result = Result.of(returned(), place);
      form = result.form();
      for (CachePut each : Marks.of(puts).puts()) {
        plans.add(put(each, result, parameters(place)));
      }
    }
    return new ChangePlan(chain.get(0), form, plans, before, after);
  }

  private PutPlan put(CachePut put, Result result, CallParameters parameters) {
    Place place = parameters.place();
    String cache = place.named(() -> ViewNames.check(put.cache()));
    checkNull(put.nullTtl(), returned(), place);
    CacheSettings settings = place.named(() -> Declared.by(put));
    CompiledKey key = key(put.key(), parameters);
    uses.add(
        new CacheUse(
            place,
            target,
            cache,
            true,
            key.shape(),
            result.valueType(),
            Objects.requireNonNullElse(settings.version(), "")));
    CallTags tags = CompiledTags.of(put.tags(), parameters, used, false);
    return new PutPlan(cache, key.key(), tags, settings, result.valueType());
  }

  private Eviction eviction(CacheEvict evict, CallParameters parameters) {
    Place place = parameters.place();
    boolean tags = evict.tags().length > 0;
    if ((tags ? 1 : 0) + (evict.all() ? 1 : 0) + (evict.key().isEmpty() ? 0 : 1) > 1) {
      throw place.refused(
          "it says more than one of key, tags and all: repeat the annotation for each");
    }
    if (tags) {
      if (!evict.cache().isEmpty()) {
        throw place.refused(
            "tags end what carries them in every cache, so that cache means nothing: remove it");
      }
      return new Eviction.OfTags(CompiledTags.of(evict.tags(), parameters, used, true));
    }
    if (evict.cache().isEmpty()) {
      throw place.refused(
          "it does not say what is to be ended: set cache, with key or all, or set tags");
    }
    String cache = place.named(() -> ViewNames.check(evict.cache()));
    if (evict.all()) {
      return new Eviction.OfAll(cache);
    }
    CompiledKey key = key(evict.key(), parameters);
    uses.add(new CacheUse(place, target, cache, true, key.shape(), null, ""));
    return new Eviction.OfKey(cache, key.key());
  }

  private CompiledKey key(String source, CallParameters parameters) {
    CompiledKey key = CompiledKey.of(source, parameters);
    key.parameters().forEach(each -> used.add(each.index()));
    return key;
  }

  private CallParameters parameters(Place place) {
    return CallParameters.of(place, chain, types);
  }

  private @Nullable Method first(Predicate<Marks> wanted) {
    return chain.stream().filter(each -> wanted.test(Marks.of(each))).findFirst().orElse(null);
  }

  /** What callers are promised; where that says nothing, what the nearest declaration says. */
  private Type returned() {
    Method seen =
        chain.stream()
            .filter(each -> !type.isInterface() || each.getDeclaringClass().isInterface())
            .findFirst()
            .orElse(chain.get(0));
    Type promised = types.resolve(seen.getGenericReturnType());
    if (!isVague(promised)) {
      return promised;
    }
    return chain.stream()
        .map(each -> types.resolve(each.getGenericReturnType()))
        .filter(each -> !isVague(each))
        .findFirst()
        .orElse(promised);
  }

  private static boolean isVague(Type type) {
    return type == Object.class
        || ResolvedTypes.isOpen(type)
        || (type instanceof Class<?> raw && raw.getTypeParameters().length > 0);
  }

  private String name(String declared, Place place) {
    String name =
        declared.isEmpty() ? type.getSimpleName() + "." + chain.get(0).getName() : declared;
    return place.named(() -> ViewNames.check(name));
  }

  private void checkMarksAreUsed(@Nullable Method source) {
    Class<? extends Annotation> kind = Marks.of(Objects.requireNonNull(source)).anyKind();
    for (CallParameter each : parameters(new Place(kind, source)).all()) {
      if (each.marked() && !used.contains(each.index())) {
        throw new IllegalArgumentException(
            each.subject()
                + " is marked with @CacheKey, and no key and no tag holds it: add it to the key, or"
                + " remove the mark");
      }
    }
  }

  private static void checkNull(String nullTtl, Type returned, Place place) {
    if (!nullTtl.isEmpty() && returned instanceof Class<?> raw && raw.isPrimitive()) {
      throw place.refused(
          "nullTtl is about null, and it returns " + raw.getName() + ": remove nullTtl");
    }
  }

  private static void checkAttributes(Cached cached, Place place) {
    Map<String, Boolean> ofServlets =
        Map.of(
            "params", !Arrays.equals(cached.params(), new String[] {"*"}),
            "methods", !Arrays.equals(cached.methods(), new String[] {"GET"}),
            "allowReads", cached.allowReads().length > 0,
            "hide", cached.hide().length > 0,
            "compress", !cached.compress().isEmpty());
    ofServlets.forEach(
        (name, isSet) -> {
          if (isSet) {
            throw place.refused(name + " is about servlets and means nothing here: remove it");
          }
        });
  }
}
