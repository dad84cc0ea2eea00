package io.larder.chaos;

/** Where an answer has come from, as the application tells. */
enum Source {
  /** From the store, which so was in touch with the application. */
  STORE,
  /** From a copy of what the store had said, or maybe from the store. */
  COPY,
  /** From the origin. */
  ORIGIN,
  /** From the origin, since the store could not be asked, or did not take the answer. */
  UNAVAILABLE;

  /** Returns the source of a page that tells none itself, by its {@code Cache-Status}. */
  static Source ofPage(String cacheStatus) {
    if (cacheStatus.contains("; hit")) {
      return COPY;
    }
    return cacheStatus.contains("store-unavailable") ? UNAVAILABLE : ORIGIN;
  }
}
