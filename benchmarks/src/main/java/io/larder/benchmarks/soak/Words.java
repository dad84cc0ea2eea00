package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.function.Function;

/** The other side of a {@link Child}: answers each word on the standard input until it ends. */
final class Words {

  private Words() {}

  static void answer(Function<String, Map<String, ?>> answers) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String word = in.readLine(); word != null; word = in.readLine()) {
      StringBuilder lines = new StringBuilder();
      answers.apply(word).forEach((name, value) -> lines.append(name + "=" + value + "\n"));
      System.out.println(lines);
      System.out.flush();
    }
  }
}
