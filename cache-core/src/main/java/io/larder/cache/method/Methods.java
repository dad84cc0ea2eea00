package io.larder.cache.method;

import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import io.larder.cache.engine.Engine;
import io.larder.cache.key.ArgumentKeys;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The annotated methods of one Larder: makes proxies and subclasses. Thread-safe. */
public final class Methods {

  private final CacheSource source;
  private final CacheOwners owners = new CacheOwners();
  private final Map<Class<?>, Subclass> subclasses = new ConcurrentHashMap<>();

  /** Creates it. */
  public Methods(CacheSource source) {
    this.source = source;
  }

  /** See {@link io.larder.cache.Larder#proxy}. */
  public <T> T proxy(Class<T> type, T target) {
    MethodPlans plans = MethodPlans.ofInterface(type, target.getClass());
    owners.add(plans, target);
    Map<Method, MethodCall> calls = new HashMap<>();
    plans
        .all()
        .forEach((method, plan) -> calls.put(method, call(plan, new DirectInvocation(method))));
    InvocationHandler handler = new ProxyHandler(target, calls);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** See {@link io.larder.cache.Larder#subclass}. */
  public <T> T subclass(Class<T> type, @Nullable Object[] arguments) {
    Subclass subclass = subclass(type);
    owners.checkNew(subclass.plans());
    ConstructorChoice choice = ConstructorChoice.of(type, arguments);
    List<BoundCall> calls = subclass.calls(this::call);
    Object instance = subclass.constructed(choice);
    owners.add(subclass.plans(), instance);
    subclass.bind(instance, calls);
    return type.cast(instance);
  }

  private Subclass subclass(Class<?> type) {
    try {
      return subclasses.computeIfAbsent(type, Subclass::of);
    } catch (NoClassDefFoundError e) {
      if (!String.valueOf(e.getMessage()).contains("bytebuddy")) {
        throw e;
      }
      throw new IllegalStateException(
          "larder.subclass needs ByteBuddy: add the dependency net.bytebuddy:byte-buddy", e);
    }
  }

  /** See {@link io.larder.cache.Larder#keyOf}. */
  public static String keyOf(KeyAsked asked) {
    String key = KeyProbe.of(asked::call);
    if (key == null) {
      throw new IllegalArgumentException(
          "the call has not reached a method with @Cached, @CachePut or @CacheEvict: call one of"
              + " those, on what larder.proxy or larder.subclass has returned");
    }
    return key;
  }

  /** A call whose key is asked for. */
  @FunctionalInterface
  public interface KeyAsked {
    /** Calls the method. */
    void call() throws Exception;
  }

  /** Returns the key of something that is no argument list. */
  public static String key(Object key) {
    return ArgumentKeys.ofOne("the key", Objects.requireNonNull(key, "key"));
  }

  private MethodCall call(MethodPlan plan, Invocation method) {
    if (plan instanceof ChangePlan change) {
      List<Engine<Object>> caches = new ArrayList<>();
      for (PutPlan each : change.puts()) {
        Place place = new Place(CachePut.class, change.method());
        caches.add(
            place.named(() -> source.cache(each.cache(), each.valueType(), each.settings())));
      }
      return new ChangeCall(change, source, caches, method);
    }
    CachedPlan cached = (CachedPlan) plan;
    Type type = cached.result().valueType();
    Engine<Object> cache =
        new Place(Cached.class, cached.method())
            .named(() -> source.cache(cached.cache(), type, cached.settings()));
    Batch batch = cached.batch();
    return batch == null
        ? new CachedCall(cache, cached, method)
        : new BatchCall(cache, cached, batch, method);
  }
}
