package io.larder.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A trust store that holds one server's certificate.
 *
 * @param file the store, of type PKCS12, deleted when the server is closed
 * @param password of the store
 */
public record TrustStore(Path file, String password) {
  /** The store's type, as clients want it named. */
  public static final String TYPE = "PKCS12";

  /** A context that trusts the server and nobody else. */
  public SSLContext sslContext() {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(in, password.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The trust store " + file + " cannot be used", e);
    }
  }

  @Override
  public String toString() {
    return "TrustStore[" + file + "]";
  }
}
