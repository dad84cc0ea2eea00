package io.larder.servlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many requests of one key through to the handler at a time: those that waited for a
 * leader that failed. They come in the order in which they joined. Thread-safe.
 */
final class Turnstile {

  private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final int width;

  Turnstile(int width) {
    this.width = width;
  }

  /** Joins those of a key; whoever joined {@linkplain Pass#leave() leaves} again, once inside. */
  Pass join(String key) {
    Pass pass = new Pass(key);
    gates.compute(key, (k, present) -> (present == null ? new Gate() : present).join(pass));
    return pass;
  }

  boolean isEmpty() {
    return gates.isEmpty();
  }

  /** Those of one key. Only touched while the map holds the key's lock. */
  private final class Gate {
    private final Deque<Pass> queue = new ArrayDeque<>();
    private int inside;

    Gate join(Pass pass) {
      if (inside < width) {
        inside++;
        pass.inside = true;
        pass.turn.complete(null); // nobody hears it yet
      } else {
        queue.add(pass);
      }
      return this;
    }

    /** Takes one out; who comes in for it is added to a list. */
    @Nullable Gate leave(Pass pass, List<Pass> next) {
      if (!pass.inside) {
        queue.remove(pass);
      } else {
        pass.inside = false;
        Pass heir = queue.poll();
        if (heir == null) {
          inside--;
        } else {
          heir.inside = true;
          next.add(heir);
        }
      }
      return inside == 0 ? null : this;
    }
  }

  /** One request among those of a key. */
  final class Pass {
    private final String key;
    private final CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();

    /** Only touched while the map holds the key's lock. */
    private boolean inside;

    private Pass(String key) {
      this.key = key;
    }

    /**
     * Waits with this thread until it is this request's turn, or for that many nanoseconds.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void await(long timeoutNanos) throws InterruptedException {
      try {
        turn.get(timeoutNanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // It has waited long enough, and goes in.
      } catch (ExecutionException e) {
        throw new IllegalStateException("a turn comes, and does not fail", e);
      }
    }

    /**
     * Calls back when it is this request's turn: from the thread of the one before, or from this
     * one.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends normally
    void whenTurn(Runnable callback) {
      turn.thenRun(callback);
    }

    /** Goes, for the next one to come; harmless if it has gone already. */
    void leave() {
      List<Pass> next = new ArrayList<>(1);
      gates.computeIfPresent(key, (k, gate) -> gate.leave(this, next));
      next.forEach(each -> each.turn.complete(null));
    }
  }
}
