package io.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a TLS connection trusts: the platform's authorities, or those in a file. */
final class Tls {

  private Tls() {}

  /**
   * Returns what makes sockets that trust the certificates in a PEM file, or the platform's
   * authorities. Whoever makes one sees to the name in the certificate.
   *
   * @throws IllegalArgumentException if the file cannot be used
   */
  static SSLSocketFactory sockets(@Nullable String pem) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, pem == null ? null : trusting(store(pem)), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform has no TLS", e);
    }
  }

  private static TrustManager[] trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore store(String pem) {
    try (InputStream in = Files.newInputStream(Path.of(pem))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, each);
      }
      if (number == 0) {
        throw unusable(pem, "it holds no certificate", null);
      }
      return store;
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
