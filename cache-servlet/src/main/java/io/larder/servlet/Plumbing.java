package io.larder.servlet;

import jakarta.servlet.ServletRequest;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What containers and frameworks ask of every request for their own books, which no response is
 * made of. Taken for reads, it would leave nothing that could be shared.
 *
 * <p>It is known by the class that asks, found on the stack. Who gets at the same by way of such a
 * class, as at the remote address in an authentication's details, is not seen.
 */
enum Plumbing {
  /** Asks for the remote address, to write it down. */
  ADDRESS(
      "org.springframework.security.web.authentication.WebAuthenticationDetails",
      "org.springframework.web.servlet.FrameworkServlet"),

  /** Asks for the query, to look for a word of its own in it, or to note it for later. */
  QUERY(
      "org.apache.catalina.core.ApplicationDispatcher",
      "org.apache.jasper.servlet.JspServlet",
      "org.eclipse.jetty.ee10.servlet.AsyncContextEvent",
      "org.eclipse.jetty.ee10.servlet.ServletCoreRequest",
      "org.eclipse.jetty.ee11.servlet.AsyncContextEvent",
      "org.eclipse.jetty.ee11.servlet.ServletCoreRequest",
      "org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter",
      "org.springframework.security.web.savedrequest.HttpSessionRequestCache",
      // Which copies the attributes that tell the query of a forward or an asynchronous dispatch.
      "org.springframework.web.servlet.handler.HandlerMappingIntrospector$AttributesPreservingRequest"),

  /** Asks for scheme, host and port, to refuse some or to forbid plain HTTP. */
  HOST(
      "org.eclipse.jetty.ee10.servlet.ServletCoreRequest",
      "org.eclipse.jetty.ee11.servlet.ServletCoreRequest",
      "org.springframework.security.web.firewall.StrictHttpFirewall",
      "org.springframework.security.web.header.writers.HstsHeaderWriter"),

  /** Takes all header fields, to look at conditions, ranges and origins alone. */
  FIELDS(
      "org.eclipse.jetty.ee10.servlet.ServletCoreRequest",
      "org.eclipse.jetty.ee11.servlet.ServletCoreRequest",
      "org.springframework.web.cors.DefaultCorsProcessor"),

  /** Takes all header fields but the cookies, to put them into an object. */
  FIELDS_BUT_COOKIES(
      "org.springframework.web.servlet.mvc.method.annotation.ExtendedServletRequestDataBinder"),

  /** Takes all attributes, to put them back. */
  ATTRIBUTES("org.springframework.web.servlet.handler.HandlerMappingIntrospector");

  /** Behind these are a user's language and time zone, if something outside has found them. */
  private static final String LOCALES = "org.springframework.web.servlet.i18n.";

  private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  /** So far up somebody may stand who asks, behind wrappers of the request. */
  private static final int DEPTH = 40;

  /** Hand the question on. */
  private static final Set<String> BETWEEN =
      Set.of(
          "org.springframework.http.server.ServletServerHttpRequest",
          "org.springframework.security.web.util.UrlUtils");

  /** How the names of attributes begin that containers and frameworks look for and set. */
  private static final List<String> OWN =
      List.of(
          "io.larder.",
          "io.micrometer.",
          "jakarta.servlet.async.",
          "jakarta.servlet.error.",
          "jakarta.servlet.forward.",
          "jakarta.servlet.include.",
          "jakarta.servlet.jsp.",
          "org.apache.jasper.",
          "org.apache.tomcat.sendfile.",
          "org.eclipse.jetty.",
          "org.glassfish.jersey.",
          "org.springframework.boot.",
          "org.springframework.core.",
          "org.springframework.http.",
          "org.springframework.security.",
          "org.springframework.ui.",
          "org.springframework.validation.",
          "org.springframework.web.");

  /** How those begin, or what they are, that tell nobody who asks. */
  private static final List<String> HARMLESS =
      List.of(
          "io.larder.",
          "jakarta.servlet.async.",
          "jakarta.servlet.error.",
          "jakarta.servlet.forward.",
          "jakarta.servlet.include.",
          "jakarta.servlet.request.cipher_suite",
          "jakarta.servlet.request.key_size",
          "jakarta.servlet.request.secure_protocol",
          "org.apache.catalina.core.DISPATCHER",
          "org.apache.tomcat.sendfile.support",
          "org.springframework.core.",
          "org.springframework.http.server.",
          "org.springframework.web.");

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is
  private final Set<String> askers;

  Plumbing(String... askers) {
    this.askers = Set.of(askers);
  }

  /** Whether it is this that asks, by way of whatever wraps the request. */
  boolean isAsking() {
    return WALKER.walk(this::isAsking);
  }

  private boolean isAsking(Stream<StackFrame> frames) {
    Iterator<StackFrame> each = frames.limit(DEPTH).iterator();
    while (each.hasNext()) {
      Class<?> asking = each.next().getDeclaringClass();
      if (isAsker(asking)) {
        return true;
      }
      if (!passesOn(asking)) {
        return false;
      }
    }
    return false;
  }

  /** A class asks by those that are nested in it too, but by requests, which others ask. */
  private boolean isAsker(Class<?> asking) {
    String name = asking.getName();
    int nested = name.indexOf('$');
    return askers.contains(name)
        || (nested > 0
            && !ServletRequest.class.isAssignableFrom(asking)
            && askers.contains(name.substring(0, nested)));
  }

  private static boolean passesOn(Class<?> asking) {
    String name = asking.getName();
    return ServletRequest.class.isAssignableFrom(asking)
        || asking.getPackage() == Plumbing.class.getPackage()
        || name.startsWith("java.")
        || BETWEEN.contains(name);
  }

  /**
   * Whether an attribute is a container's or a framework's own, and about no user.
   *
   * @param value its value; what is looked for in vain is looked for in vain by all
   */
  static boolean owns(String attribute, @Nullable Object value) {
    boolean isThere = value != null;
    List<String> beginnings = isThere ? HARMLESS : OWN;
    if (isThere && attribute.startsWith(LOCALES)) {
      return false;
    }
    for (int i = 0; i < beginnings.size(); i++) {
      if (attribute.startsWith(beginnings.get(i))) {
        return true;
      }
    }
    // By which Spring's filters know themselves.
    return Boolean.TRUE.equals(value) && attribute.endsWith(".FILTERED");
  }
}
