package io.larder.example.gateway;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards an origin: its certificate must come from an authority that is trusted and have its
 * name (RFC 9110 4.3.4). Thread-safe.
 */
final class OriginTls {
  private static final Logger LOG = System.getLogger(OriginTls.class.getName());

  private final URI origin;
  private final AtomicBoolean told = new AtomicBoolean();

  OriginTls(URI origin) {
    this.origin = origin;
  }

  /** Whom to trust: these authorities, or null for those of the JVM. */
  static SslContextFactory.Client trusting(@Nullable KeyStore authorities) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSNIProvider(OriginTls::serverNames);
    if (authorities != null) {
      tls.setTrustStore(authorities);
    }
    return tls;
  }

  /** Names a host without a dot too, as Docker's are, which the JVM does not (RFC 6066 3). */
  private static List<SNIServerName> serverNames(SSLEngine engine, List<SNIServerName> names) {
    String host = engine.getPeerHost();
    boolean address = host == null || host.indexOf('.') >= 0 || host.indexOf(':') >= 0;
    return names.isEmpty() && !address ? List.of(new SNIHostName(host)) : names;
  }

  /** The origin has answered. */
  void works() {
    if (told.get()) {
      told.set(false);
    }
  }

  /** An exchange has failed: if TLS is why, that is said once, until the origin answers again. */
  void failed(Throwable failure) {
    SSLException tls = cause(failure, SSLException.class);
    if (tls == null || !told.compareAndSet(false, true)) {
      return;
    }
    if (isDistrust(tls)) {
      LOG.log(
          Level.WARNING,
          "the certificate of {0} is not accepted, so that clients get 502: {1}; --origin-ca names"
              + " a file with the certificates to trust",
          origin,
          innermost(tls).getMessage());
    } else {
      LOG.log(
          Level.WARNING,
          "there is no TLS with {0}, so that clients get 502: {1}",
          origin,
          innermost(tls).getMessage());
    }
  }

  /** Whether an exchange failed because the origin's certificate is not trusted. */
  static boolean isDistrust(Throwable failure) {
    return cause(failure, SSLException.class) != null
        && cause(failure, CertificateException.class) != null;
  }

  private static Throwable innermost(Throwable failure) {
    Throwable at = failure;
    for (Throwable cause = at.getCause(); cause != null; cause = cause.getCause()) {
      at = cause;
    }
    return at;
  }

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
