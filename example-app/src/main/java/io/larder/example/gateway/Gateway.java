package io.larder.example.gateway;

import io.larder.cache.Larder;
import io.larder.example.server.PromptServer;
import io.larder.example.server.ServletContexts;
import io.larder.servlet.CacheFilter;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/** A caching reverse proxy: a server whose one servlet asks an origin. Thread-safe. */
public final class Gateway implements AutoCloseable {
  /** Of which nobody waits for an origin, nor for another request's answer. */
  private static final int THREADS = 200;

  private final PromptServer server;
  private final OriginClient client;
  private final CacheFilter cache;

  private Gateway(PromptServer server, OriginClient client, CacheFilter cache) {
    this.server = server;
    this.client = client;
    this.cache = cache;
  }

  /**
   * Starts one; the origin is not asked anything yet.
   *
   * @param larder that keeps responses; it stays the caller's to close
   * @throws Exception if its address cannot be had ({@link java.io.IOException}), or it does not
   *     start
   */
  public static Gateway start(GatewaySettings settings, Larder larder) throws Exception {
    return start(settings, larder, THREADS);
  }

  /** Starts one with that many threads at most. */
  static Gateway start(GatewaySettings settings, Larder larder, int most) throws Exception {
    PromptServer server =
        new PromptServer("gateway", most, settings.address(), GatewayProtocols.all());
    OriginClient client = new OriginClient(settings, server.threads());
    server.with(client.http());
    CacheFilter cache = GatewayFilter.over(larder, settings.ttl());
    Gateway gateway = new Gateway(server, client, cache);
    server.start(new ChunkedAnswers(new AsteriskTarget(gateway.context())));
    return gateway;
  }

  private ServletContextHandler context() {
    ServletContextHandler context = ServletContexts.create();
    // %2F and the like are the origin's business, and rules have to see a path all the same.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    ServletContexts.filter(context, "whole", new WholeTarget());
    ServletContexts.filter(context, "exact", new ExactFields());
    ServletContexts.filter(context, "larder", cache);
    ServletContexts.servlet(context, "/*", new GatewayServlet(client));
    return context;
  }

  /** Where it listens, with a slash at the end. */
  public String url() {
    return server.url() + "/";
  }

  /** How many exchanges with the origin are under way. */
  int active() {
    return client.active();
  }

  /** Requests that are under way, be it that their clients have their answers already. */
  long requests() {
    return server.requests();
  }

  CacheFilter cache() {
    return cache;
  }

  /** Waits until it has stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Answers the requests that are under way, for 1.1 seconds at most, and ends. */
  @Override
  public void close() {
    server.close();
  }
}
