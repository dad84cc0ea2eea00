package io.larder.example.gateway;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is started with.
 *
 * @param address where to listen; port 0 is any free one
 * @param origin whom to ask: scheme, host and port, with the path {@code /}
 * @param timeout of connecting to it, and of its silence
 * @param authorities whose certificates an origin by TLS may have, or null for those of the JVM
 * @param ttl of responses that do not speak of freshness, or null
 */
public record GatewaySettings(
    InetSocketAddress address,
    URI origin,
    Duration timeout,
    @Nullable KeyStore authorities,
    @Nullable Duration ttl) {}
