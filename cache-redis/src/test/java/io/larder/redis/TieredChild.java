package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process with copies in memory, which can be stopped as a whole. */
final class TieredChild implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  private TieredChild(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.questions = new PrintWriter(process.outputWriter(UTF_8), true);
  }

  /** Starts one over a Redis. */
  static TieredChild start(String uri) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TieredChild.class.getName(),
            uri);
    return new TieredChild(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Has it do something, and waits for what it says. */
  String ask(String question) {
    send(question);
    return answer();
  }

  /** Has it do something, as soon as it can. */
  void send(String question) {
    questions.println(question);
  }

  /** What it says next. */
  String answer() {
    try {
      return String.valueOf(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops all of its threads (SIGSTOP). */
  void stop() throws Exception {
    signal("STOP");
  }

  /** Lets them go on. */
  void resume() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("the child could not be told " + name);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /**
   * Answers each {@code look <key>} with who has answered that ({@code copy} or {@code store}) and
   * what was found, until its input ends.
   *
   * @param args the URI of the Redis
   */
  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var out = new PrintWriter(new OutputStreamWriter(System.out, UTF_8), true);
    try (TieredLab lab = TieredLab.of(1, args[0])) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long before = lab.stats(0).hits();
        String found = Lab.look(lab.node(0), line.substring("look ".length()));
        out.println((lab.stats(0).hits() > before ? "copy " : "store ") + found);
      }
    }
  }
}
