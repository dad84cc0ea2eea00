package io.larder.example;

import io.larder.cache.Larder;
import io.larder.example.gateway.Gateway;
import io.larder.example.gateway.GatewaySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A caching reverse proxy in front of any HTTP API. */
@Command(
    name = "gateway",
    description = {
      "Passes every request on to an origin and keeps the responses that may be kept.",
      "Each option can be set by an environment variable too; a flag beats it."
    },
    mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  @Mixin private final GatewayFlags flags = new GatewayFlags();
  @Spec private @Nullable CommandSpec spec;

  GatewayCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Serves until the process is told to end. */
  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec, "spec");
    Main.refuseOptionsBefore(command.commandLine());
    GatewayChoices choices = GatewayChoices.of(flags, environment);
    Larder larder = choices.store().open();
    Gateway gateway = start(choices.settings(), larder);
    // Requests that are under way are answered before the process ends.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, larder), "stop"));
    PrintWriter out = command.commandLine().getOut();
    out.println(
        "Larder gateway listening on %s in front of %s (store %s)"
            .formatted(gateway.url(), choices.settings().origin(), choices.store()));
    out.flush();
    // So that a store which cannot be reached is spoken of right now.
    var unused = larder.pages().find(gateway.url());
    gateway.join();
    return 0;
  }

  private static void stop(Gateway gateway, Larder larder) {
    gateway.close();
    larder.close();
  }

  private static Gateway start(GatewaySettings settings, Larder larder) {
    try {
      return Gateway.start(settings, larder);
    } catch (IOException e) {
      larder.close();
      throw ListenAddress.taken(settings.address(), e);
    } catch (Exception e) {
      larder.close();
      throw Failure.failed("the gateway does not start: " + e.getMessage(), e);
    }
  }
}
