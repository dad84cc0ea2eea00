package io.larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the bytes of a page for what is good for one use alone: hidden fields and {@code
 * meta} elements with a token, elements with a nonce.
 *
 * <p>No parser of HTML: each tag is looked at wherever it stands, in scripts and comments too, and
 * no further than {@link #LONGEST} bytes. It reads every encoding that has ASCII in it as it is.
 */
final class HtmlTokens {
  /** What of a tag is read; a value that goes on behind it is one that is not empty. */
  private static final int LONGEST = 2048;

  /** So many bytes are looked at for each byte of the page at most, tags within tags included. */
  private static final int LOOKS = 16;

  private static final Set<String> ELEMENTS = Set.of("input", "meta", "script", "style", "link");

  /** As Spring, Struts, OWASP, JSF, Play and others name them; in lower case. */
  private static final Set<String> NAMES =
      Set.of(
          "_csrf",
          "_csrf_token",
          "_csrftoken",
          "csrf",
          "csrf_token",
          "csrf-token",
          "csrftoken",
          "_token",
          "_xsrf",
          "xsrf-token",
          "csrfmiddlewaretoken",
          "authenticity_token",
          "owasp_csrftoken",
          "struts.token",
          "org.apache.struts.taglib.html.token",
          "__requestverificationtoken",
          "javax.faces.viewstate",
          "jakarta.faces.viewstate");

  private final byte[] html;
  private long looks;
  private int at;

  HtmlTokens(byte[] html) {
    this.html = html;
  }

  /** The first that is found, or null. */
  @Nullable Refusal find() {
    for (int i = 0; i < html.length; i++) {
      if (html[i] == '<') {
        Refusal found = tag(i + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable Refusal tag(int from) {
    int nameEnd = from;
    while (nameEnd < html.length && nameEnd < from + 7 && isLetter(html[nameEnd])) {
      nameEnd++;
    }
    if (nameEnd < from + 4 || !ELEMENTS.contains(text(from, nameEnd))) {
      return null;
    }
    Map<String, String> attributes = attributes(nameEnd, Math.min(html.length, from + LONGEST));
    looks += at - from;
    if (looks > (long) LOOKS * html.length + LONGEST) {
      return Refusal.CSRF_TOKEN; // no page is like this; what it has cannot be told
    }
    return judge(text(from, nameEnd), attributes);
  }

  private static @Nullable Refusal judge(String element, Map<String, String> attributes) {
    String value = attributes.getOrDefault(element.equals("meta") ? "content" : "value", "");
    return switch (element) {
      case "input", "meta" -> {
        String name = attributes.getOrDefault("name", "").toLowerCase(Locale.ROOT);
        if (NAMES.contains(name) && !value.isBlank() && !value.equals("stateless")) {
          yield Refusal.CSRF_TOKEN; // JSF says "stateless" where there is no token
        }
        yield element.equals("meta") && TokenRules.hasNonce(value) ? Refusal.NONCE : null;
      }
      default -> attributes.getOrDefault("nonce", "").isBlank() ? null : Refusal.NONCE;
    };
  }

  /** The attributes of a tag, the first of each name; what there is of them before the end. */
  private Map<String, String> attributes(int from, int end) {
    Map<String, String> attributes = new HashMap<>();
    at = from;
    while (at < end && html[at] != '>') {
      int start = at;
      while (at < end && !isSpace(html[at]) && "=>/".indexOf(html[at]) < 0) {
        at++;
      }
      String name = text(start, at);
      skipSpace(end);
      if (at < end && html[at] == '=') {
        at++;
        skipSpace(end);
        attributes.putIfAbsent(name, value(end));
      } else if (at == start) {
        at++; // a slash, or white space
      }
    }
    return attributes;
  }

  private String value(int end) {
    int quote = at < end ? html[at] : 0;
    boolean quoted = quote == '"' || quote == '\'';
    int start = quoted ? ++at : at;
    while (at < end && (quoted ? html[at] != quote : !isSpace(html[at]) && html[at] != '>')) {
      at++;
    }
    String value = new String(html, start, at - start, ISO_8859_1);
    at += quoted ? 1 : 0;
    return value;
  }

  private void skipSpace(int end) {
    while (at < end && isSpace(html[at])) {
      at++;
    }
  }

  private String text(int from, int to) {
    return new String(html, from, to - from, ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
