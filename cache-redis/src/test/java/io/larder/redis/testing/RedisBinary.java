package io.larder.redis.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code redis-server} that this machine can run.
 *
 * @param file the executable
 * @param origin its version and where it comes from, for people
 */
record RedisBinary(Path file, String origin) {
  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)(\\.\\d+)?");
  private static final String NAME = "redis-server";

  /** Those of this machine in the order in which they are tried, or the oldest supported one. */
  static List<ServerSource<RedisBinary>> ofThisMachine(boolean oldest) {
    return oldest ? List.of(embedded()) : List.of(onThePath(System.getenv()), embedded());
  }

  /** The one of the PATH, unless it is older than 6.2, which lacks commands that Larder needs. */
  static ServerSource<RedisBinary> onThePath(Map<String, String> environment) {
    return source(
        NAME + " on the PATH",
        () -> {
          for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder, NAME);
            if (!folder.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
              return tried(file, "on the PATH: " + file);
            }
          }
          throw new Unavailable("none there");
        });
  }

  /** The one in embedded-redis, unpacked once per user and kept. */
  static ServerSource<RedisBinary> embedded() {
    return source(
        "the binary in embedded-redis",
        () -> {
          try {
            return tried(EmbeddedBinary.unpack(), "from embedded-redis");
          } catch (IOException | LinkageError | RuntimeException e) {
            throw new Unavailable(e.toString(), e);
          }
        });
  }

  private interface Finder {
    RedisBinary find() throws Unavailable;
  }

  private static ServerSource<RedisBinary> source(String name, Finder finder) {
    return new ServerSource<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public RedisBinary open() throws Unavailable {
        return finder.find();
      }
    };
  }

  private static RedisBinary tried(Path file, String origin) throws Unavailable {
    String said;
    try {
      Process process =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Unavailable(file + " --version does not end");
      }
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Unavailable(file + " does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new Unavailable(file + " does not run: " + said.strip());
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < 6 || (major == 6 && minor < 2)) {
      throw new Unavailable(file + " is older than 6.2: " + version.group());
    }
    return new RedisBinary(file, "Redis " + version.group().substring(2) + " " + origin);
  }
}
