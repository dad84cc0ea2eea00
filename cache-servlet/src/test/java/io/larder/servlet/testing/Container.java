package io.larder.servlet.testing;

import java.net.URI;

/** A servlet container that runs one application on a free port of 127.0.0.1. */
public interface Container extends AutoCloseable {

  /** The kinds of container that the tests run on. */
  enum Kind {
    JETTY,
    TOMCAT,
    UNDERTOW;

    public Container start(App app) throws Exception {
      return switch (this) {
        case JETTY -> new JettyContainer(app);
        case TOMCAT -> new TomcatContainer(app);
        case UNDERTOW -> new UndertowContainer(app);
      };
    }

    /** The version that is on the class path, as the container itself says it. */
    public String version() {
      return switch (this) {
        case JETTY -> JettyContainer.version();
        case TOMCAT -> TomcatContainer.version();
        case UNDERTOW -> UndertowContainer.version();
      };
    }
  }

  Kind kind();

  /** The port that it listens on. */
  int port();

  /** The root of the application, with a slash at the end. */
  default URI base() {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  /** Stops it; a failure to do so is one of the test. */
  @Override
  void close();

  /** Something that a container stops with. */
  interface Stopping {
    void run() throws Exception;
  }

  /** Runs it, whatever it declares to throw. */
  static void stop(Stopping stopping) {
    try {
      stopping.run();
    } catch (Exception e) {
      throw new IllegalStateException("The container did not stop", e);
    }
  }
}
