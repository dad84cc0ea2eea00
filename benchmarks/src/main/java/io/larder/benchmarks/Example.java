package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged example in a JVM of its own. */
final class Example implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on (http://[0-9.:]+)");

  private final Process process;
  private final URI uri;

  private Example(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts one that asks this upstream, and waits until it listens. */
  static Example start(Path jar, String store, URI upstream) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms512m",
            "-Xmx512m",
            "-jar",
            jar.toString(),
            "--port",
            "0",
            "--store",
            store,
            "--ttl",
            "50m",
            "--upstream",
            upstream.toString());
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String line = out.readLine();
      Matcher matcher = LISTENING.matcher(line == null ? "" : line);
      if (!matcher.find()) {
        process.destroy();
        throw new IllegalStateException(jar + " does not start: it says " + line);
      }
      return new Example(process, URI.create(matcher.group(1)));
    } catch (IOException e) {
      throw new IllegalStateException(jar + " cannot be started", e);
    }
  }

  /** Returns where it listens. */
  URI uri() {
    return uri;
  }

  /** Ends it, and waits until it has ended: what is measured next has the machine for itself. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(uri + " did not end within 10 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
