package io.larder.redis;

import java.util.concurrent.atomic.AtomicInteger;

/** Threads of which some cannot be started, as where a process may have no more of them. */
final class ScarceThreads implements Threads.Maker {

  private final AtomicInteger missing;

  /**
   * Makes them.
   *
   * @param missing so many starts fail before the first that does not
   */
  ScarceThreads(int missing) {
    this.missing = new AtomicInteger(missing);
  }

  @Override
  public Thread make(String name, Runnable task) {
    Thread thread =
        new Thread(task, name) {
          @Override
          public synchronized void start() {
            if (missing.getAndDecrement() > 0) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            super.start();
          }
        };
    thread.setDaemon(true);
    return thread;
  }
}
