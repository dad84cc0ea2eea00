package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with a main class of this program: it is told a word a line, and answers each with
 * lines {@code name=value} and an empty one. It ends when nothing more is to be said.
 */
public final class Child implements AutoCloseable {

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.in = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  /** Starts one with these options of the JVM. */
  public static Child start(Class<?> main, List<String> options, String... args) {
    return start(List.of(), main, options, args);
  }

  /**
   * Starts one whose own work gives way to that of all others, as if it were done on another
   * machine.
   */
  static Child startNice(Class<?> main, List<String> options, String... args) {
    return start(List.of("nice", "-n", "19"), main, options, args);
  }

  /** Starts one by a command that its own follows. */
  public static Child start(
      List<String> prefix, Class<?> main, List<String> options, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Child(main.getSimpleName(), process);
    } catch (IOException e) {
      throw new IllegalStateException(main.getName() + " cannot be started", e);
    }
  }

  /**
   * Says a word and waits for the answer.
   *
   * @throws IllegalStateException if it has ended
   */
  public Map<String, String> say(String word) {
    in.println(word);
    Map<String, String> told = new TreeMap<>();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.isEmpty()) {
          return told;
        }
        int at = line.indexOf('=');
        told.put(line.substring(0, Math.max(0, at)), line.substring(at + 1));
      }
      process.waitFor(10, TimeUnit.SECONDS);
      throw new IllegalStateException(
          name + " has ended" + (process.isAlive() ? "" : " with " + process.exitValue()));
    } catch (IOException e) {
      throw new IllegalStateException(name + " says nothing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " did not end within 20 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
