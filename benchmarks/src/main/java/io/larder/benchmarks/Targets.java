package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.PageKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * Four servers that answer the same: from memory, through Redis, and beside each one without a
 * cache. Those with a cache are in this JVM, and alike the others but for filter and servlet; or
 * they are the packaged example.
 */
final class Targets implements AutoCloseable {

  /** How long an answer may take to become a hit. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String PATH = "/universities";
  private static final String QUERY = "?country=Germany";
  private static final String NAMESPACE = "larder-benchmark";
  private static final byte[] PLAIN_KEY = (NAMESPACE + "-plain").getBytes(UTF_8);
  private static final PageKeys KEYS = PageKeys.builder().params("country", "name").build();

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final URI fromMemory;
  private final URI throughRedis;
  private final URI bare;
  private final URI bareGet;

  private Targets(URI redisUri, byte[] body, @Nullable Path example) {
    String store = redisUri + "?namespace=" + NAMESPACE;
    Larder redis = Larder.open(store);
    closing.push(redis::close);
    closing.push(redis::clear);
    if (example == null) {
      Larder memory = Larder.open("memory:");
      closing.push(memory::close);
      fromMemory = opened(Server.cached(PATH, new OriginServlet(body), memory));
      throughRedis = opened(Server.cached(PATH, new OriginServlet(body), redis));
    } else {
      Server upstream = Server.bare("/search", new OriginServlet(body));
      closing.push(upstream::close);
      fromMemory = opened(Example.start(example, "memory:", upstream.uri()));
      throughRedis = opened(Example.start(example, store, upstream.uri()));
    }
    Page page = stored(redis, throughRedis);
    RedisClient plain = Clients.plain(redisUri);
    plain.set(PLAIN_KEY, body);
    closing.push(plain::close);
    closing.push(() -> plain.del(PLAIN_KEY));
    bare = opened(Server.bare(PATH, new BareServlet(page, page::body)));
    bareGet = opened(Server.bare(PATH, new BareServlet(page, () -> plain.get(PLAIN_KEY))));
  }

  /**
   * Starts them.
   *
   * @param example the jar of the example, or null for servers in this JVM
   * @throws IllegalStateException if they do not answer alike
   */
  static Targets start(URI redis, int bytes, @Nullable Path example) {
    Targets targets = new Targets(redis, Payload.json(bytes), example);
    try {
      targets.requireAlike(bytes);
      return targets;
    } catch (IllegalStateException e) {
      targets.close();
      throw e;
    }
  }

  private URI opened(Server server) {
    closing.push(server::close);
    return server.uri().resolve(PATH + QUERY);
  }

  private URI opened(Example example) {
    closing.push(example::close);
    return example.uri().resolve(PATH + QUERY);
  }

  URI fromMemory() {
    return fromMemory;
  }

  URI throughRedis() {
    return throughRedis;
  }

  /** The one beside {@link #fromMemory()}, which has the bytes at hand. */
  URI bare() {
    return bare;
  }

  /** The one beside {@link #throughRedis()}, which asks a plain client for the bytes. */
  URI bareGet() {
    return bareGet;
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }

  /**
   * Asks until the answer is a hit, and returns what is stored. The first hit may take a while: a
   * body that has reached its announced length is sent before it is stored.
   */
  private static Page stored(Larder larder, URI uri) {
    HttpResponse<byte[]> unused = hit(uri);
    if (KEYS.key(uri) instanceof KeyResult.Key key
        && larder.pages().find(key.text()) instanceof CacheEntry<Page> entry
        && entry.value() != null) {
      return entry.value();
    }
    throw new IllegalStateException(uri + " was a hit, and cannot be found in its store");
  }

  private static HttpResponse<byte[]> hit(URI uri) {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = ask(uri);
    while (!cacheStatus(answer).startsWith("larder; hit")) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "%s is no hit within %d s: %s"
                .formatted(uri, PATIENCE.toSeconds(), cacheStatus(answer)));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      answer = ask(uri);
    }
    return answer;
  }

  private static String cacheStatus(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("none");
  }

  /** What is not alike cannot be compared. */
  private void requireAlike(int bytes) {
    HttpResponse<byte[]> hit = hit(fromMemory());
    if (hit.body().length != bytes) {
      throw new IllegalStateException(
          fromMemory() + " is a hit of " + hit.body().length + " bytes, not of " + bytes);
    }
    Set<String> fields = hit.headers().map().keySet();
    for (URI uri : new URI[] {throughRedis(), bare(), bareGet()}) {
      HttpResponse<byte[]> other = ask(uri);
      if (!other.headers().map().keySet().equals(fields)
          || !Arrays.equals(other.body(), hit.body())) {
        throw new IllegalStateException(
            uri + " answers with " + other.headers() + " and the hit has " + hit.headers());
      }
    }
  }

  private static HttpResponse<byte[]> ask(URI uri) {
    try {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      return client.send(
          HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(uri + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + uri + " was asked", e);
    }
  }
}
