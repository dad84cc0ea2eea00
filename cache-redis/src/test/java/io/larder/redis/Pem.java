package io.larder.redis;

import io.larder.redis.testing.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;

/** Certificates as the option {@code ca} wants them. */
final class Pem {

  private Pem() {}

  /** Writes what a trust store holds to a file in the folder, and returns that. */
  static Path of(TrustStore trust, Path folder) {
    try {
      KeyStore trusted = KeyStore.getInstance(TrustStore.TYPE);
      try (InputStream in = Files.newInputStream(trust.file())) {
        trusted.load(in, trust.password().toCharArray());
      }
      StringBuilder text = new StringBuilder();
      for (String alias : Collections.list(trusted.aliases())) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder().encodeToString(trusted.getCertificate(alias).getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      return Files.writeString(folder.resolve("ca.pem"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
