package io.larder.redis;

/** Keeps the exported package from being empty; the first real type replaces it. */
public final class Placeholder {
  private Placeholder() {}
}
