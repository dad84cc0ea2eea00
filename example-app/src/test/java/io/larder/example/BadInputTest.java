package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong setting ends in one sentence that names it. */
class BadInputTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --port abc                          | --port 'abc'          | from 0
          --port 70000                        | --port '70000'        | to 65535
          --port -1                           | --port '-1'           | from 0
          --host no_such_host.invalid         | --host                | 127.0.0.1
          --ttl 30                            | --ttl '30'            | 30s
          --ttl -5s                           | --ttl '-5s'           | 30s
          --ttl 0s                            | --ttl '0s'            | 30s
          --ttl 99999d                        | --ttl '99999d'        | longest
          --ttl never                         | --ttl 'never'         | 30s
          --store redis                       | --store               | memory:
          --store ftp://x                     | --store               | memory, none, redis
          --store redis://h/abc               | --store               | /0
          --store redis://h:99999             | --store               | 65535
          --store redis://h?timeout=3         | timeout '3'           | 3s
          --store memory:?maxByte=3           | maxByte               | maxBytes
          --store memory:?maxBytes=many       | maxBytes 'many'       | 64MB
          --store memory:?ttl=0s              | ttl '0s'              | 30s
          --upstream universities             | --upstream            | http://host:port
          --upstream ftp://host               | --upstream            | http://host:port
          --upstream http://h/?x=1            | --upstream            | http://host:port
          --upstream-delay 600                | --upstream-delay      | 600s
          --upstream http://h --upstream-delay 1s | --upstream-delay  | bundled
          --cache-methods=yes                 | --cache-methods       | 'yes'
          --cache-methods --prt 5             | --prt                 | --help
          --cache-methods demo                | --cache-methods before demo | demo --cache
          --prt 5000                          | --prt                 | --help
          server                              | server                | --help
          --store                             | --store               | --help
          --store none: demo                  | --store before demo   | demo --store
          demo --store none:                  | none:                 | --store
          demo --ttl 30                       | --ttl '30'            | 30s
          demo --port 0                       | --port                | demo --help
          inspect                             | memory:               | --store redis://
          inspect --store memory:             | own process           | --store redis://
          inspect --store none:               | none:                 | --store redis://
          gateway                             | --origin is missing   | http://127.0.0.1:8000
          gateway --origin                    | --origin              | --help
          gateway --origin api                | --origin 'api'        | http://127.0.0.1:8000
          gateway --origin 127.0.0.1:8000     | --origin '127         | http://127.0.0.1:8000
          gateway --origin ftp://h            | --origin 'ftp://h'    | http://127.0.0.1:8000
          gateway --origin http://            | --origin 'http://'    | http://127.0.0.1:8000
          gateway --origin http://h:99999     | --origin              | 65535
          gateway --origin http://h:0         | --origin              | 65535
          gateway --origin http://h/api       | --origin 'http://h/api' | scheme, host and port
          gateway --origin http://h?x         | --origin              | scheme, host and port
          gateway --origin http://h#x         | --origin              | scheme, host and port
          gateway --origin http://h --origin-ca x | --origin-ca 'x' is of no use | https://
          gateway --origin https://h --origin-ca no-such-file | --origin-ca 'no-such-file' cannot | PEM
          gateway --origin https://h --origin-ca pom.xml | --origin-ca 'pom.xml' holds | PEM
          gateway --origin https://h --origin-ca /dev/null | --origin-ca '/dev/null' holds no | PEM
          gateway --origin http://h --port x  | --port 'x'            | from 0
          gateway --origin http://h --host no_such_host.invalid | --host | 127.0.0.1
          gateway --origin http://h --timeout 0s | --timeout '0s'     | 30s
          gateway --origin http://h --timeout 5  | --timeout '5'      | 5s
          gateway --origin http://h --ttl-default 5 | --ttl-default '5' | 5s
          gateway --origin http://h --ttl-default never | --ttl-default 'never' | 30s
          gateway --origin http://h --store redis | --store           | memory:
          gateway --origin http://h --ttl 5s  | --ttl                 | gateway --help
          --port 1 gateway --origin http://h  | --port before gateway | gateway --port
          """)
  void aWrongFlagIsOneSentence(String args, String names, String advises) {
    assertIsOneSentence(Cli.run(args.split(" ")), names, advises);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LARDER_PORT=x                  | LARDER_PORT           | from 0
          LARDER_TTL=30                  | LARDER_TTL            | 30s
          LARDER_CACHE_METHODS=1         | LARDER_CACHE_METHODS  | true nor false
          LARDER_TTL=0s                  | LARDER_TTL            | 30s
          LARDER_STORE=redis             | LARDER_STORE          | memory:
          LARDER_UPSTREAM_DELAY=-1s      | LARDER_UPSTREAM_DELAY | 500ms
          UNIVERSITIES_API_URL=hipolabs  | UNIVERSITIES_API_URL  | http://host:port
          CACHE_TYPE=filesystem          | CACHE_TYPE            | redis
          CACHE_TYPE=rediss              | CACHE_TYPE            | memory
          CACHE_DEFAULT_TIMEOUT=0        | CACHE_DEFAULT_TIMEOUT | from 1
          CACHE_DEFAULT_TIMEOUT=-1       | CACHE_DEFAULT_TIMEOUT | from 1
          CACHE_DEFAULT_TIMEOUT=30s      | CACHE_DEFAULT_TIMEOUT | whole number
          CACHE_THRESHOLD=0              | CACHE_THRESHOLD       | from 1
          CACHE_KEY_PREFIX=a b           | CACHE_KEY_PREFIX      | A-Z
          CACHE_REDIS_HOST=redis         | CACHE_REDIS_HOST      | CACHE_TYPE=redis
          """)
  void aWrongVariableIsOneSentence(String variable, String names, String advises) {
    String[] parts = variable.split("=", 2);
    assertIsOneSentence(Cli.run(Map.of(parts[0], parts[1])), names, advises);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LARDER_ORIGIN=api              | LARDER_ORIGIN 'api'   | http://127.0.0.1:8000
          LARDER_ORIGIN_CA=x             | LARDER_ORIGIN_CA 'x'  | https://
          LARDER_TIMEOUT=0               | LARDER_TIMEOUT        | 0s
          LARDER_TTL_DEFAULT=x           | LARDER_TTL_DEFAULT    | 30s
          LARDER_PORT=x                  | LARDER_PORT           | from 0
          LARDER_STORE=redis             | LARDER_STORE          | memory:
          """)
  void aWrongVariableOfTheGatewayIsOneSentence(String variable, String names, String advises) {
    Map<String, String> environment = new HashMap<>(Map.of("LARDER_ORIGIN", "http://h"));
    String[] parts = variable.split("=", 2);
    environment.put(parts[0], parts[1]);

    assertIsOneSentence(Cli.run(environment, "gateway"), names, advises);
  }

  @Test
  void aTakenPortOfTheGatewayIsOneSentence() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Cli cli = Cli.run("gateway", "--origin", "http://h", "--port", "" + other.getLocalPort());

      assertThat(cli.code()).isEqualTo(1);
      assertOneLine(cli, "port " + other.getLocalPort(), "--port");
    }
  }

  @Test
  void hostAndUrlThatDifferAreRefused() {
    Map<String, String> environment =
        Map.of(
            "CACHE_TYPE", "redis",
            "CACHE_REDIS_HOST", "redis",
            "CACHE_REDIS_URL", "redis://:hush@localhost:6379/0");

    Cli cli = Cli.run(environment);

    assertIsOneSentence(cli, "CACHE_REDIS_HOST", "CACHE_REDIS_URL");
    assertThat(cli.err()).doesNotContain("hush");
  }

  @Test
  void aWrongHostOfACompositionIsNamedByItsOwnVariable() {
    Map<String, String> environment =
        Map.of("CACHE_TYPE", "redis", "LARDER_REDIS_HOST", "redis://:hush@redis");
    Cli cli = Cli.run(environment);

    assertIsOneSentence(cli, "LARDER_REDIS_HOST must be", "CACHE_REDIS_URL");
    assertThat(cli.err()).doesNotContain("hush");
  }

  @Test
  void aUrlWithAWrongDatabaseNamesItsVariable() {
    Map<String, String> environment =
        Map.of("CACHE_TYPE", "redis", "CACHE_REDIS_URL", "redis://redis:6379/zero");
    assertIsOneSentence(Cli.run(environment), "CACHE_REDIS_URL", "/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --store redis://user:hush@h/x          | --store
          --store redis://:hush@h?tiemout=3s     | --store
          --store redis://:hush@                 | --store
          --store redis://user:hush@h:x/0        | --store
          --store redis://:hush/x@h              | --store
          --stroe=redis://:hush@h/0              | '--stroe'
          --stroe redis://:hush@h/0              | '--stroe'
          --stroe redis://user:hush              | '--stroe'
          --pw=hush                              | '--pw'
          -sredis://:hush@h/0                    | '-sredis'
          redis://:hush@h/0                      | 'redis://…'
          redis://:hush@h/0 --port 0             | 'redis://…'
          redis://user:hush                      | 'redis://…'
          demo redis://:hush@h/0                 | 'redis://…'
          demo --stroe=redis://:hush@h/0         | '--stroe'
          inspect redis://:hush@h                | --store redis://
          inspect x redis://:hush@h              | 'redis://…'
          inspect --stroe redis://:hush@h        | '--stroe'
          gateway --origin http://user:hush@h    | --origin
          gateway --origin redis://:hush@h       | --origin
          gateway --origin http://:hush^@h       | --origin
          --port redis://:hush@h                 | --port 'redis://***@h'
          --port redis://:x/hush@h               | --port 'redis://***@h'
          --host redis://:hush@h                 | --host
          --ttl redis://:hush@h                  | --ttl
          --upstream redis://:hush@h             | --upstream
          --upstream http://:hush@h^             | --upstream
          --upstream-delay redis://:hush@h       | --upstream-delay
          --help=redis://:hush@h                 | --help
          --store redis://h --store redis://:hush@h | --store
          """)
  void noSentenceShowsAPassword(String args, String names) {
    Cli cli = Cli.run(args.split(" "));

    assertIsOneSentence(cli, names, "");
    assertThat(cli.err()).doesNotContain("hush");
  }

  @Test
  void aPasswordWithASpaceIsNotShownEither() {
    Cli cli = Cli.run("redis://:mind the hush@h");

    assertIsOneSentence(cli, "'redis://…'", "--help");
    assertThat(cli.err()).doesNotContain("hush", "mind");
    assertThat(Cli.run("--port", "redis://:mind the hush@h").err()).doesNotContain("hush", "mind");
  }

  @Test
  void anUpstreamWithAPasswordIsRefusedWithoutRepeatingIt() {
    Cli cli = Cli.run("--upstream", "http://user:hush@host:80");

    assertIsOneSentence(cli, "--upstream", "http://host:port");
    assertThat(cli.err()).doesNotContain("hush");
  }

  @Test
  void aTakenPortIsOneSentenceToo() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Cli cli = Cli.run("--port", "" + other.getLocalPort());

      assertThat(cli.code()).isEqualTo(1);
      assertOneLine(cli, "port " + other.getLocalPort(), "--port");
    }
  }

  @Test
  void anAddressOfAnotherMachineCannotBeListenedOn() {
    Cli cli = Cli.run("--host", "192.0.2.1", "--port", "0");

    assertThat(cli.code()).isEqualTo(1);
    assertOneLine(cli, "192.0.2.1", "--host");
  }

  @Test
  void theHelpIsNoError() {
    Cli cli = Cli.run("--help");

    assertThat(cli.code()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out())
        .contains("--host", "--port", "--store", "--ttl", "--upstream", "--upstream-delay")
        .contains("demo", "inspect", "gateway", "UNIVERSITIES_API_URL", "CACHE_DEFAULT_TIMEOUT");
  }

  private static void assertIsOneSentence(Cli cli, String names, String advises) {
    assertThat(cli.code()).as(cli.err()).isEqualTo(2);
    assertOneLine(cli, names, advises);
  }

  private static void assertOneLine(Cli cli, String names, String advises) {
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).startsWith("larder-example: ").contains(names, advises);
  }
}
