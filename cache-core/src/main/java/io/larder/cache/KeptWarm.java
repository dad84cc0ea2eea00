package io.larder.cache;

/** A key that is kept warm, see {@link Cache#keepWarm}. Thread-safe. */
public interface KeptWarm extends AutoCloseable {

  /** Returns whether it still is: nobody has closed it, and somebody has asked lately. */
  boolean isKept();

  /** Ends it; what is there stays. */
  @Override
  void close();
}
