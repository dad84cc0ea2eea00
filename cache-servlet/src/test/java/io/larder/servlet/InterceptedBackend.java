package io.larder.servlet;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.Larder;
import io.larder.cache.Lease;
import io.larder.cache.StoredKey;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

/** Keeps pages in the memory of another Larder, and lets a test step into each call. */
final class InterceptedBackend implements Backend {

  /** What a test does around the calls of a store. */
  interface Interceptor {
    Object around(String method, Object[] arguments, Callable<Object> proceed) throws Exception;
  }

  private final Larder real;
  private final Interceptor interceptor;

  private InterceptedBackend(Interceptor interceptor, Ticker ticker) {
    this.real = Larder.builder().store("memory:").ticker(ticker).build();
    this.interceptor = interceptor;
  }

  static Larder larder(Interceptor interceptor) {
    return larder(interceptor, System::nanoTime);
  }

  static Larder larder(Interceptor interceptor, Ticker ticker) {
    return Larder.builder()
        .ticker(ticker)
        .backend(context -> new InterceptedBackend(interceptor, ticker))
        .build();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> CacheStore<V> open(View<V> view) {
    CacheStore<?> pages = real.pages().store();
    return (CacheStore<V>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("lease")
                    ? new Lease.Own(((CacheStore<?>) proxy).claim((String) arguments[0]))
                    : interceptor.around(
                        method.getName(),
                        arguments,
                        () -> {
                          try {
                            return method.invoke(pages, arguments);
                          } catch (InvocationTargetException e) {
                            throw (RuntimeException) e.getCause();
                          }
                        }));
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return real.invalidate(tags);
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return real.softPurge(tags);
  }

  @Override
  public Answer clear() {
    return real.clear();
  }

  @Override
  public Health health() {
    return real.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return real.inspect(pattern, most);
  }

  @Override
  public String describe() {
    return "intercepted";
  }

  @Override
  public void close() {
    real.close();
  }
}
