package io.larder.testkit;

import io.larder.cache.Larder;

/**
 * What one test was given. Not closeable, since JUnit would close it before it is cleared.
 *
 * @param recording listens to the Larder
 * @param clock the ticker of the Larder if the test asked for one that is moved by hand, else
 *     unused
 * @param faults those of its store if the test asked for some, else unused
 */
record TestLarder(Larder larder, RecordingListener recording, ManualClock clock, Faults faults) {

  Object get(Class<?> type) {
    if (type == RecordingListener.class) {
      return recording;
    }
    return type == ManualClock.class ? clock : type == Faults.class ? faults : larder;
  }

  void end() {
    faults.mend(); // a clear that hangs would keep the test from ending
    try {
      larder.clear();
    } catch (IllegalStateException e) {
      // The test has closed it, which is its right.
    } finally {
      larder.close();
    }
  }
}
