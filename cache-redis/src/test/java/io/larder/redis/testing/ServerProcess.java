package io.larder.redis.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A redis-server that does not outlive this JVM, even if that is killed.
 *
 * <p>Where there is a shell, a watchdog beside the server reads a pipe whose other end only this
 * JVM holds: however the JVM ends, the pipe ends with it. {@link OrphanSweep} is for machines
 * without a shell and for a watchdog that was killed as well.
 */
final class ServerProcess {
  // exec keeps the id, so the server itself is this JVM's child. A line means "stopped on purpose".
  private static final String WATCHED =
      """
      exec 3<&0
      { read -r line <&3 || kill -9 $$; } >/dev/null 2>&1 &
      exec 3<&-
      exec "$@" </dev/null
      """;
  private static final File SHELL = new File("/bin/sh");

  private final Process process;
  private final boolean watched;

  private ServerProcess(Process process, boolean watched) {
    this.process = process;
    this.watched = watched;
  }

  /** Starts one, without waiting until it answers. */
  static ServerProcess start(List<String> plain, Path log, boolean watchdog) throws IOException {
    boolean watched = watchdog && SHELL.canExecute();
    List<String> command = new ArrayList<>();
    if (watched) {
      command.addAll(List.of(SHELL.getPath(), "-c", WATCHED, "sh"));
    }
    command.addAll(plain);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServerProcess(process, watched);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits that long at most; true if the server ended. */
  boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Redis", e);
    }
  }

  /** Ends the server and returns when it is gone; one that is suspended or hangs is killed. */
  void stop() {
    dismissWatchdog();
    process.destroy();
    if (!endsWithin(1_000)) {
      kill();
    }
  }

  /** Kills the server, which has no chance to clean up, and returns when it is gone. */
  void kill() {
    dismissWatchdog();
    process.destroyForcibly();
    if (!endsWithin(5_000)) {
      throw new IllegalStateException("redis-server " + process.pid() + " cannot be ended");
    }
  }

  // Later it would kill whatever has the server's id by then.
  private void dismissWatchdog() {
    if (watched && process.isAlive()) {
      try {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
      } catch (IOException ignored) {
        // The watchdog is gone, so there is nobody to tell.
      }
    }
  }

  /** Sends a signal by its name, such as STOP or CONT. */
  void signal(String name) {
    try {
      // The shell's own kill: a machine need not have the program.
      Process kill =
          new ProcessBuilder(
                  SHELL.getPath(), "-c", "kill -" + name + " \"$1\"", "sh", "" + process.pid())
              .redirectErrorStream(true)
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("SIG" + name + " to redis-server was refused");
      }
    } catch (IOException e) {
      throw new IllegalStateException("Signals need /bin/sh", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while signalling Redis", e);
    }
  }
}
