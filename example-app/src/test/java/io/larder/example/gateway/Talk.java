package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a client, the gateway and its origin say to each other about one URI, as a chain: what the
 * origin will answer, what the client asks, what it must get.
 *
 * <p>{@code {now}}, {@code {now-60}} and {@code {now+60}} in a field stand for dates, {@code {me}}
 * for the path.
 */
final class Talk {
  private static final Pattern CHUNK = Pattern.compile("([0-9a-f]+)\n", Pattern.CASE_INSENSITIVE);

  private final ScriptedOrigin origin;
  private final Fixture gateway;
  private final String path;
  private int askedBefore;
  private String head = "";
  private String body = "";

  Talk(ScriptedOrigin origin, Fixture gateway, String path) {
    this.origin = origin;
    this.gateway = gateway;
    this.path = path;
  }

  /**
   * The origin's next answer, which it repeats if there is no other: lines of fields, after a
   * status if that is not 200, or a whole message that begins with {@code HTTP/}.
   */
  Talk answers(String... lines) {
    origin.of(path).answers.add(String.join("\n", lines).replace("{me}", path));
    return this;
  }

  Talk get(String... fields) throws IOException {
    return asks("GET", fields);
  }

  Talk asks(String method, String... fields) throws IOException {
    return asksFor(method, path, fields);
  }

  /** Asks with content, of a length that is told before. */
  Talk asksWith(String method, String content, String... fields) throws IOException {
    return exchange(method, path, content, fields);
  }

  Talk asksFor(String method, String target, String... fields) throws IOException {
    return exchange(method, target, null, fields);
  }

  private Talk exchange(String method, String target, String content, String... fields)
      throws IOException {
    askedBefore = asked().size();
    try (Wire wire = gateway.connect()) {
      StringBuilder request =
          new StringBuilder(method + " " + target + " HTTP/1.1\nHost: a.test\n");
      for (String field : fields) {
        request.append(Dates.fill(field)).append('\n');
      }
      if (content != null) {
        request.append("Content-Length: ").append(content.length()).append('\n');
      }
      wire.say(request + "Connection: close\n\n" + (content == null ? "" : content));
      take(wire.rest());
    }
    gateway.settle();
    return this;
  }

  private void take(String message) {
    String rest = message;
    while (rest.startsWith("HTTP/1.1 1")) {
      rest = rest.substring(rest.indexOf("\n\n") + 2);
    }
    int end = rest.indexOf("\n\n");
    assertThat(end).as("a head in: %s", rest).isPositive();
    head = rest.substring(0, end);
    body = rest.substring(end + 2);
    if (fields("Transfer-Encoding").contains("chunked")) {
      body = unchunked(body);
    }
  }

  private static String unchunked(String text) {
    StringBuilder whole = new StringBuilder();
    var size = CHUNK.matcher(text);
    int at = 0;
    while (size.find(at)) {
      int length = Integer.parseInt(size.group(1), 16);
      if (length == 0) {
        return whole.toString();
      }
      whole.append(text, size.end(), Math.min(text.length(), size.end() + length));
      at = Math.min(text.length(), size.end() + length + 1);
    }
    return whole + "(cut)";
  }

  /** The origin was not asked, and the client has got what is stored. */
  Talk hit() {
    assertThat(asked()).as("asked for what is stored:\n%s", head).hasSize(askedBefore);
    assertThat(fields("Age")).as("Age of a hit:\n%s", head).hasSize(1);
    assertThat(fields("Cache-Status").toString()).contains("larder; hit");
    return this;
  }

  /** The origin was asked, once. */
  Talk forwarded() {
    assertThat(asked()).as("asked, behind:\n%s", head).hasSize(askedBefore + 1);
    return this;
  }

  /** The origin was asked for what is missing, and then for what the client wants. */
  Talk forwardedAnew() {
    assertThat(asked()).as("asked, behind:\n%s", head).hasSize(askedBefore + 2);
    return this;
  }

  /** The origin was asked, and its own answer to that has come. */
  Talk miss() {
    return forwarded().body("body " + asked().size());
  }

  /** The origin was asked to confirm what is stored. */
  Talk validated() {
    forwarded();
    assertThat(asked().get(askedBefore).toLowerCase(Locale.ROOT))
        .containsPattern("if-none-match|if-modified-since");
    return this;
  }

  /** The origin was asked, and not to confirm anything. */
  Talk unconditional() {
    forwarded();
    assertThat(asked().get(askedBefore).toLowerCase(Locale.ROOT))
        .doesNotContainPattern("if-none-match|if-modified-since");
    return this;
  }

  Talk status(int expected) {
    assertThat(head).startsWith("HTTP/1.1 " + expected);
    return this;
  }

  Talk body(String expected) {
    assertThat(body).as("body behind:\n%s", head).isEqualTo(expected);
    return this;
  }

  /** All lines of a field, in their order. */
  Talk has(String name, String... values) {
    assertThat(fields(name)).as("%s in:\n%s", name, head).containsExactly(values);
    return this;
  }

  Talk hasNot(String name) {
    assertThat(fields(name)).as("%s in:\n%s", name, head).isEmpty();
    return this;
  }

  Talk ageBetween(long least, long most) {
    assertThat(Long.parseLong(fields("Age").get(0))).as(head).isBetween(least, most);
    return this;
  }

  /** What caches before the gateway said is kept, and what the gateway says comes behind. */
  Talk upstreamStatusFirst(String said) {
    String all = String.join(", ", fields("Cache-Status"));
    assertThat(all).startsWith(said + ", larder;");
    return this;
  }

  Talk originSaw(String field) {
    assertThat(asked().get(asked().size() - 1).lines()).contains(field);
    return this;
  }

  Talk originDidNotSee(String name) {
    assertThat(asked().get(asked().size() - 1).lines())
        .noneMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return this;
  }

  String head() {
    return head;
  }

  String body() {
    return body;
  }

  String path() {
    return path;
  }

  List<String> asked() {
    return origin.of(path).asked;
  }

  List<String> fields(String name) {
    List<String> values = new ArrayList<>();
    String start = name.toLowerCase(Locale.ROOT) + ":";
    head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .forEach(line -> values.add(line.substring(start.length()).strip()));
    return values;
  }
}
