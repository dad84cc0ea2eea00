package io.larder.example;

import io.larder.cache.Durations;
import io.larder.cache.Larder;
import io.larder.example.server.PromptServer;
import io.larder.servlet.CacheFilter;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** The embedded server: servlets behind the cache's filter. Thread-safe. */
final class ExampleServer implements AutoCloseable {
  private static final int THREADS = 200;

  private final PromptServer server;
  private final Larder larder;
  private final Upstream upstream;

  private ExampleServer(PromptServer server, Larder larder, Upstream upstream) {
    this.server = server;
    this.larder = larder;
    this.upstream = upstream;
  }

  /**
   * Starts one.
   *
   * @throws Failure if a setting is wrong or its address cannot be had
   */
  static ExampleServer start(ServerSettings settings) {
    return start(settings, UniversitiesApi.DEFAULT_DEADLINE);
  }

  /** Starts one whose upstream may take that long. */
  static ExampleServer start(ServerSettings settings, Duration deadline) {
    Upstream upstream = Upstream.open(settings.upstream(), deadline);
    Larder larder;
    try {
      larder = settings.store().open();
    } catch (Failure e) {
      upstream.close();
      throw e;
    }
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    PromptServer server =
        new PromptServer("http", THREADS, settings.address(), new HttpConnectionFactory(http));
    ExampleServer example = new ExampleServer(server, larder, upstream);
    try {
      CacheFilter filter = ExampleServlets.filter(larder, settings.ttl());
      if (settings.ttl() != null) {
        larder.configure(UniversityCatalog.CACHE, "ttl=" + Durations.format(settings.ttl()));
      }
      server.start(ExampleServlets.over(filter, larder, upstream.api(), settings.cacheMethods()));
      return example;
    } catch (Exception e) {
      example.close();
      throw e instanceof IOException ? ListenAddress.taken(settings.address(), e) : notStarted(e);
    }
  }

  private static Failure notStarted(Exception e) {
    return Failure.failed("the server does not start: " + e.getMessage(), e);
  }

  /** Where it listens. */
  String url() {
    return server.url();
  }

  /** What its answers are kept in. */
  Larder larder() {
    return larder;
  }

  /** Requests that are under way, be it that their clients have their answers already. */
  long requests() {
    return server.requests();
  }

  /** Asks the store for something, so that one which cannot be reached is spoken of right now. */
  void lookAtTheStore() {
    var unused = larder.pages().find(url() + "/");
  }

  /** Waits until it has stopped. */
  void join() throws InterruptedException {
    server.join();
  }

  /** Answers the requests that are under way, for 1.1 seconds at most, and ends. */
  @Override
  public void close() {
    server.close();
    larder.close();
    upstream.close();
  }
}
