package io.larder.cache.method;

import io.larder.cache.engine.Computing;
import io.larder.cache.engine.Engine;
import io.larder.cache.engine.Putting;
import io.larder.cache.engine.Saying;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a method that changes what is cached: keys and tags are made, what it ends
 * beforehand is ended, what it puts is claimed, the method runs, and when it has succeeded, and its
 * transaction is committed, the rest happens.
 */
final class ChangeCall implements MethodCall {

  private final ChangePlan plan;
  private final CacheSource source;
  private final List<Engine<Object>> caches;
  private final Invocation method;

  ChangeCall(ChangePlan plan, CacheSource source, List<Engine<Object>> caches, Invocation method) {
    this.plan = plan;
    this.source = source;
    this.caches = caches;
    this.method = method;
  }

  /** Where a value is going to be put, and how. */
  private record Target(
      Engine<Object> cache, String key, @Nullable Duration ttl, List<String> tags) {

    Put claimed() {
      return new Put(cache.putting(key), ttl, tags);
    }
  }

  /** A value that is going to be put. */
  private record Put(Putting<Object> putting, @Nullable Duration ttl, List<String> tags) {}

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it is for the caller
  public @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception {
    List<Runnable> before = ends(plan.before(), arguments);
    List<Runnable> after = ends(plan.after(), arguments);
    List<Target> targets = targets(arguments);
    before.forEach(Runnable::run);
    List<Put> puts = targets.stream().map(Target::claimed).toList(); // or they would be ended too
    Object returned;
    Saying said = new Saying();
    boolean succeeded = false;
    Computing.enter(said);
    try {
      returned = method.call(self, arguments);
      succeeded = true;
    } finally {
      Computing.leave();
      if (!succeeded) {
        abandon(puts);
      }
    }
    if (plan.form().isFuture() && returned != null) {
      return changedAfter(Forms.future(returned), puts, said, after);
    }
    Object value = Forms.content(plan.form(), returned);
    commit(value, puts, said, after);
    return returned;
  }

  /** Has the rest happen once the transaction is committed. */
  private void commit(@Nullable Object value, List<Put> puts, Saying said, List<Runnable> after) {
    boolean registered = false;
    try {
      source.afterCommit(() -> change(value, puts, said, after));
      registered = true;
    } finally {
      if (!registered) {
        abandon(puts);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what the callback does is never thrown
  private CompletableFuture<@Nullable Object> changedAfter(
      CompletableFuture<@Nullable Object> future,
      List<Put> puts,
      Saying said,
      List<Runnable> after) {
    CompletableFuture<@Nullable Object> changed = new CompletableFuture<>();
    future.whenComplete(
        (content, failure) -> {
          if (failure != null) {
            abandon(puts);
            changed.completeExceptionally(Forms.cause(failure));
            return;
          }
          try {
            commit(Forms.content(plan.form(), content), puts, said, after);
            changed.complete(content);
          } catch (RuntimeException | Error e) {
            changed.completeExceptionally(e);
          }
        });
    return changed;
  }

  private static void change(
      @Nullable Object value, List<Put> puts, Saying said, List<Runnable> after) {
    puts.forEach(each -> each.putting().keep(value, each.ttl(), each.tags(), said));
    after.forEach(Runnable::run);
  }

  private static void abandon(List<Put> puts) {
    puts.forEach(each -> each.putting().abandon());
  }

  private List<Target> targets(@Nullable Object[] arguments) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < caches.size(); i++) {
      PutPlan each = plan.puts().get(i);
      Engine<Object> cache = caches.get(i);
      String key = each.key().of(arguments);
      List<String> tags = each.tags().of(arguments);
      targets.add(new Target(cache, key, cache.declared(each.settings().ttl()), tags));
    }
    return targets;
  }

  private List<Runnable> ends(Collection<Eviction> evictions, @Nullable Object[] arguments) {
    return evictions.stream().map(each -> end(each, arguments)).toList();
  }

  private Runnable end(Eviction eviction, @Nullable Object[] arguments) {
    if (eviction instanceof Eviction.OfTags ofTags) {
      List<String> tags = ofTags.tags().of(arguments);
      return () -> source.invalidate(tags);
    }
    if (eviction instanceof Eviction.OfKey ofKey) {
      String key = ofKey.key().of(arguments);
      Engine<?> cache = opened(ofKey.cache());
      return () -> cache.evict(key);
    }
    return opened(((Eviction.OfAll) eviction).cache())::clear;
  }

  private Engine<?> opened(String cache) {
    Engine<?> opened = source.opened(cache);
    if (opened == null) {
      throw new IllegalStateException(
          plan.method().getDeclaringClass().getName()
              + "."
              + plan.method().getName()
              + " ends what the cache '"
              + cache
              + "' holds, and no cache of that name is open: make the proxy whose method caches"
              + " under it first, or open it by larder.cache(…)");
    }
    return opened;
  }

  @Override
  public String key(@Nullable Object[] arguments) {
    if (!plan.puts().isEmpty()) {
      return plan.puts().get(0).key().of(arguments);
    }
    for (List<Eviction> evictions : List.of(plan.before(), plan.after())) {
      for (Eviction each : evictions) {
        if (each instanceof Eviction.OfKey ofKey) {
          return ofKey.key().of(arguments);
        }
      }
    }
    throw new IllegalArgumentException(
        plan.method().getName() + " has no key: it ends tags, or all of a cache");
  }
}
