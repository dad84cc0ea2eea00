package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.Cached;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;

/** Classes that are compiled by a test, to be loaded by others than the tests' own loader. */
final class Sources {

  private Sources() {}

  /**
   * Compiles sources.
   *
   * @param sources by the names of their files
   * @return the folder with the classes
   */
  static Path compiled(Path folder, Map<String, String> sources) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none", "-parameters", "-d", classes.toString(), "-cp", path(Cached.class)));
    for (Map.Entry<String, String> each : sources.entrySet()) {
      arguments.add(Files.writeString(folder.resolve(each.getKey()), each.getValue()).toString());
    }
    if (sources.containsKey("module-info.java")) {
      arguments.addAll(List.of("--add-reads", "shop=ALL-UNNAMED"));
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    return classes;
  }

  /**
   * Returns a class of the package {@code shop} in a module of that name.
   *
   * @param name the simple one
   * @param directive what the module declares
   */
  static Class<?> inModule(Path folder, String name, String source, String directive)
      throws Exception {
    String module = "module shop { " + directive + " }";
    Path classes = compiled(folder, Map.of(name + ".java", source, "module-info.java", module));
    ModuleLayer boot = ModuleLayer.boot();
    return boot.defineModulesWithOneLoader(
            boot.configuration()
                .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop")),
            Sources.class.getClassLoader())
        .findLoader("shop")
        .loadClass("shop." + name);
  }

  /** Where a class was loaded from. */
  static String path(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
