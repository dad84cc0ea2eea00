package io.larder.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, as tests of its pages need them. */
final class Repository {

  static final Path ROOT = root();

  private Repository() {}

  static String read(String path) {
    return read(ROOT.resolve(path));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /** The files under a folder that end so, but for what a build made. */
  static List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(folder + " cannot be listed", e);
    }
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("docs/configuration.md"))) {
      at = at.getParent();
      if (at == null) {
        throw new IllegalStateException("the tests of the pages run within the repository");
      }
    }
    return at;
  }
}
