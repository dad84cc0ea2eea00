package io.larder.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Content-Type and encoding of a response that goes nowhere, kept as its container keeps them: what
 * a refresh stores is what a fill would have stored. What only the container could know ends the
 * refresh. Not thread-safe.
 */
final class SinkType {

  private static final Pattern KNOWN =
      Pattern.compile(
          "([^;,\\s\"]+/[^;,\\s\"]+)(?:(\\s*;\\s*)charset=(\"?)([A-Za-z0-9._:+-]+)\\3)?",
          Pattern.CASE_INSENSITIVE);

  /** The encodings that types without one have on Jetty. */
  private static final Map<String, String> INFERRED =
      Map.of(
          "text/html", "UTF-8",
          "text/xml", "UTF-8",
          "text/plain", "ISO-8859-1",
          "application/xhtml+xml", "UTF-8",
          "application/vnd.api+json", "UTF-8");

  /** The encoding of what is no text, on Jetty. */
  private static final String NONE = "";

  /** The types by which Jetty fixes the encoding without saying so. */
  private static final Set<String> ASSUMED = Set.of("application/json", "text/json");

  /** The types that Jetty writes in its own spelling. */
  private static final Set<String> CANONICAL =
      Set.of("text/html", "text/plain", "text/xml", "application/json", "text/json");

  private final Foreground foreground;
  private final Server server;
  private final String unset;

  private @Nullable String type;
  private @Nullable String field;
  private @Nullable String encoding;
  private boolean encodingOfType;

  private SinkType(Server server, String unset, Foreground foreground) {
    this.foreground = foreground;
    this.server = server;
    this.unset = unset;
  }

  /**
   * Begins as a response stands, on which nothing was written yet.
   *
   * @throws NotInRefresh if that cannot be told
   */
  static SinkType of(
      HttpServletRequest request, HttpServletResponse response, Foreground foreground) {
    Server server = Server.of(response);
    String wide = request.getServletContext().getResponseCharacterEncoding();
    String unset = wide == null ? "ISO-8859-1" : wide;
    String type = response.getContentType();
    String encoding = response.getCharacterEncoding();
    boolean isSet = type == null && encoding != null && !encoding.equalsIgnoreCase(unset);
    String spelt = isSet || type != null || encoding == null ? unset : encoding;
    SinkType sink =
        new SinkType(server, server == Server.JETTY ? normalized(spelt) : spelt, foreground);
    if (isSet) {
      sink.setEncoding(encoding);
    }
    if (type != null) {
      sink.set(type);
    }
    return sink;
  }

  /** Content-Type as the container's getter says it. */
  @Nullable String type() {
    if (server == Server.JETTY) {
      return field;
    }
    return type == null || encoding == null ? type : type + ";charset=" + encoding;
  }

  /** Content-Type as it stands among the fields; null if it does not, as on Tomcat. */
  @Nullable String field() {
    return server == Server.OTHER ? null : field;
  }

  String encoding() {
    if (encoding != null) {
      return encoding;
    }
    if (server == Server.JETTY && type != null) {
      String lower = type.toLowerCase(Locale.ROOT);
      return lower.startsWith("image/") ? NONE : INFERRED.getOrDefault(lower, unset);
    }
    return unset;
  }

  void set(@Nullable String text) {
    if (text == null) {
      unset();
      return;
    }
    Matcher parts = KNOWN.matcher(text);
    if (!parts.matches()) {
      throw foreground.need("Content-Type '" + text + "'");
    }
    type = parts.group(1);
    String named = parts.group(4);
    switch (server) {
      case JETTY -> setOnJetty(text, parts);
      case UNDERTOW -> {
        String added = encoding == null ? text : text + "; charset=" + encoding;
        field = named == null ? added : type + ";charset=" + named;
        encoding = named == null ? encoding : named;
      }
      case OTHER -> encoding = named == null ? encoding : named;
    }
  }

  private void setOnJetty(String text, Matcher parts) {
    String named = parts.group(4);
    boolean assumed = named == null && ASSUMED.contains(parts.group(1).toLowerCase(Locale.ROOT));
    if (named != null || assumed) {
      encoding = named != null ? normalized(named) : "utf-8";
      encodingOfType = true;
      field = parts.group(3) == null || parts.group(3).isEmpty() ? canonical(text) : text;
    } else {
      field = canonical(encoding == null ? text : text + ";charset=" + encoding);
    }
  }

  private void unset() {
    switch (server) {
      case JETTY -> {
        type = null;
        field = null;
        encoding = encodingOfType ? null : encoding;
      }
      case UNDERTOW -> {}
      case OTHER -> {
        type = null;
        encoding = null;
      }
    }
  }

  void setEncoding(@Nullable String name) {
    encoding = server == Server.JETTY && name != null ? normalized(name) : name;
    encodingOfType = false;
    if (type != null) {
      String named = encoding == null ? type : type + ";charset=" + encoding;
      field = server == Server.JETTY ? canonical(named) : type();
    }
  }

  /**
   * Takes a language.
   *
   * @return Content-Language as the container writes it; none on Tomcat, which keeps it where
   *     nobody sees it
   * @throws NotInRefresh if it may change the encoding, since each application maps them itself
   */
  @Nullable String localized(@Nullable Locale locale) {
    if (encoding == null) {
      throw foreground.need("setLocale without an encoding");
    }
    if (locale == null) {
      return null;
    }
    return switch (server) {
      case JETTY -> locale.toString().replace('_', '-');
      case UNDERTOW -> locale.getLanguage() + '-' + locale.getCountry();
      case OTHER -> null;
    };
  }

  void reset() {
    field = null;
    if (server != Server.UNDERTOW) { // which clears the field alone
      type = null;
      encoding = null;
      encodingOfType = false;
    }
  }

  private static String canonical(String text) {
    Matcher parts = KNOWN.matcher(text);
    if (!parts.matches() || !CANONICAL.contains(parts.group(1).toLowerCase(Locale.ROOT))) {
      return text;
    }
    String base = parts.group(1).toLowerCase(Locale.ROOT);
    if (parts.group(4) == null) {
      return base;
    }
    String named = parts.group(4).toLowerCase(Locale.ROOT);
    boolean ours = named.equals("utf-8") || named.equals("iso-8859-1");
    boolean spelt = parts.group(2).equals(";") || parts.group(2).equals("; ");
    return ours && spelt ? base + ";charset=" + named : text;
  }

  private static String normalized(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "utf-8", "utf8" -> "utf-8";
      case "utf-16", "utf16" -> "utf-16";
      case "iso-8859-1", "iso8859-1" -> "iso-8859-1";
      default -> name;
    };
  }
}
