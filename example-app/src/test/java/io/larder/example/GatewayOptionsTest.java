package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Durations;
import io.larder.example.gateway.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

/** docs/gateway.md has each flag and variable that the gateway knows, and no other. */
class GatewayOptionsTest {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  @Test
  void theFlagsAreThoseOfTheCommandLine() throws IOException {
    List<String> flags =
        Main.commandLine(Map.of())
            .getSubcommands()
            .get("gateway")
            .getCommandSpec()
            .options()
            .stream()
            .map(OptionSpec::longestName)
            .toList();

    assertThat(rows().stream().map(row -> code(row, 1)).filter(flag -> !flag.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(flags);
  }

  @Test
  void eachVariableHasAnEffect(@TempDir Path folder) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("LARDER_ORIGIN", "https://o:1");
    Path pem = TestKey.of(folder, "dns:o").pem(folder);
    all.put("LARDER_ORIGIN_CA", pem.toString());
    all.put("LARDER_HOST", "127.0.0.2");
    all.put("LARDER_PORT", "7");
    all.put("LARDER_STORE", "none:");
    all.put("LARDER_TTL_DEFAULT", "8s");
    all.put("LARDER_TIMEOUT", "9s");
    GatewayChoices choices = GatewayChoices.of(new GatewayFlags(), all);

    assertThat(rows().stream().map(row -> code(row, 2)).filter(name -> !name.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(all.keySet());
    assertThat(choices.settings().origin()).hasToString("https://o:1/");
    assertThat(choices.settings().authorities().size()).isEqualTo(1);
    assertThat(choices.settings().address()).hasToString("/127.0.0.2:7");
    assertThat(choices.store()).hasToString("none:");
    assertThat(choices.settings().ttl()).hasSeconds(8);
    assertThat(choices.settings().timeout()).hasSeconds(9);
  }

  @Test
  void theDefaultsAreThoseOfTheCode() throws IOException {
    GatewayChoices nothing =
        GatewayChoices.of(new GatewayFlags(), Map.of("LARDER_ORIGIN", "http://o"));
    Map<String, String> defaults = new HashMap<>();
    rows().forEach(row -> defaults.put(code(row, 1), code(row, 3)));
    defaults.values().removeIf(String::isEmpty);

    assertThat(nothing.settings().authorities()).isNull();
    assertThat(nothing.settings().ttl()).isNull();
    assertThat(defaults)
        .isEqualTo(
            Map.of(
                "--host", nothing.settings().address().getAddress().getHostAddress(),
                "--port", "" + nothing.settings().address().getPort(),
                "--store", nothing.store().toString(),
                "--ttl-default", GatewayChoices.NO_TTL,
                "--timeout", Durations.format(nothing.settings().timeout())));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000, http://127.0.0.1:8000/",
    "http://127.0.0.1:8000/, http://127.0.0.1:8000/",
    "HTTP://Me.example, http://Me.example/",
    "https://me.example:8443, https://me.example:8443/",
    "http://[::1]:8000, http://[::1]:8000/"
  })
  void anOriginIsSchemeHostAndPort(String text, String origin) {
    GatewayFlags flags = new GatewayFlags();
    flags.origin = text;

    assertThat(GatewayChoices.of(flags, Map.of()).settings().origin()).hasToString(origin);
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("../docs/gateway.md")).stream()
        .dropWhile(line -> !line.startsWith("| flag "))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  /** The last of what a cell has in code, or nothing. */
  private static String code(String row, int cell) {
    return CODE.matcher(row.split("\\|")[cell])
        .results()
        .map(found -> found.group(1))
        .reduce("", (first, next) -> next);
  }
}
