package io.larder.cache;

/**
 * Whether a store can be reached right now.
 *
 * @param reachable whether it answered
 * @param detail one short phrase without secrets, such as {@code "redis 7.0.15 at localhost:6379"}
 */
public record Health(boolean reachable, String detail) {}
