package io.larder.servlet;

import io.larder.cache.Claim;
import org.jspecify.annotations.Nullable;

/**
 * The generation of one URI as one request has found it: there, about to begin, or none, because
 * nothing new may be stored. One that is about to begin is named after the claim by which it will,
 * so that all who take that claim at the same time agree on it; an eviction ends the claim, and no
 * other one has its id. Thread-safe.
 *
 * @param all where it comes from
 * @param uri the key of the URI
 * @param text what each key under it contains
 * @param claim by which it begins; null if it is there already, or is none
 * @param open whether something new may be stored under it
 */
record Generation(Generations all, String uri, String text, @Nullable Claim claim, boolean open) {

  /** What no generation is called: nothing lies under it. */
  private static final String NONE = "none";

  /** One that is there. */
  static Generation there(Generations all, String uri, Variants mark) {
    return new Generation(all, uri, mark.generation(), null, true);
  }

  /** One that begins by a claim, once something is stored under it. */
  static Generation by(Generations all, Claim claim) {
    String text = Long.toUnsignedString(claim.id(), Character.MAX_RADIX);
    return new Generation(all, claim.key(), "c" + text, claim, true);
  }

  /** None: nothing is stored for the URI, and nothing may be. */
  static Generation none(Generations all, String uri) {
    return new Generation(all, uri, NONE, null, false);
  }

  /** The key of what is identified by a digest of its content. */
  String keyOf(String digest) {
    return uri + "#body=" + digest + "!" + text;
  }

  /**
   * Something was just stored under it.
   *
   * @return false if the URI was evicted since the request was looked up: it must go again
   */
  boolean begins() {
    return claim == null || all.begin(claim, text);
  }

  /** Somebody is at work who may store something. */
  void enter() {
    if (claim != null) {
      all.enter(claim);
    }
  }

  /** The same one is done. */
  void leave() {
    if (claim != null) {
      all.leave(claim);
    }
  }
}
