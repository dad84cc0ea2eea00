package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRedisTest {
  private static final RedisServerOptions DEFAULTS = RedisServerOptions.defaults();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatChecksTheNameIsServedByEachBinary(boolean oldest) throws Exception {
    RedisServerOptions options = oldest ? DEFAULTS.withTls().onOldest() : DEFAULTS.withTls();
    try (PrivateRedis redis = RedisFixture.start(options)) {
      assertThat(redis.url()).isEqualTo("rediss://127.0.0.1:" + redis.port() + "/0");
      assertThat(Files.exists(redis.trustStore().file())).isTrue();
      SSLContext trust = redis.trustStore().sslContext();
      assertThat(ping(redis, trust, "127.0.0.1")).isEqualTo("+PONG");
      assertThat(ping(redis, trust, "localhost")).isEqualTo("+PONG");
    }
  }

  @Test
  void aRestartKeepsTheCertificate() throws Exception {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls())) {
      SSLContext trust = redis.trustStore().sslContext();
      redis.restart();
      assertThat(ping(redis, trust, "127.0.0.1")).isEqualTo("+PONG");
    }
  }

  @Test
  void aCertificateOfAnotherNameIsRefusedByAClientThatChecks() throws Exception {
    RedisServerOptions options =
        DEFAULTS.withTls(RedisServerOptions.CertificateName.ANOTHER).withPassword("pw");
    try (PrivateRedis redis = RedisFixture.start(options)) {
      SSLContext trust = redis.trustStore().sslContext();
      assertThatThrownBy(() -> ping(redis, trust, "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aClientWithoutTheTrustStoreRefuses() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls())) {
      assertThatThrownBy(() -> ping(redis, SSLContext.getDefault(), "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aServerWithoutTlsHasNoTrustStore() {
    try (PrivateRedis redis = RedisFixture.start()) {
      assertThatIllegalStateException()
          .isThrownBy(redis::trustStore)
          .withMessageContaining("withTls()");
    }
  }

  private static String ping(PrivateRedis redis, SSLContext trust, String name)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(name, redis.port())) {
      SSLParameters checked = socket.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checked);
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
    }
  }
}
