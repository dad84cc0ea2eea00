package io.larder.cache.tiered;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Terms;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import io.larder.testkit.MapBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A store that several nodes share, numbers its events, and puts them on a line to each node. What
 * it does and what it announces is one step.
 */
final class Wire {

  private final MapBackend store;
  private final List<Line> lines = new ArrayList<>();
  private long clock = 100;

  /** Runs while a look-up or a fill is under way, after the store has answered. */
  private Runnable meanwhile = () -> {};

  /** What the next look-up answers, whatever is there; null: what is there. */
  private Object outdated;

  private int finds;

  Wire(MapBackend store) {
    this.store = store;
  }

  MapBackend store() {
    return store;
  }

  long clock() {
    return clock;
  }

  /** Returns how many look-ups the store has answered. */
  int finds() {
    return finds;
  }

  void meanwhile(Runnable task) {
    meanwhile = task;
  }

  /** Has the next look-up answer what was there before. */
  void outdated(Object answer) {
    outdated = answer;
  }

  /** Returns the line to another node. */
  Line line() {
    Line line = new Line(this);
    lines.add(line);
    return line;
  }

  /** Returns the store as a node sees it; closing it closes nothing. */
  Backend backend() {
    return proxy(Backend.class, this::onBackend);
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            Wire.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Object onBackend(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("open")) {
      View<?> view = (View<?>) arguments[0];
      CacheStore<?> opened = store.open(view);
      return proxy(FillingStore.class, (each, given) -> onStore(opened, each, given));
    }
    if (method.getName().equals("close")) {
      return null;
    }
    return ended(store, method, arguments, changes(method.getName(), "", arguments));
  }

  private Object onStore(CacheStore<?> opened, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (name.equals("find")) {
      finds++;
      Object found = outdated != null ? outdated : method.invoke(opened, arguments);
      outdated = null;
      meanwhile.run();
      return found;
    }
    if (name.equals("fill") && arguments.length == 4) {
      return fill(opened, arguments);
    }
    if (name.equals("fillAll") && arguments.length == 2) {
      return fillAll(opened, arguments);
    }
    return ended(opened, method, arguments, changes(name, opened.name(), arguments));
  }

  @SuppressWarnings("unchecked") // as the store's own method takes them
  private List<Filled> fillAll(CacheStore<?> opened, Object[] arguments) {
    CacheStore<Object> store = (CacheStore<Object>) opened;
    List<ClaimedValue<Object>> values = (List<ClaimedValue<Object>>) arguments[0];
    List<Filled> filled = store.fillAll(values);
    meanwhile.run();
    for (int i = 0; i < values.size(); i++) {
      Claim claim = values.get(i).claim();
      if (filled.get(i).result() == FillResult.STORED
          && store.find(claim.key()) instanceof CacheEntry<Object> entry) {
        ((BiConsumer<Claim, CacheEntry<Object>>) arguments[1]).accept(claim, entry);
      }
    }
    return filled;
  }

  @SuppressWarnings("unchecked") // as the store's own method takes them
  private FillResult fill(CacheStore<?> opened, Object[] arguments) {
    CacheStore<Object> store = (CacheStore<Object>) opened;
    Claim claim = (Claim) arguments[0];
    FillResult result = store.fill(claim, arguments[1], (Terms) arguments[2]);
    if (result == FillResult.STORED
        && store.find(claim.key()) instanceof CacheEntry<Object> entry) {
      meanwhile.run();
      ((Consumer<CacheEntry<Object>>) arguments[3]).accept(entry);
    }
    return result;
  }

  private Object ended(Object target, Method method, Object[] arguments, List<Change> changes)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } finally {
      if (!changes.isEmpty()) {
        announce(changes);
      }
    }
  }

  private static List<Change> changes(String method, String view, Object[] arguments) {
    List<Change> changes = new ArrayList<>();
    switch (method) {
      case "put" -> changes.add(new Change.OfKey(view, ((Claim) arguments[0]).key()));
      case "putAll" -> claimed(arguments).forEach(key -> changes.add(new Change.OfKey(view, key)));
      case "evict" -> changes.add(new Change.OfKey(view, (String) arguments[0]));
      case "evictAll" -> texts(arguments).forEach(key -> changes.add(new Change.OfKey(view, key)));
      case "invalidate" -> texts(arguments).forEach(tag -> changes.add(new Change.OfTag(tag)));
      case "softPurge" -> {
        if (arguments[0] instanceof String key) {
          changes.add(new Change.OfKey(view, key));
        } else {
          texts(arguments).forEach(tag -> changes.add(new Change.OfFreshness(tag)));
        }
      }
      case "clear" -> changes.add(view.isEmpty() ? new Change.OfAll() : new Change.OfView(view));
      default -> {}
    }
    return changes;
  }

  @SuppressWarnings("unchecked") // as the store's own methods take them
  private static Collection<String> texts(Object[] arguments) {
    return (Collection<String>) arguments[0];
  }

  private static List<String> claimed(Object[] arguments) {
    return ((List<?>) arguments[0])
        .stream().map(each -> ((ClaimedValue<?>) each).claim().key()).toList();
  }

  /** Numbers an event and puts it on every line. */
  void announce(List<Change> changes) {
    clock++;
    lines.forEach(line -> line.put(clock, changes));
  }
}
