package io.larder.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A small server of the Hipolabs universities API inside the example, on a loopback port of its
 * own, so that a first run needs no network; it is as slow as asked.
 *
 * <p>It answers any number of requests at once, each after the full delay. Thread-safe.
 */
final class BundledUpstream implements AutoCloseable {
  static final Duration DEFAULT_DELAY = Duration.ofMillis(600);
  private static final String DATA = "universities.json";

  private final List<University> universities = load();
  private final Duration delay;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "bundled-upstream");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;

  private BundledUpstream(Duration delay, HttpServer server) {
    this.delay = delay;
    this.server = server;
  }

  /**
   * Starts one on a free port.
   *
   * @param delay before each answer
   * @throws IOException if no port can be had
   */
  static BundledUpstream start(Duration delay) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    BundledUpstream upstream = new BundledUpstream(delay, server);
    server.createContext("/", upstream::handle);
    server.setExecutor(upstream.threads);
    server.start();
    return upstream;
  }

  /** Where it listens. */
  URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Stops at once; answers that are still waiting are not given. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/search")) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        Thread.sleep(delay.toMillis());
        answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    // A URI's escapes are well formed, so decoding them cannot fail.
    Map<String, String> query = parsed(exchange.getRequestURI().getRawQuery());
    byte[] body = UniversityJson.write(search(query.get("country"), query.get("name")));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private List<University> search(@Nullable String country, @Nullable String name) {
    String part = name == null ? "" : name.toLowerCase(Locale.ROOT);
    return universities.stream()
        .filter(it -> country == null || it.country().equalsIgnoreCase(country))
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(part))
        .toList();
  }

  private static Map<String, String> parsed(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static List<University> load() {
    try (InputStream in = BundledUpstream.class.getResourceAsStream(DATA)) {
      if (in == null) {
        throw new IllegalStateException(DATA + " is missing from the jar");
      }
      return UniversityJson.read(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(DATA + " cannot be read", e);
    }
  }
}
