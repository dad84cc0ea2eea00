package io.larder.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Whom a TLS connection trusts: the platform's authorities, or those in a file. */
final class Tls {

  private static final String TYPE = "PKCS12";

  private Tls() {}

  /**
   * Returns options that trust the certificates in a PEM file, or the platform's authorities, and
   * check the name in the server's certificate (RFC 2818 3.1).
   *
   * @throws IllegalArgumentException if the file cannot be used
   */
  static SslOptions options(@Nullable String pem) {
    SslOptions.Builder options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
    if (pem != null) {
      // What is in memory needs no password, but the format asks for one.
      char[] password = "in-memory".toCharArray();
      byte[] store = store(pem, password);
      options.trustStoreType(TYPE).truststore(() -> new ByteArrayInputStream(store), password);
    }
    return options.build();
  }

  private static byte[] store(String pem, char[] password) {
    try (InputStream in = Files.newInputStream(Path.of(pem))) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, each);
      }
      if (number == 0) {
        throw unusable(pem, "it holds no certificate", null);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password);
      return out.toByteArray();
    } catch (IOException | InvalidPathException e) {
      throw unusable(pem, "it cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw unusable(pem, "it is no PEM file of certificates", e);
    }
  }

  private static IllegalArgumentException unusable(String pem, String why, @Nullable Throwable e) {
    return new IllegalArgumentException(
        "the option ca names '" + pem + "', and " + why + ": name a PEM file of certificates", e);
  }
}
