package io.larder.redis.testing;

import java.net.URI;

/**
 * The server that {@link RedisFixture#shared()} hands out.
 *
 * @param uri where it listens, with credentials if it needs any
 * @param origin what it is, for people: it never holds a password
 */
record SharedServer(URI uri, String origin) {}
