package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.cache.spi.StoreUri;
import io.larder.redis.Trouble.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where sentinels say that the primary is, whatever they answer, and if some do not. */
class SentinelsTest {

  /** A busy machine is no outage. */
  private static final String PATIENT = "timeout=20s&connectTimeout=20s&deadline=1m";

  private static final Address NOWHERE = new Address("nowhere.invalid", 1);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void theFirstWhoAnswersIsBelieved() throws IOException {
    ScriptedServer first = names("10.0.0.1", 7001);
    ScriptedServer second = names("10.0.0.2", 7002);
    Sentinels sentinels = sentinels("");

    assertThat(sentinels.primary()).isEqualTo(new Address("10.0.0.1", 7001));
    assertThat(sentinels.primary()).isEqualTo(new Address("10.0.0.1", 7001));

    assertThat(first.commands()).filteredOn("SENTINEL"::equals).hasSize(2);
    assertThat(second.commands()).isEmpty();
  }

  @Test
  void whoIsDoubtedIsNotAskedFirst() throws IOException {
    ScriptedServer unused = names("10.0.0.1", 7001);
    ScriptedServer alsoUnused = names("10.0.0.2", 7002);
    Sentinels sentinels = sentinels("");

    assertThat(sentinels.primary().port()).isEqualTo(7001);
    sentinels.doubt();

    assertThat(sentinels.primary().port()).isEqualTo(7002);
  }

  @Test
  void whoIsDownOrHangsLeavesTimeToTheOthers() throws IOException {
    down();
    hangs();
    hangs();
    ScriptedServer last = names("10.0.0.4", 7004);
    Sentinels sentinels = sentinels("deadline=8s&timeout=1m&connectTimeout=1m");

    long start = System.nanoTime();
    assertThat(sentinels.primary()).isEqualTo(new Address("10.0.0.4", 7004));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

    start = System.nanoTime();
    assertThat(sentinels.primary()).isEqualTo(new Address("10.0.0.4", 7004));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("who has answered is asked first")
        .isLessThan(Duration.ofSeconds(2));
    assertThat(last.commands()).filteredOn("SENTINEL"::equals).hasSize(2);
  }

  @Test
  void noneThatAnswersIsOneReasonAndOneDeadline() throws IOException {
    down();
    hangs();
    Sentinels sentinels = sentinels("deadline=500ms&timeout=1m&connectTimeout=1m");

    long start = System.nanoTime();
    assertThat(trouble(sentinels).kind()).isEqualTo(Kind.SENTINELS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aNameThatNoneKnowsIsToldRatherThanThatSomeAreDown() throws IOException {
    down();
    server("*-1");
    down();
    Sentinels sentinels = sentinels("");

    assertThat(trouble(sentinels)).isEqualTo(new Trouble(Kind.NO_PRIMARY, "they know no 'm'"));
  }

  @Test
  void aWrongPasswordIsTheSentinels() throws IOException {
    server("-NOAUTH Authentication required.");
    down();
    Sentinels sentinels = sentinels("");

    assertThat(trouble(sentinels)).isEqualTo(new Trouble(Kind.SENTINEL_ACCESS, "NOAUTH"));
  }

  @Test
  void theirUserAndPasswordAreTheirsAlone() throws IOException {
    ScriptedServer named = names("10.0.0.1", 7001);
    Sentinels without = sentinels("");
    assertThat(without.primary()).isNotEqualTo(NOWHERE);
    assertThat(named.commands()).doesNotContain("AUTH");

    Sentinels with = sentinels(PATIENT + "&sentinelPassword=s3cret");

    assertThat(with.primary()).isNotEqualTo(NOWHERE);
    assertThat(named.commands()).contains("AUTH");
  }

  @Test
  void whatIsNoSentinelIsToldSo() throws IOException {
    server("-ERR unknown command `SENTINEL`, with args beginning with: `get-master-addr-by-name`");
    assertThat(trouble(sentinels("")).phrase()).isEqualTo("what answers is no sentinel");
  }

  @Test
  void anAnswerThatIsNoAddressIsNone() throws IOException {
    server("*2\r\n$1\r\na\r\n$3\r\n-12");
    assertThat(trouble(sentinels("")).phrase()).isEqualTo("what answers is no sentinel");
  }

  @Test
  void mostOfThoseWhoAnswerDecideAVote() throws IOException {
    ScriptedServer stale = names("10.0.0.1", 7001);
    down();
    ScriptedServer one = names("10.0.0.2", 7002);
    ScriptedServer another = names("10.0.0.2", 7002);
    Sentinels sentinels = sentinels("");

    assertThat(sentinels.vote(new Address("10.0.0.1", 7001)))
        .isEqualTo(new Address("10.0.0.2", 7002));
    assertThat(List.of(stale, one, another))
        .allSatisfy(each -> assertThat(each.commands()).contains("SENTINEL"));
  }

  @Test
  void whoeverIsPrimaryNowWinsATieAndWhereNobodyVotes() throws IOException {
    ScriptedServer unused = names("10.0.0.1", 7001);
    ScriptedServer alsoUnused = names("10.0.0.2", 7002);

    assertThat(sentinels("").vote(new Address("10.0.0.1", 7001)).port()).isEqualTo(7001);
    assertThat(sentinels("").vote(new Address("10.0.0.2", 7002)).port()).isEqualTo(7002);

    ports.clear();
    down();
    assertThat(sentinels("").vote(NOWHERE)).isEqualTo(NOWHERE);
  }

  @Test
  void aRestartOfASentinelIsNoFailure() throws IOException {
    ScriptedServer named = names("10.0.0.1", 7001);
    Sentinels sentinels = sentinels("");
    assertThat(sentinels.primary().port()).isEqualTo(7001);

    named.hangUp();

    assertThatCode(sentinels::primary).doesNotThrowAnyException();
  }

  private ScriptedServer names(String host, int port) throws IOException {
    String text = "" + port;
    return server("*2\r\n" + ScriptedServer.bulk(host) + "\r\n" + ScriptedServer.bulk(text));
  }

  private ScriptedServer server(String reply) throws IOException {
    ScriptedServer server = new ScriptedServer(Map.of("SENTINEL", reply));
    opened.add(server);
    ports.add(server.port());
    return server;
  }

  private void down() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.add(free.getLocalPort());
    }
  }

  private void hangs() throws IOException {
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(silent);
    ports.add(silent.getLocalPort());
  }

  private Sentinels sentinels(String options) {
    String hosts = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    RedisOptions read =
        RedisOptions.of(
            StoreUri.parse(
                "redis+sentinel://" + hosts + "/m?" + (options.isEmpty() ? PATIENT : options)));
    Sockets sockets = new Sockets(read, InetAddress::getAllByName);
    Sentinels sentinels = new Sentinels((Place.Sentinels) read.place(), read, sockets);
    opened.add(sockets);
    opened.add(sentinels);
    return sentinels;
  }

  private static Trouble trouble(Sentinels sentinels) {
    return Trouble.of(catchThrowableOfType(NoPrimary.class, sentinels::primary));
  }
}
