package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever an answer names or how it tags itself, its client gets it. */
class HostileAnswersTest {

  private static final Map<String, String> ANSWERED = new ConcurrentHashMap<>();

  private static Site site;

  @BeforeContainer
  static void start() throws Exception {
    site =
        Site.of(
                (request, response) -> {
                  ANSWERED.forEach(response::setHeader);
                  response.getWriter().print("page");
                })
            .rules("/a ttl=30s key=/x/{id}\n/b ttl=30s tenant=X-Tenant\n/* ttl=30s")
            .start();
  }

  @AfterContainer
  static void stop() {
    site.close();
  }

  @Property(tries = 400)
  void noNamedUriFailsARequest(@ForAll("uris") String location, @ForAll("uris") String other)
      throws IOException {
    assertAnswered("POST", Map.of("Location", location, "Content-Location", other));
  }

  @Property(tries = 400)
  void noTagOrGroupFailsARequest(@ForAll("values") String tags, @ForAll("values") String groups)
      throws IOException {
    Map<String, String> fields =
        Map.of(
            "Surrogate-Key", tags,
            "Cache-Tag", tags,
            "Cache-Groups", groups,
            "Cache-Group-Invalidation", groups);
    assertAnswered("POST", fields);
    assertAnswered("GET", fields);
    assertAnswered("GET", fields);
  }

  private static void assertAnswered(String method, Map<String, String> fields) throws IOException {
    ANSWERED.clear();
    ANSWERED.putAll(fields);
    assertThat(site.send(method, "/page?" + fields.hashCode(), "Content-Length: 0").status())
        .isEqualTo(200);
  }

  @Provide
  Arbitrary<String> uris() {
    Arbitrary<String> part =
        Arbitraries.of(
            "/",
            "//",
            "http:",
            "127.0.0.1",
            ":80",
            ":99999999999",
            "@",
            "[::1",
            "?",
            "#",
            "%",
            "%2",
            "%00",
            "%2e%2e",
            "..",
            ";",
            "a",
            "b",
            "x",
            "{",
            "|",
            "\\",
            " ",
            "\u00e4",
            "=",
            "&",
            "*");
    return part.list().ofMaxSize(12).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> odd =
        Arbitraries.strings().withCharRange(' ', '\u00ff').excludeChars('\u007f').ofMaxLength(300);
    Arbitrary<String> listed =
        Arbitraries.of("\"a\"", ",", " ", "\t", "a", ";", "\"", "\\", "=", "1", ":", "?0", "(", ")")
            .list()
            .ofMaxSize(60)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(odd, listed);
  }
}
