package io.larder.servlet;

import java.util.Arrays;

/** The part of a rule's builder about what is one client's, and not to be another's. */
abstract sealed class CacheRuleGuards extends CacheRuleLimits permits CacheRuleBuilder {

  CacheRuleGuards() {}

  /**
   * Treats requests with a principal, {@code Authorization} or a session as all others: what this
   * path answers does not depend on who asks.
   */
  public CacheRuleBuilder allowAuthenticated() {
    return set(Vocabulary.ALLOW_AUTHENTICATED, true);
  }

  /**
   * Stores responses that set cookies, with them: they go to whoever gets a hit (RFC 9111, 7.3).
   */
  public CacheRuleBuilder storeCookies() {
    return set(Vocabulary.STORE_COOKIES, true);
  }

  /**
   * Stores responses that have the nonce of a Content Security Policy, or a token against forged
   * requests, in a known field or in their HTML: what is in them goes to whoever gets a hit.
   */
  public CacheRuleBuilder storeTokens() {
    return set(Vocabulary.STORE_TOKENS, true);
  }

  /**
   * Says that the handler may read these although the key does not hold them, and that its answer
   * is for everybody all the same: {@code session}, {@code session-id}, {@code principal}, {@code
   * authorization}, {@code cookies}, {@code remote-address}, {@code host} (where {@link
   * CacheRuleBuilder#anyHost} leaves it out of the key), {@code query}, {@code headers}, {@code
   * params}, {@code attributes}, or one of them as in {@code header:x-tenant}, {@code param:page}
   * and {@code attribute:user}. {@code Cache-Status} names a read that kept a response from being
   * stored by the same word: {@code detail=read:session}.
   *
   * @throws IllegalArgumentException if one is none of these
   */
  public CacheRuleBuilder allowReads(String... reads) {
    return set(Vocabulary.ALLOW_READS, ReadKinds.allowed(Arrays.asList(reads.clone())));
  }

  /**
   * Hides from the handler what the key does not hold, while its answer may be stored: {@code
   * cookies}, {@code params} (those parameters of the query that the key leaves out, such as {@code
   * utm_*}), {@code headers} (all but those that clients send on every request or by which they say
   * what they prefer), or one as in {@code header:x-forwarded-for}. Requests that are not looked up
   * reach it as they are.
   *
   * @throws IllegalArgumentException if one is none of these
   */
  public CacheRuleBuilder hide(String... hidden) {
    return set(Vocabulary.HIDE, ReadKinds.hidden(Arrays.asList(hidden.clone())));
  }

  /**
   * Has a response vary on the request header fields that its handler has read and the key does not
   * hold, and say so in {@code Vary}, where it would not be stored otherwise. Not on cookies and
   * {@code Authorization}.
   */
  public CacheRuleBuilder autoVary() {
    return set(Vocabulary.AUTO_VARY, true);
  }

  /**
   * Makes it a {@link LeakException} if an answer is kept out of the store because of what its
   * handler has read. For tests; {@link CacheFilterBuilder#strict} sets it for all rules.
   */
  public CacheRuleBuilder strict() {
    return set(Vocabulary.STRICT, true);
  }
}
