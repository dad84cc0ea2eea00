package io.larder.servlet;

import io.larder.cache.Sizes;

/** The part of a rule's builder that bounds what a client can make the cache hold and read. */
abstract sealed class CacheRuleLimits permits CacheRuleGuards {

  CacheRuleLimits() {}

  /** Sets an attribute that is not set yet. */
  abstract <T> CacheRuleBuilder set(Attribute<T> attribute, T value);

  /**
   * Sets the size of a body in bytes above which it is not stored; 1 MiB unless set.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public CacheRuleBuilder maxBody(long bytes) {
    return set(Vocabulary.MAX_BODY, Sizes.parse("maxBody", Long.toString(bytes)));
  }

  /**
   * Sets the bytes of a response's field lines above which it is not stored; 16 KiB unless set.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public CacheRuleBuilder maxHead(long bytes) {
    return set(Vocabulary.MAX_HEAD, Sizes.parse("maxHead", Long.toString(bytes)));
  }

  /**
   * Sets how many responses that vary on the request are kept under one key; 64 unless set.
   *
   * @throws IllegalArgumentException if it is not from 1 to 1,024
   */
  public CacheRuleBuilder maxVariants(int variants) {
    return set(Vocabulary.MAX_VARIANTS, Caps.checked("maxVariants", variants, Caps.MOST_VARIANTS));
  }

  /**
   * Sets under how many keys that were not there in the minute before pages are stored within a
   * minute, by this process; 10,000 unless set. Beyond, requests for such keys go to the handler
   * and are not stored, so that made-up query strings do not fill the store.
   *
   * @throws IllegalArgumentException if it is not from 1 to 4,000,000
   */
  public CacheRuleBuilder maxNewKeys(int keys) {
    return set(Vocabulary.MAX_NEW_KEYS, Caps.checked("maxNewKeys", keys, Caps.MOST_NEW_KEYS));
  }

  /**
   * Sets how many bytes the pages of this rule may take in the store, of those that this process
   * stores; without a limit of its own unless set. Beyond, nothing more of it is stored until some
   * of them end, so that other rules keep their room.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public CacheRuleBuilder share(long bytes) {
    return set(Vocabulary.SHARE, Sizes.parse("share", Long.toString(bytes)));
  }

  /**
   * Sets the size of a request's content in bytes up to which it is read before the handler runs,
   * so that the key can hold it; 64 KiB unless set. A larger one is handed to the handler, and not
   * looked up. See {@link CacheRuleBuilder#methods}.
   *
   * @throws IllegalArgumentException if it is not positive or above 64 MiB
   */
  public CacheRuleBuilder maxRequestBody(long bytes) {
    return set(
        Vocabulary.MAX_REQUEST_BODY,
        Vocabulary.requestBody(Sizes.parse("maxRequestBody", Long.toString(bytes))));
  }
}
