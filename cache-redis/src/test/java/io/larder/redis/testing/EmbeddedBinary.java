package io.larder.redis.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The executable that embedded-redis carries for this operating system and processor. */
final class EmbeddedBinary {
  private EmbeddedBinary() {}

  /** Unpacks it, unless an earlier run did; several JVMs may do so at once. */
  static Path unpack() throws IOException {
    String resource = ExecutableProvider.newProvidedVersionsMap().get(thisMachine());
    URL packed = resource == null ? null : ExecutableProvider.class.getResource(resource);
    if (packed == null) {
      throw new FileNotFoundException("it has none for this operating system and processor");
    }
    Path folder = Files.createDirectories(ServerFolder.root().resolve("bin"));
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    if (!Files.isExecutable(file)
        || Files.size(file) != packed.openConnection().getContentLengthLong()) {
      Path fresh = Files.createTempFile(folder, "unpacking", ".tmp");
      try (InputStream in = packed.openStream()) {
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      }
      if (!fresh.toFile().setExecutable(true)) {
        throw new IOException(fresh + " cannot be made executable");
      }
      // Moved when complete: another JVM either sees all of it or none.
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Told by the JVM: the library would ask the program {@code uname}, which may be missing. */
  private static OsArchitecture thisMachine() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    boolean wide = processor.equals("amd64") || processor.equals("x86_64");
    if (system.startsWith("windows")) {
      return wide ? OsArchitecture.WINDOWS_x86_64 : OsArchitecture.WINDOWS_x86;
    }
    if (system.startsWith("mac")) {
      return arm ? OsArchitecture.MAC_OS_X_ARM64 : OsArchitecture.MAC_OS_X_x86_64;
    }
    if (arm) {
      return OsArchitecture.UNIX_AARCH64;
    }
    return wide ? OsArchitecture.UNIX_x86_64 : OsArchitecture.UNIX_x86;
  }
}
