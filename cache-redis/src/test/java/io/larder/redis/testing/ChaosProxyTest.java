package io.larder.redis.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy in front of a server that sends back what it gets. */
class ChaosProxyTest {
  private static final byte[] LONG = new byte[3 << 20];

  static {
    Arrays.fill(LONG, (byte) 'x');
  }

  private final AtomicInteger echoed = new AtomicInteger();
  private ServerSocket echo = listen(0);
  private final int echoPort = echo.getLocalPort();
  private final ChaosProxy proxy = ChaosProxy.to("127.0.0.1", echoPort);

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void whatPassesAtSpeedPassesWhole() throws Exception {
    try (Socket client = connect()) {
      assertThat(ask(client, "abc")).isEqualTo("abc");
      CompletableFuture<byte[]> answer =
          CompletableFuture.supplyAsync(() -> read(client, LONG.length));
      client.getOutputStream().write(LONG);
      assertThat(Arrays.equals(answer.get(), LONG)).isTrue();
    }
  }

  @Test
  void bothEndsOfAConnectionArePassedOnAndConnectionsAreCounted() throws Exception {
    try (Socket one = connect();
        Socket other = connect()) {
      assertThat(ask(one, "a")).isEqualTo(ask(other, "a"));
      assertThat(proxy.connections()).isEqualTo(2);

      hangUp(one);
      await().until(() -> proxy.connections() == 1);
      assertThat(ask(other, "q")).as("the server's word for the end").isEqualTo("q");
      assertThat(other.getInputStream().read()).isEqualTo(-1);
      await().until(() -> proxy.connections() == 0);
      assertThat(proxy.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aLatencyIsAddedEachWay() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.questions(ProxyFlow.delayed(Duration.ofMillis(100)));
      proxy.answers(ProxyFlow.delayed(Duration.ofMillis(200)));

      long start = System.nanoTime();
      ask(client, "b");
      assertThat(since(start)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
    }
  }

  @Test
  void aLatencyDelaysWhatFollowsNoFurther() throws Exception {
    try (Socket client = connect()) {
      proxy.answers(ProxyFlow.delayed(Duration.ofMillis(1500)));

      long start = System.nanoTime();
      for (int i = 1; i <= 5; i++) {
        client.getOutputStream().write('a');
        while (echoed.get() < i) {
          Thread.onSpinWait();
        }
      }
      assertThat(read(client, 5)).hasSize(5);
      assertThat(since(start)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsLatePassesWithoutDelayOnceTheLatencyIsOver() throws Exception {
    try (Socket client = connect()) {
      proxy.answers(ProxyFlow.delayed(Duration.ofMinutes(1)));
      client.getOutputStream().write('a');
      assertSilent(client);

      proxy.heal();
      assertThat(read(client, 1)).isEqualTo(new byte[] {'a'});
    }
  }

  @Test
  void aHeldProxyPassesNothingOnNotEvenAnEndAndEverythingAfterwards() throws Exception {
    try (Socket client = connect();
        Socket leaving = connect()) {
      ask(client, "a");
      ask(leaving, "a");
      proxy.hold();

      client.getOutputStream().write('b');
      assertSilent(client);
      hangUp(leaving);
      try (Socket late = connect()) {
        late.getOutputStream().write('c');
        assertSilent(late);
        assertThat(proxy.connections()).as("an end is no news").isEqualTo(3);

        proxy.heal();
        assertThat(read(client, 1)).isEqualTo(new byte[] {'b'});
        assertThat(read(late, 1)).isEqualTo(new byte[] {'c'});
        await().until(() -> proxy.connections() == 2);
      }
    }
  }

  @Test
  void aClientOfAHeldProxyDoesNotLearnThatItsServerHasGone() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.answers(ProxyFlow.HELD);
      client.getOutputStream().write('q');
      assertSilent(client);

      proxy.heal();
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(new byte[] {'q'});
    }
    proxy.heal();
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.answers(ProxyFlow.HELD);
      client.getOutputStream().write('r');
      assertSilent(client);

      proxy.heal();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aClientOfAHeldProxyHasToWaitIfItWritesMuch() throws Exception {
    try (Socket client = connect()) {
      proxy.hold();
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 8; i++) {
                    client.getOutputStream().write(LONG);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertSilent(client);
      assertThat(written).isNotDone();

      proxy.reset();
      assertThat(written)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .withRootCauseInstanceOf(SocketException.class);
    }
  }

  @Test
  void aResetIsAResetAndNewConnectionsAreAccepted() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.reset();

      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(proxy.connections()).isZero();
      try (Socket next = connect()) {
        assertThat(ask(next, "b")).isEqualTo("b");
      }
    }
  }

  @Test
  void aProxyThatRefusesKeepsItsConnectionsAndItsPort() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.refuse();
      proxy.refuse();

      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(ask(client, "b")).isEqualTo("b");

      proxy.heal();
      try (Socket next = connect()) {
        assertThat(ask(next, "c")).isEqualTo("c");
      }
    }
  }

