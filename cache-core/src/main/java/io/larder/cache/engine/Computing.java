package io.larder.cache.engine;

import io.larder.cache.FillContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The values that this thread computes at the moment, each asked for by the one below it. */
public final class Computing {

  private static final ThreadLocal<@Nullable Deque<FillContext>> CURRENT = new ThreadLocal<>();
  private static final FillContext NOTHING = new Nothing();

  private Computing() {}

  /** Returns what takes what is said of the innermost one; if there is none, it goes nowhere. */
  public static FillContext current() {
    Deque<FillContext> all = CURRENT.get();
    return all == null ? NOTHING : all.getLast();
  }

  /** Begins one. */
  public static void enter(FillContext context) {
    Deque<FillContext> all = CURRENT.get();
    if (all == null) {
      all = new ArrayDeque<>();
      CURRENT.set(all);
    }
    all.addLast(context);
  }

  /** Ends the innermost one. */
  public static void leave() {
    Deque<FillContext> all = CURRENT.get();
    if (all != null) {
      all.removeLast();
      if (all.isEmpty()) {
        CURRENT.remove();
      }
    }
  }

  private static final class Nothing implements FillContext {

    @Override
    public FillContext ttl(Duration ttl) {
      return this;
    }

    @Override
    public FillContext tags(String... tags) {
      return this;
    }

    @Override
    public FillContext doNotStore() {
      return this;
    }
  }
}
