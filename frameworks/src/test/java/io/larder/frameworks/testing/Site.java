package io.larder.frameworks.testing;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A web application at the root of a container.
 *
 * @param port where it listens, on 127.0.0.1
 * @param stop what ends it
 */
public record Site(int port, Stop stop) implements AutoCloseable {

  /** Registers the filters and servlets of an application. */
  public interface App {
    void deploy(ServletContext context) throws ServletException;
  }

  interface Stop {
    void run() throws Exception;
  }

  /** The containers that a framework is tried on. */
  public enum Kind {
    JETTY,
    TOMCAT,
    UNDERTOW;

    /**
     * Starts an application on a free port.
     *
     * @param files the directory with its static files and JSPs
     */
    public Site start(Path files, App app) throws Exception {
      return switch (this) {
        case JETTY -> JettySite.start(files, app);
        case TOMCAT -> TomcatSite.start(files, app);
        case UNDERTOW -> UndertowSite.start(files, app);
      };
    }
  }

  /** An address within it. */
  public URI at(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  /** Stops it; a failure to do so is one of the test. */
  @Override
  public void close() {
    try {
      stop.run();
    } catch (Exception e) {
      throw new IllegalStateException("The container did not stop", e);
    }
  }
}
