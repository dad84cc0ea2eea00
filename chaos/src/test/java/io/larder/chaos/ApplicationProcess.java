package io.larder.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link Application} in a JVM of its own, which can be suspended. Ends with this JVM. */
final class ApplicationProcess implements AutoCloseable {

  private static final List<String> OPTIONS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;
  private final Thread hook;
  private final int port;

  private ApplicationProcess(Process process, Thread hook, int port) {
    this.process = process;
    this.hook = hook;
    this.port = port;
  }

  /** Starts one over each of these stores, side by side, and returns when all of them serve. */
  static List<ApplicationProcess> start(List<String> stores, Path folder, boolean flawed) {
    List<Process> processes = new ArrayList<>();
    List<ApplicationProcess> started = new ArrayList<>();
    String classes = System.getProperty("java.class.path");
    if (flawed) {
      classes = Scripts.in(folder) + File.pathSeparator + classes;
    }
    for (String store : stores) {
      processes.add(launch(processes.size(), folder, store, flawed, classes));
    }
    for (Process each : processes) {
      Thread hook = new Thread(each::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(hook);
      started.add(new ApplicationProcess(each, hook, port(each, folder)));
    }
    return started;
  }

  private static Process launch(
      int node, Path folder, String store, boolean flawed, String classes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", classes));
    command.add(Application.class.getName());
    command.addAll(List.of(board(folder).toString(), "" + node, store));
    command.add("" + (flawed && !store.equals(Application.NO_STORE)));
    try {
      return new ProcessBuilder(command)
          .redirectError(folder.resolve("application-" + node + ".log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of the board that the processes of this folder share. */
  static Path board(Path folder) {
    return folder.resolve("board");
  }

  private static int port(Process process, Path folder) {
    try {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      return Integer.parseInt(String.valueOf(out.readLine()));
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("An application does not start: see " + folder, e);
    }
  }

  /** The address of what it serves. */
  URI uri(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  /** Suspends it (SIGSTOP). */
  void pause() {
    signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("There is no process " + process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("An application does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
