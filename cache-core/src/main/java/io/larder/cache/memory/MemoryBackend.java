package io.larder.cache.memory;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.Limits;
import io.larder.cache.Sizes;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A namespace in the memory of this JVM: one logical clock, and a byte budget of which each view
 * whose values have known sizes holds an equal part. It has no threads.
 */
final class MemoryBackend implements Backend {

  private final BackendContext context;
  private final long maxBytes;
  private final LogicalClock clock = new LogicalClock(LogicalClock.MAX_TAGS);
  private final Map<String, Opened> views = new LinkedHashMap<>();
  private boolean closed;

  MemoryBackend(BackendContext context, long maxBytes) {
    this.context = context;
    this.maxBytes = maxBytes;
  }

  private record Opened(MemoryView<?> view, int holders) {}

  @Override
  @SuppressWarnings("unchecked") // a view is only shared by those who open it with its own codec
  public <V> CacheStore<V> open(View<V> view) {
    synchronized (views) {
      if (closed) {
        throw new IllegalStateException("the memory store is closed");
      }
      Opened known = views.get(view.name());
      if (known != null && !known.view().view().equals(view)) {
        throw new IllegalArgumentException(
            "the view '" + view.name() + "' is open with another codec: give it another name");
      }
      MemoryView<V> opened;
      if (known == null) {
        long share = share(sizedViews() + (view.codec().sized() ? 1 : 0));
        shareOut(share); // the others give first, so that the sum never exceeds the budget
        opened = new MemoryView<>(view, clock, context, share);
      } else {
        opened = (MemoryView<V>) known.view();
      }
      views.put(view.name(), new Opened(opened, known == null ? 1 : known.holders() + 1));
      int prefixBytes = Utf8.length(context.namespace()) + 1 + Utf8.length(view.prefix());
      return new MemoryStore<>(opened, this, prefixBytes);
    }
  }

  /** Takes notice that one who had opened the view has closed it; the last one's close ends it. */
  void release(MemoryView<?> view) {
    synchronized (views) {
      String name = view.view().name();
      Opened known = views.get(name);
      if (known == null || known.view() != view) {
        return;
      }
      if (known.holders() > 1) {
        views.put(name, new Opened(view, known.holders() - 1));
        return;
      }
      views.remove(name);
      view.empty();
      shareOut(share(sizedViews()));
    }
  }

  private int sizedViews() {
    return (int) views.values().stream().filter(v -> v.view().view().codec().sized()).count();
  }

  private long share(int sizedViews) {
    return maxBytes / Math.max(1, sizedViews);
  }

  private void shareOut(long share) {
    views.values().forEach(opened -> opened.view().share(share));
  }

  /** Returns an open view by its name. */
  MemoryView<?> view(String name) {
    synchronized (views) {
      Opened known = views.get(name);
      if (known == null) {
        throw new IllegalArgumentException("no view '" + name + "' is open");
      }
      return known.view();
    }
  }

  LogicalClock clock() {
    return clock;
  }

  Limits limits() {
    return context.limits();
  }

  @Override
  public boolean keepsReferences() {
    return true;
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    if (!tags.isEmpty()) {
      clock.invalidate(tags);
    }
    return Answer.APPLIED;
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    if (!tags.isEmpty()) {
      clock.softPurge(tags);
    }
    return Answer.APPLIED;
  }

  @Override
  public Answer clear() {
    clock.clear();
    opened().forEach(MemoryView::empty);
    return Answer.APPLIED;
  }

  @Override
  public Health health() {
    return new Health(true, describe());
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    Inspection inspection = new Inspection(pattern, most, context);
    opened().forEach(inspection::add);
    return inspection.keys();
  }

  private List<MemoryView<?>> opened() {
    synchronized (views) {
      List<MemoryView<?>> opened = new ArrayList<>();
      views.values().forEach(known -> opened.add(known.view()));
      return opened;
    }
  }

  @Override
  public String describe() {
    return "memory, at most " + Sizes.format(maxBytes);
  }

  @Override
  public void close() {
    synchronized (views) {
      closed = true;
      views.values().forEach(known -> known.view().empty());
      views.clear();
    }
  }
}
