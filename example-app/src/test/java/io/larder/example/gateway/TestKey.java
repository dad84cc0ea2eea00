package io.larder.example.gateway;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's key and self-signed certificate, made for one run by the JDK's own tool. */
public final class TestKey {
  private static final String ALIAS = "origin";
  private static final String PASSWORD = "only-for-tests";

  private final KeyStore keys;

  private TestKey(KeyStore keys) {
    this.keys = keys;
  }

  /**
   * Makes one.
   *
   * @param names in the certificate, such as {@code dns:localhost}
   */
  public static TestKey of(Path folder, String names) throws Exception {
    Path file = folder.resolve("keys.p12");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias %s -keyalg EC -groupname secp256r1 -dname CN=test -ext SAN=%s"
            + " -validity 2 -storetype PKCS12 -keystore %s -storepass %s";
    Process made =
        new ProcessBuilder(
                (tool + " " + options.formatted(ALIAS, names, file, PASSWORD)).split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes());
    if (made.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new TestKey(keys);
  }

  /** What a server with it is. */
  SSLContext server() throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** The certificate in PEM, in a file of this folder. */
  public Path pem(Path folder) throws Exception {
    String text = Base64.getMimeEncoder().encodeToString(keys.getCertificate(ALIAS).getEncoded());
    return Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  /** Whoever trusts it. */
  KeyStore authorities() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    return trusted;
  }
}
