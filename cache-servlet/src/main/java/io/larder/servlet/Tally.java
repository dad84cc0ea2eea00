package io.larder.servlet;

import io.larder.cache.CacheRecorder;
import io.larder.http.CacheStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells the recorder of a rule what becomes of its requests and of its loads: of each request the
 * first thing that is told here counts, and no other.
 */
final class Tally {

  private Tally() {}

  /** The request is about to be answered with a page. */
  static void served(Exchange exchange, Served how, String key, long bytes) {
    if (!exchange.settles()) {
      return;
    }
    CacheRecorder recorder = exchange.policy().recorder();
    switch (how) {
      case FRESH -> recorder.hit(key, bytes);
      case STALE -> recorder.staleHit(key, bytes);
      case COLLAPSED -> {
        recorder.miss(key);
        recorder.collapsed(key);
      }
      case CONFIRMED -> recorder.miss(key);
    }
  }

  /** It was looked up in vain. */
  static void missed(Exchange exchange, String key) {
    if (exchange.settles()) {
      exchange.policy().recorder().miss(key);
    }
  }

  /** It would be looked up in vain, and would wait for another one's answer, if there is one. */
  static void missed(Exchange exchange, String key, boolean collapsed) {
    if (exchange.settles()) {
      exchange.policy().recorder().miss(key);
      if (collapsed) {
        exchange.policy().recorder().collapsed(key);
      }
    }
  }

  /** It was looked up in vain, and goes to the handler as if there were no cache. */
  static void passed(Exchange exchange, String key, CacheStatus status) {
    if (exchange.settles()) {
      CacheRecorder recorder = exchange.policy().recorder();
      recorder.miss(key);
      recorder.passed(key, status.reason());
    }
  }

  /** It is not looked up, for the reason that its status says. */
  static void bypassed(Exchange exchange, CacheStatus status) {
    bypassed(exchange, status.reason());
  }

  /** It is not looked up. */
  static void bypassed(Exchange exchange, String reason) {
    if (exchange.settles()) {
      exchange.policy().recorder().bypassed(reason);
    }
  }

  /**
   * A load has ended.
   *
   * @param kept what was handed to the store; null if nothing
   * @param failed whether the handler has failed
   * @param reason why nothing was handed to the store
   */
  static void loaded(
      Exchange exchange,
      String key,
      @Nullable Kept kept,
      boolean failed,
      String reason,
      long nanos) {
    CacheRecorder recorder = exchange.policy().recorder();
    String refusal = kept == null ? reason : kept.refusal();
    if (refusal == null) {
      recorder.stored(key, kept == null ? 0 : kept.bytes(), nanos);
    } else if (failed) {
      recorder.loadFailed(key, nanos);
    } else {
      recorder.refused(key, refusal, nanos);
    }
  }
}
