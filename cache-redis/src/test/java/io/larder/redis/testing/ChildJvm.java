package io.larder.redis.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Another JVM that uses the fixture, to be asked, ended or killed. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one that does what {@link #main} says of the argument. */
  static ChildJvm start(String what, Map<String, String> environment, Path temp)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.add("-D" + FreePorts.LOCKS + "=" + FreePorts.locks());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildJvm.class.getName(), what));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    builder.environment().remove(SharedServerSources.VARIABLE);
    builder.environment().remove(SharedServerSources.SOURCE);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start());
  }

  /** The next line that it printed. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the child ended");
    }
    return line;
  }

  /** Lets it come to its normal end. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("the child does not end");
    }
  }

  /** Kills it with no chance to clean up. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * Starts what its argument says, prints its process ids (or the shared server's port), then waits
   * for the end of its input.
   *
   * @param args {@code shared}, {@code watched}, {@code unwatched}, {@code cluster}, {@code
   *     sentinel} or {@code port}
   */
  public static void main(String[] args) throws Exception {
    var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    if (args[0].equals("shared")) {
      RedisFixture.shared();
      RedisFixture.shared();
      out.println(RedisFixture.shared().port());
    } else if (args[0].equals("port")) {
      out.println(FreePorts.find(false));
    } else {
      out.println(started(args[0], RedisBinary.embedded().open()));
    }
    new InputStreamReader(System.in, StandardCharsets.UTF_8).read();
  }

  private static String started(String what, RedisBinary binary) throws Unavailable {
    switch (what) {
      case "cluster":
        return pids(PrivateCluster.start(binary, ClusterOptions.defaults(), true).nodes());
      case "sentinel":
        PrivateSentinel all = PrivateSentinel.start(binary, SentinelOptions.defaults(), true);
        return pids(all.servers()) + " " + pids(all.sentinels());
      default:
        boolean watchdog = what.equals("watched");
        return "" + PrivateRedis.start(binary, RedisServerOptions.defaults(), watchdog).pid();
    }
  }

  private static String pids(List<RedisNode> nodes) {
    return nodes.stream().map(it -> "" + it.pid()).collect(Collectors.joining(" "));
  }
}
