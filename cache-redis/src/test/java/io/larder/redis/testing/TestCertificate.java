package io.larder.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate made for one run, by the JDK's keytool since the JDK has no API for it.
 *
 * @param keyPem the private key, as OpenSSL reads it
 * @param chainPem the certificate, as OpenSSL reads it
 * @param trustStore for clients
 */
record TestCertificate(Path keyPem, Path chainPem, TrustStore trustStore) {
  private static final String ALIAS = "redis";
  private static final String PASSWORD = "only-for-tests";

  static TestCertificate create(Path folder, RedisServerOptions.CertificateName name)
      throws IOException {
    Path keys = folder.resolve("keys.p12");
    keytool(keys, name);
    try {
      KeyStore pair = KeyStore.getInstance(TrustStore.TYPE);
      try (InputStream in = Files.newInputStream(keys)) {
        pair.load(in, PASSWORD.toCharArray());
      }
      Certificate certificate = pair.getCertificate(ALIAS);
      byte[] key = pair.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      KeyStore trust = KeyStore.getInstance(TrustStore.TYPE);
      trust.load(null, null);
      trust.setCertificateEntry(ALIAS, certificate);
      Path trusted = folder.resolve("trust.p12");
      try (OutputStream out = Files.newOutputStream(trusted)) {
        trust.store(out, PASSWORD.toCharArray());
      }
      return new TestCertificate(
          pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
          pem(folder.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded()),
          new TrustStore(trusted, PASSWORD));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate made by keytool cannot be read", e);
    }
  }

  private static void keytool(Path keys, RedisServerOptions.CertificateName name)
      throws IOException {
    String names =
        switch (name) {
          case ITS_OWN -> "SAN=ip:127.0.0.1,dns:localhost";
          case ANOTHER -> "SAN=dns:elsewhere.invalid";
        };
    Path log = keys.resolveSibling("keytool.log");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=larder-test",
                "-ext",
                names,
                "-ext",
                "BC=ca:true",
                "-validity",
                "2",
                "-storetype",
                TrustStore.TYPE,
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        keytool.destroyForcibly();
        throw new IOException("keytool failed: " + Files.readString(log).strip());
      }
    } catch (InterruptedException e) {
      keytool.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Path pem(Path file, String type, byte[] der) throws IOException {
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(type, base64.encodeToString(der), type));
  }
}
