package io.larder.cache.method;

import io.larder.cache.engine.Failures;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The generated subclass of one type, as one Larder uses it. Thread-safe.
 *
 * <p>The class itself has nothing of a Larder in it: all of them use the same one, which the type
 * keeps, so that it goes when the type goes, and none is left behind by a Larder that is closed.
 */
final class Subclass {

  /** Holds nothing but classes of the type's own loader, and so keeps no other one alive. */
  private static final ClassValue<Class<?>> GENERATED =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          return generated(type);
        }
      };

  private final MethodPlans plans;
  private final List<Method> methods;
  private final Lookup inside;
  private @Nullable List<BoundCall> calls;

  private Subclass(MethodPlans plans, Lookup inside) {
    this.plans = plans;
    this.methods = ordered(plans.all().keySet());
    this.inside = inside;
  }

  /**
   * Prepares for a type.
   *
   * @throws IllegalArgumentException if it can have no subclass, or an annotation cannot be
   *     followed
   */
  static Subclass of(Class<?> type) {
    Extendable.check(type);
    MethodPlans plans = MethodPlans.ofClass(type);
    return new Subclass(plans, Extendable.inside(GENERATED.get(type)));
  }

  private static Class<?> generated(Class<?> type) {
    Lookup inside = Extendable.inside(type);
    String name =
        type.getName() + "$Larder$" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    List<Method> methods = ordered(MethodPlans.ofClass(type).all().keySet());
    try {
      return inside.defineClass(SubclassWriter.written(type, name, methods));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no class can be added beside " + type.getName(), e);
    }
  }

  /** The same order each time, by which fields are numbered. */
  private static List<Method> ordered(Set<Method> methods) {
    return methods.stream()
        .sorted(
            Comparator.comparing(
                each -> each.getName() + SuperInvocation.typeOf(each).toMethodDescriptorString()))
        .toList();
  }

  MethodPlans plans() {
    return plans;
  }

  /** Makes what answers the calls, unless it is made. */
  synchronized List<BoundCall> calls(BiFunction<MethodPlan, Invocation, MethodCall> made) {
    if (calls == null) {
      List<BoundCall> all = new ArrayList<>();
      for (Method each : methods) {
        MethodPlan plan = plans.all().get(each);
        MethodCall call = made.apply(plan, original(each));
        all.add(new BoundCall(call, each.getReturnType()));
      }
      calls = List.copyOf(all);
    }
    return calls;
  }

  private Invocation original(Method method) {
    try {
      return new SuperInvocation(method, inside);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(Place.text(method) + " cannot be called", e);
    }
  }

  /**
   * Makes an object that answers no call from a cache yet; what its constructor throws is thrown.
   */
  Object constructed(ConstructorChoice choice) {
    MethodType type = MethodType.methodType(void.class, choice.constructor().getParameterTypes());
    MethodHandle constructor;
    try {
      constructor = inside.findConstructor(inside.lookupClass(), type).asFixedArity();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(choice.constructor() + " cannot be called", e);
    }
    try {
      return constructor.invokeWithArguments(choice.arguments());
    } catch (Throwable own) {
      return Failures.<Object, RuntimeException>raise(own);
    }
  }

  /** Lets an object answer from caches, for all who are handed it from now on. */
  void bind(Object instance, List<BoundCall> bound) {
    try {
      for (int i = 0; i < bound.size(); i++) {
        VarHandle field =
            inside.findVarHandle(
                inside.lookupClass(), SubclassWriter.field(i), InvocationHandler.class);
        field.set(instance, (InvocationHandler) bound.get(i));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(inside.lookupClass().getName() + " has no such field", e);
    }
    VarHandle.releaseFence();
  }
}
