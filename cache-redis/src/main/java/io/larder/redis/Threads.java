package io.larder.redis;

/** Makes the few threads that this library has. */
final class Threads {

  private Threads() {}

  /** Returns a daemon that inherits nothing from who happens to start it. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    // Not the caller's: that may be another application's, which this thread would keep alive.
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }
}
