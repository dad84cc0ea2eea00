package io.larder.redis;

/**
 * What the logical clock was, and who said so.
 *
 * @param server the identity of the server, as its {@link Introduction} has it
 * @param clock what the clock was
 */
record Pulse(String server, long clock) {}
