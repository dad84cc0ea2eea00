package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gateway out of the runnable jar. */
class GatewayIT {
  private static JarProcess gateway(String origin) throws Exception {
    return JarProcess.start(Map.of("LARDER_ORIGIN", origin), "gateway", "--port", "0");
  }

  private static Client client(JarProcess jar, String origin) throws Exception {
    String line = jar.line();
    assertThat(line)
        .matches(
            "Larder gateway listening on http://127\\.0\\.0\\.1:[0-9]+/ in front of "
                + origin
                + "/ \\(store memory:\\)");
    return new Client(line.split(" ")[4].replaceAll("/$", ""));
  }

  @Test
  void itSaysInOneLineWhereItListensAndPassesOn() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(out -> out.write(ScriptedUpstream.response(200, "[]")));
        JarProcess jar = gateway(upstream.uri().toString())) {
      Client.Reply reply = client(jar, upstream.uri().toString()).get("/any%2Fpath?x");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("[]");
      assertThat(reply.header("Via")).isEqualTo("1.1 larder");
      assertThat(jar.err()).isEmpty();
    }
  }

  @Test
  void anOriginThatIsDownIsNoReasonNotToStartNorToLog() throws Exception {
    try (JarProcess jar = gateway("http://127.0.0.1:1")) {
      Client client = client(jar, "http://127.0.0.1:1");

      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/").status()).isEqualTo(502);
      }
      assertThat(jar.err()).isEmpty();
    }
  }
}
