package io.larder.example;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the example. */
@Command(
    name = "larder-example",
    description = "An embedded server whose slow endpoint is cached by one line.",
    mixinStandardHelpOptions = true)
final class Main implements Runnable {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
