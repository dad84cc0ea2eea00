package io.larder.cache.method;

import io.larder.cache.LoadContext;
import io.larder.cache.engine.Engine;
import io.larder.cache.engine.MethodLoader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls of a method that answers from its cache. A hit makes nothing but its key. */
final class CachedCall implements MethodCall, MethodLoader<Object> {

  private final Engine<Object> cache;
  private final CallKey key;
  private final CallTags tags;
  private final ResultForm form;
  private final Invocation method;

  CachedCall(Engine<Object> cache, CachedPlan plan, Invocation method) {
    this.cache = cache;
    this.key = plan.key();
    this.tags = plan.tags();
    this.form = plan.result().form();
    this.method = method;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it is for the caller
  public @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception {
    String made = key.of(arguments);
    if (form == ResultForm.PLAIN) {
      return cache.get(made, this, self, arguments);
    }
    if (form == ResultForm.OPTIONAL) {
      return Optional.ofNullable(cache.get(made, this, self, arguments));
    }
    return future(made, self, arguments);
  }

  private CompletableFuture<?> future(String made, Object self, @Nullable Object[] arguments)
      throws Exception {
    CompletableFuture<@Nullable Object> value =
        cache.future(made, this, self, arguments, () -> directly(self, arguments));
    return form.isOptional() ? value.thenApply(Optional::ofNullable) : value;
  }

  @Override
  public @Nullable Object load(LoadContext<Object> load, Object self, @Nullable Object[] arguments)
      throws Exception {
    List<String> made = tags.of(arguments);
    if (!made.isEmpty()) {
      load.tags(made.toArray(String[]::new));
    }
    return Forms.value(form, method.call(self, arguments));
  }

  private CompletableFuture<@Nullable Object> directly(Object self, @Nullable Object[] arguments)
      throws Exception {
    Object returned = method.call(self, arguments);
    if (returned == null) {
      CompletableFuture<@Nullable Object> none = new CompletableFuture<>();
      none.complete(null);
      return none;
    }
    return Forms.future(returned).thenApply(each -> Forms.content(form, each));
  }

  @Override
  public String key(@Nullable Object[] arguments) {
    return key.of(arguments);
  }
}