  @Test
  void aCutProxyIsLikeAServerThatHasDied() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void bytesCanDripFromTheBeginningOrFromTheMiddleOfEachAnswer() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.answers(ProxyFlow.dripping(2, Duration.ofMillis(40)));
      long start = System.nanoTime();
      assertThat(ask(client, "0123456789")).isEqualTo("0123456789");
      assertThat(since(start)).isGreaterThan(Duration.ofMillis(199));

      proxy.answers(ProxyFlow.dripping(1, Duration.ofMinutes(1)).after(8));
      for (int i = 0; i < 2; i++) {
        client.getOutputStream().write("01234567".getBytes(US_ASCII));
        assertThat(read(client, 8)).as("at once").hasSize(8);
      }
      client.getOutputStream().write("012345678".getBytes(US_ASCII));
      assertThat(read(client, 8)).hasSize(8);
      assertSilent(client);
    }
  }

  @Test
  void bandwidthCanBeLimited() throws Exception {
    try (Socket client = connect()) {
      ask(client, "a");
      proxy.questions(ProxyFlow.limitedTo(100_000));
      long start = System.nanoTime();
      ask(client, "x".repeat(50_000));
      assertThat(since(start)).isBetween(Duration.ofMillis(490), Duration.ofSeconds(4));
    }
  }

  @Test
  void aServerThatIsDownCostsItsClientsOnlyAndMayComeBack() throws Exception {
    echo.close();
    // The kernel lets clients in as long as somebody still waits for them.
    await().until(() -> refuses(echoPort));
    assertThatThrownBy(
            () -> {
              try (Socket client = connect()) {
                client.getInputStream().read();
              }
            })
        .isInstanceOf(SocketException.class);

    echo = listen(echoPort);
    try (Socket client = connect()) {
      assertThat(ask(client, "a")).isEqualTo("a");
    }
  }

  @Test
  void aClosedProxyIsGone() {
    proxy.close();
    proxy.close();
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    assertThatThrownBy(proxy::heal).hasMessage("This proxy is closed");
  }

  @Test
  void flowsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProxyFlow.dripping(0, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> ProxyFlow.delayed(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyFlow.limitedTo(0))
        .withMessageContaining("a byte a second");
  }

  private static boolean refuses(int port) throws IOException {
    try {
      new Socket("127.0.0.1", port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  /** Sends back what comes, ends a connection after a {@code q} and resets it for an {@code r}. */
  private ServerSocket listen(int port) {
    try {
      ServerSocket listening = new ServerSocket();
      listening.bind(new InetSocketAddress("127.0.0.1", port));
      start(
          () -> {
            while (true) {
              Socket client = listening.accept();
              start(() -> echo(client));
            }
          });
      return listening;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void echo(Socket client) throws IOException {
    try (client) {
      byte[] bytes = new byte[8192];
      int read = client.getInputStream().read(bytes);
      while (read > 0) {
        if (bytes[read - 1] == 'r') {
          client.setSoLinger(true, 0);
          return;
        }
        client.getOutputStream().write(bytes, 0, read);
        echoed.addAndGet(read);
        read = bytes[read - 1] == 'q' ? -1 : client.getInputStream().read(bytes);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the end of a test
              }
            },
            "echo");
    thread.setDaemon(true);
    thread.start();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), 5_000);
      socket.setSoTimeout(10_000);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void hangUp(Socket client) throws IOException {
    client.close();
  }

  private static String ask(Socket client, String question) throws IOException {
    client.getOutputStream().write(question.getBytes(US_ASCII));
    return new String(read(client, question.length()), US_ASCII);
  }

  private static byte[] read(Socket client, int length) {
    try {
      return client.getInputStream().readNBytes(length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(250);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
