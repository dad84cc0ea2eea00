package io.larder.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A listener whose exceptions reach nobody, and those that are told after it. */
final class GuardedListener implements CacheListener {

  private static final Logger LOG = System.getLogger(GuardedListener.class.getName());

  private final CacheListener listener;
  private final @Nullable GuardedListener next;
  private final AtomicBoolean logged = new AtomicBoolean();

  GuardedListener(CacheListener listener, @Nullable GuardedListener next) {
    this.listener = listener;
    this.next = next;
  }

  @Override
  public void hit(String cache, String key, long bytes) {
    try {
      listener.hit(cache, key, bytes);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.hit(cache, key, bytes);
    }
  }

  @Override
  public void staleHit(String cache, String key, long bytes) {
    try {
      listener.staleHit(cache, key, bytes);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.staleHit(cache, key, bytes);
    }
  }

  @Override
  public void miss(String cache, String key) {
    try {
      listener.miss(cache, key);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.miss(cache, key);
    }
  }

  @Override
  public void bypassed(String cache, String reason) {
    try {
      listener.bypassed(cache, reason);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.bypassed(cache, reason);
    }
  }

  @Override
  public void collapsed(String cache, String key) {
    try {
      listener.collapsed(cache, key);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.collapsed(cache, key);
    }
  }

  @Override
  public void passed(String cache, String key, String reason) {
    try {
      listener.passed(cache, key, reason);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.passed(cache, key, reason);
    }
  }

  @Override
  public void stored(String cache, String key, long bytes, long nanos) {
    try {
      listener.stored(cache, key, bytes, nanos);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.stored(cache, key, bytes, nanos);
    }
  }

  @Override
  public void refused(String cache, String key, String reason, long nanos) {
    try {
      listener.refused(cache, key, reason, nanos);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.refused(cache, key, reason, nanos);
    }
  }

  @Override
  public void outdated(String cache, String key) {
    try {
      listener.outdated(cache, key);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.outdated(cache, key);
    }
  }

  @Override
  public void refreshSkipped(String cache, String key) {
    try {
      listener.refreshSkipped(cache, key);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.refreshSkipped(cache, key);
    }
  }

  @Override
  public void loadFailed(String cache, String key, long nanos) {
    try {
      listener.loadFailed(cache, key, nanos);
    } catch (Throwable e) {
      log(e);
    }
    if (next != null) {
      next.loadFailed(cache, key, nanos);
    }
  }

  private void log(Throwable e) {
    if (logged.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "A cache listener threw; requests go on, and this is logged once: " + name(),
          e);
    }
  }

  private String name() {
    return listener.getClass().getName();
  }
}
