package io.larder.example.gateway;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.servlet.Waiters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A gateway in front of an origin, over a store in memory unless another one is given. */
final class Fixture implements AutoCloseable {
  private final Larder larder;
  private final Gateway gateway;

  Fixture(URI origin) throws Exception {
    this(origin, Duration.ofSeconds(30));
  }

  Fixture(URI origin, Duration timeout) throws Exception {
    larder = Larder.open("memory:");
    gateway = Gateway.start(settings(origin, timeout), larder);
  }

  /** With that many threads. */
  Fixture(URI origin, int threads) throws Exception {
    larder = Larder.open("memory:");
    gateway = Gateway.start(settings(origin, Duration.ofSeconds(30)), larder, threads);
  }

  /** Before an origin whose certificate is trusted if it is one of these. */
  Fixture(URI origin, @Nullable KeyStore authorities) throws Exception {
    larder = Larder.open("memory:");
    gateway = Gateway.start(settings(origin, Duration.ofSeconds(30), authorities), larder);
  }

  /** Over another store, which is closed with it. */
  Fixture(URI origin, Larder larder) throws Exception {
    this.larder = larder;
    gateway = Gateway.start(settings(origin, Duration.ofSeconds(30)), larder);
  }

  private static GatewaySettings settings(URI origin, Duration timeout) {
    return settings(origin, timeout, null);
  }

  private static GatewaySettings settings(
      URI origin, Duration timeout, @Nullable KeyStore authorities) {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new GatewaySettings(anywhere, origin, timeout, authorities, null);
  }

  int port() {
    return URI.create(gateway.url()).getPort();
  }

  /** Its address, without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + port();
  }

  Wire connect() throws IOException {
    return Wire.to(port());
  }

  /** Exchanges with the origin that are under way. */
  int active() {
    return gateway.active();
  }

  /** Requests that are under way. */
  long requests() {
    return gateway.requests();
  }

  /** Requests that wait for others' answers. */
  int waiting() {
    return Waiters.of(gateway.cache());
  }

  /** Waits until so many requests wait for others' answers. */
  void awaitWaiting(int count) {
    await()
        .atMost(ofSeconds(30))
        .pollDelay(ZERO)
        .pollInterval(ofMillis(2))
        .until(() -> waiting() == count);
  }

  /** What is stored for a path that clients ask for with {@code Host: a}. */
  Lookup<Page> find(String path) {
    return gateway.cache().find(URI.create("http://a" + path));
  }

  /** Waits until no request is under way any more, so that what is to be stored is stored. */
  void settle() {
    await().pollDelay(ZERO).pollInterval(ofMillis(2)).until(() -> gateway.requests() == 0);
  }

  @Override
  public void close() {
    gateway.close();
    larder.close();
  }
}
