package io.larder.example;

import static java.util.Objects.requireNonNull;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.Explanation;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what the server's cache would do with a request, and why, without sending it. */
@Command(
    name = "explain",
    description =
        "Says what the cache would do with a request, and why: rule, key, what is stored, verdict.",
    mixinStandardHelpOptions = true)
final class Explain implements Callable<Integer> {
  private final Map<String, String> environment;

  @Mixin private final ExplainFlags flags = new ExplainFlags();

  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      defaultValue = "GET",
      description = "The request's method; GET unless given.")
  String method = "GET";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "FIELD",
      description = "A header field of the request, as in -H 'Accept: text/html'. Several may be.")
  List<String> headers = List.of();

  @Parameters(paramLabel = "URL", description = "As its client would write it.")
  String url = "";

  @Spec private @Nullable CommandSpec spec;

  Explain(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    CommandSpec command = requireNonNull(spec, "spec");
    Main.refuseOptionsBefore(command.commandLine());
    URI uri = uri();
    Map<String, String> fields = fields();
    StoreChoice choice = StoreChoice.of(flags.store, environment);
    Explanation explanation = explain(choice, uri, fields);
    PrintWriter out = command.commandLine().getOut();
    explanation.toString().lines().forEach(line -> out.println(Discreet.text(line)));
    if (!choice.shared()) {
      out.println(
          "What the server holds in its own memory is not seen from here: name a store that both"
              + " use, such as --store redis://localhost:6379/0.");
    }
    out.flush();
    return 0;
  }

  private Explanation explain(StoreChoice choice, URI uri, Map<String, String> fields) {
    Server server = new Server(); // without a connector: nobody can reach it
    try (Larder larder = choice.open()) {
      CacheFilter filter =
          ExampleServlets.filter(larder, ServerSettings.ttl(flags.ttl, environment));
      server.setHandler(ExampleServlets.withoutUpstream(filter, larder));
      server.start();
      return filter.explain(method, uri, fields);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw Failure.failed("the request cannot be explained: " + e.getMessage(), e);
    } finally {
      stop(server);
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("nothing of it was running", e);
    }
  }

  private URI uri() {
    try {
      URI uri = new URI(url);
      if (uri.getScheme() == null || uri.getRawAuthority() == null) {
        throw Failure.usage(
            "the URL '%s' has no host: write it as http://localhost:5000/universities"
                .formatted(url));
      }
      return uri;
    } catch (URISyntaxException e) {
      throw Failure.usage("the URL '%s' is none: %s".formatted(url, e.getReason()));
    }
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon <= 0) {
        throw Failure.usage(
            "the header '%s' is none: write it as in -H 'Accept: text/html'".formatted(header));
      }
      fields.merge(
          header.substring(0, colon).strip(),
          header.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    return fields;
  }
}
