package io.larder.redis;

import java.io.IOException;

/** Makes the few threads that this library has. */
final class Threads {

  /** {@link #daemon}, or a test's. */
  interface Maker {
    Thread make(String name, Runnable task);
  }

  /** There is no room for another thread, in the process or on its machine. */
  static final class None extends IOException {

    private static final long serialVersionUID = 1L;

    None(OutOfMemoryError cause) {
      super("no thread could be started", cause);
    }
  }

  private Threads() {}

  /** Returns a daemon that inherits nothing from who happens to start it. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    // Not the caller's: that may be another application's, which this thread would keep alive.
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }

  /**
   * Starts a thread.
   *
   * @throws None if there cannot be one now, which the platform says with an {@link Error}
   */
  static Thread start(Maker maker, String name, Runnable task) throws None {
    try {
      Thread thread = maker.make(name, task);
      thread.start();
      return thread;
    } catch (OutOfMemoryError e) {
      throw new None(e);
    }
  }
}
