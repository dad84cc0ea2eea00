package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A container's servlet for static files. */
abstract class FilesContract extends FrameworkContract {

  FilesContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void files(Path directory) throws Exception {
    for (String each : new String[] {"static", "plain"}) {
      Path files = Files.createDirectories(directory.resolve(each));
      Files.writeString(files.resolve("a.txt"), "static");
      Files.write(files.resolve("big.bin"), new byte[100_000]);
    }
  }

  @Override
  Stream<String> careful() {
    return Stream.of("/static/a.txt", "/static/big.bin", "/plain/a.txt", "/plain/big.bin");
  }

  @Override
  Stream<Careless> careless() {
    return Stream.empty();
  }

  @Override
  Stream<String> localized() {
    return Stream.empty();
  }
}
