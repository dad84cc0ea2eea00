package io.larder.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * A small program of its own for a container's health check: asks {@code /healthz} on this machine
 * and ends with 0 if the answer is 200, else with 1. It uses nothing but the JDK, so that it is
 * quick.
 */
final class HealthCheck {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 3_000;

  private HealthCheck() {}

  public static void main(String[] args) {
    System.exit(run(System.getenv()));
  }

  static int run(Map<String, String> environment) {
    String port = environment.getOrDefault("LARDER_PORT", "");
    String url = "http://127.0.0.1:" + (port.isEmpty() ? "5000" : port) + "/healthz";
    try {
      int status = status(url);
      if (status != 200) {
        System.err.println(url + " answers " + status);
      }
      return status == 200 ? 0 : 1;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      System.err.println(url + " does not answer: " + e.getMessage());
      return 1;
    }
  }

  private static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(ANSWER_MILLIS);
    connection.setInstanceFollowRedirects(false);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
