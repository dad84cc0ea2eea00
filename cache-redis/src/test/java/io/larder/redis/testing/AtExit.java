package io.larder.redis.testing;

/** Work that is done once: when this is closed, or at the JVM's end if that comes first. */
final class AtExit implements AutoCloseable {
  private final Runnable work;
  private final Thread hook = new Thread(this::doQuietly, "redis-fixture-stop");
  private boolean done;

  private AtExit(Runnable work) {
    this.work = work;
  }

  static AtExit of(Runnable work) {
    AtExit end = new AtExit(work);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  @Override
  public void close() {
    doOnce();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) {
      // The JVM is ending already, and the hook finds nothing left to do.
    }
  }

  private synchronized void doOnce() {
    if (!done) {
      done = true;
      work.run();
    }
  }

  private void doQuietly() {
    try {
      doOnce();
    } catch (RuntimeException ignored) {
      // The next run's sweep takes what could not be ended here.
    }
  }
}
