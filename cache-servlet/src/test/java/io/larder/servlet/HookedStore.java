package io.larder.servlet;

import io.larder.cache.CacheStore;
import io.larder.cache.Lease;
import io.larder.cache.Page;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store that tells what it is asked before it does it. */
final class HookedStore {

  /** Is told. */
  interface Hook {
    void called(String method, Object[] args);
  }

  private HookedStore() {}

  @SuppressWarnings("unchecked")
  static CacheStore<Page> of(CacheStore<Page> real, Hook hook) {
    return (CacheStore<Page>)
        Proxy.newProxyInstance(
            HookedStore.class.getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (self, method, args) -> {
              if (method.getName().equals("lease")) {
                return new Lease.Own(((CacheStore<?>) self).claim((String) args[0]));
              }
              hook.called(method.getName(), args);
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
