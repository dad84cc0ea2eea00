package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program as a process of its own. */
final class JarProcess implements AutoCloseable {
  /** The jar. */
  static final Path JAR = Path.of("target", "larder-example.jar").toAbsolutePath();

  private static final Pattern LISTENING = Pattern.compile("istening on (http://[^ /]+)");

  private final Process process;
  private final Path err;
  private final BufferedReader out;

  private JarProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
    this.out = process.inputReader(UTF_8);
  }

  /** Starts the jar's main class. */
  static JarProcess start(Map<String, String> environment, String... args) throws IOException {
    return start(environment, List.of("-jar", JAR.toString()), args);
  }

  /** Starts another class of the jar. */
  static JarProcess startClass(Map<String, String> environment, Class<?> main) throws IOException {
    return start(environment, List.of("-cp", JAR.toString(), main.getName()));
  }

  private static JarProcess start(
      Map<String, String> environment, List<String> what, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(what);
    command.addAll(List.of(args));
    Path err = Files.createTempFile("larder-example", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(CACHE|LARDER)_.*|UNIVERSITIES_API_URL|JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    return new JarProcess(builder.start(), err);
  }

  /** Waits for the next line on standard output; empty at its end. */
  String line() throws IOException {
    String line = out.readLine();
    return line == null ? "" : line;
  }

  /** Waits until it says where it listens. */
  String url() throws IOException {
    String line = line();
    Matcher where = LISTENING.matcher(line);
    if (!where.find()) {
      throw new IOException("it does not listen: " + line + err());
    }
    return where.group(1);
  }

  /** The rest of standard output, once it has ended. */
  String out() throws IOException {
    StringBuilder rest = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      rest.append(line).append('\n');
    }
    return rest.toString();
  }

  /** Standard error so far. */
  String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end. */
  int exitCode(Duration patience) throws InterruptedException, IOException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("it has not ended within " + patience);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.delete(err);
  }
}
