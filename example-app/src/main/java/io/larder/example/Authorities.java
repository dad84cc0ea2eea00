package io.larder.example;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Reads the certificates of those whom a gateway trusts. */
final class Authorities {
  private static final String ADVICE = ": name a PEM file of certificates";

  private Authorities() {}

  /**
   * Reads a PEM file.
   *
   * @throws Failure if it is none, with a sentence that names the setting
   */
  static KeyStore read(Choice file) {
    try (InputStream in = Files.newInputStream(Path.of(file.text()))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw file.refused("holds no certificate" + ADVICE);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : certificates) {
        trusted.setCertificateEntry("ca" + trusted.size(), each);
      }
      return trusted;
    } catch (IOException | InvalidPathException e) {
      throw file.refused("cannot be read" + ADVICE);
    } catch (GeneralSecurityException e) {
      throw file.refused("holds something else" + ADVICE);
    }
  }
}
