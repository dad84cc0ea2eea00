package io.larder.redis;

import io.larder.cache.CacheStore;
import io.larder.cache.codec.Codec;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/**
 * Threads that read a value from Redis, and stay at it, each in a place of the callers, until this
 * is closed.
 */
final class Halting implements Codec<String>, AutoCloseable {

  private final Lab.Text text = new Lab.Text();
  private final CountDownLatch inside;
  private final CountDownLatch open = new CountDownLatch(1);

  private Halting(int threads) {
    inside = new CountDownLatch(threads);
  }

  /**
   * Has so many threads go in.
   *
   * @param beside another backend on the same namespace, which stores what they read
   */
  static Halting in(Backend backend, Backend beside, int threads) {
    Halting codec = new Halting(threads);
    CacheStore<String> store = backend.open(new View<>("halting", "halting:", codec));
    Lab.store(beside.open(new View<>("halting", "halting:", codec.text)), "k", "v");
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> Lab.look(store, "k"));
      thread.setDaemon(true);
      thread.start();
    }
    return codec;
  }

  boolean areInside() {
    return inside.getCount() == 0;
  }

  @Override
  public byte[] encode(String value) {
    return text.encode(value);
  }

  @Override
  public String decode(ByteBuffer bytes) {
    inside.countDown();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text.decode(bytes);
  }

  @Override
  public void close() {
    open.countDown();
  }
}
