package io.larder.example;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * What became of a command line.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int code, String out, String err) {

  /** Runs the program in this JVM over an environment that holds these variables alone. */
  static Cli run(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine(environment)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Cli(command.execute(args), out.toString(), err.toString());
  }

  static Cli run(String... args) {
    return run(Map.of(), args);
  }
}
