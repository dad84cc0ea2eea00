package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the example; without a subcommand it is the server. */
@Command(
    name = Main.NAME,
    description = {
      "Answers GET /universities?country=Germany out of a cache that is one line of its servlet.",
      "Each option can be set by an environment variable too; a flag beats it."
    },
    footer = {
      "",
      "Variables: LARDER_HOST LARDER_PORT LARDER_STORE LARDER_TTL LARDER_UPSTREAM_DELAY",
      "  LARDER_CACHE_METHODS LARDER_REDIS_HOST UNIVERSITIES_API_URL; and CACHE_TYPE CACHE_REDIS_URL CACHE_REDIS_HOST",
      "  CACHE_REDIS_PORT CACHE_REDIS_DB CACHE_REDIS_USERNAME CACHE_REDIS_PASSWORD"
          + " CACHE_REDIS_SENTINELS",
      "  CACHE_REDIS_SENTINEL_MASTER CACHE_REDIS_SENTINEL_PASSWORD CACHE_REDIS_CLUSTER",
      "  CACHE_DEFAULT_TIMEOUT CACHE_KEY_PREFIX CACHE_THRESHOLD.",
      "Exit codes: 0 done, 1 it did not work, 2 a setting is wrong, 143 ended by SIGTERM."
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {
  static final String NAME = "larder-example";

  private final Map<String, String> environment;

  @Mixin private final ListenFlags listen = new ListenFlags();
  @Mixin private final CacheFlags flags = new CacheFlags();
  @Spec private @Nullable CommandSpec spec;

  private Main(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    Logging.configure();
    // What is stored is UTF-8, also where a container's locale says nothing of it.
    PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    CommandLine command = commandLine(System.getenv()).setOut(out);
    System.exit(command.execute(args));
  }

  /** The commands over an environment; each failure is one sentence and an exit code. */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Main(environment))
        .addSubcommand(new Demo(environment))
        .addSubcommand(new Inspect(environment))
        .addSubcommand(new Explain(environment))
        .addSubcommand(new GatewayCommand(environment))
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(
            (wrong, args) -> {
              complain(wrong.getCommandLine(), sentence(wrong));
              return Failure.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof Failure known) {
                complain(command, String.valueOf(known.getMessage()));
                return known.exitCode();
              }
              throw failure;
            });
  }

  private static String sentence(ParameterException wrong) {
    String what =
        wrong instanceof UnmatchedArgumentException unmatched
            ? Discreet.unknown(unmatched.getUnmatched())
            : String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
    return what + ": see " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private static void complain(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println(NAME + ": " + Discreet.text(sentence));
    err.flush();
  }

  /** Serves until the process is told to end. */
  @Override
  public Integer call() throws InterruptedException {
    ServerSettings settings = ServerSettings.of(listen, flags, environment);
    ExampleServer server = ExampleServer.start(settings);
    // Requests that are under way are answered before the process ends.
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    out.println(
        "Listening on %s (store %s, upstream %s)"
            .formatted(server.url(), settings.store(), settings.upstream()));
    out.flush();
    server.lookAtTheStore();
    server.join();
    return 0;
  }

  /** Refuses options that stand before a subcommand, where they would say nothing. */
  static void refuseOptionsBefore(CommandLine subcommand) {
    CommandLine parent = subcommand.getParent();
    if (parent != null && !parent.getParseResult().matchedOptions().isEmpty()) {
      String option = parent.getParseResult().matchedOptions().get(0).longestName();
      String name = subcommand.getCommandName();
      throw Failure.usage(
          "%s before %s says nothing: write %s %s %s".formatted(option, name, NAME, name, option));
    }
  }
}
