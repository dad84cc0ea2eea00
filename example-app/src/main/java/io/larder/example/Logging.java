package io.larder.example;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/** What is logged: little, one line each, on standard error. */
final class Logging {
  private Logging() {}

  /** Configures it for the whole JVM, unless its user does so with the JVM's own properties. */
  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    try (InputStream in = Logging.class.getResourceAsStream("logging.properties")) {
      if (in == null) {
        throw new IllegalStateException("logging.properties is missing from the jar");
      }
      LogManager.getLogManager().readConfiguration(in);
    } catch (IOException e) {
      throw new IllegalStateException("logging.properties cannot be read", e);
    }
  }
}
