package io.larder.cache.spi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of one store's URI apart, from left to right.
 *
 * <p>Where a URI is wrong, nobody knows which part of it the password is: in {@code
 * redis://user:secret} it stands where the port belongs, in {@code redis://:a/b@host} in the path.
 * So no sentence repeats any part of the text, except a scheme in its place and the names of
 * options.
 */
final class StoreUriParser {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern OPTION = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  /** A host name (underscores occur in container networks) or an address, and maybe a port. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?])(?::([^:]*))?");

  private static final String EXAMPLES = "memory:, none: or redis://localhost:6379/0";
  private static final String ENCODE =
      "write '/', '?', '#' and '%' in a user or password as %2F, %3F, %23 and %25";

  private final String text;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String host;
  private int port;
  private String path = "";

  StoreUriParser(String text) {
    this.text = text;
  }

  StoreUri parse() {
    if (text.isEmpty()) {
      throw wrong("is empty: write one such as " + EXAMPLES);
    }
    if (text.codePoints().anyMatch(c -> c <= ' ' || Character.isISOControl(c))) {
      throw wrong("contains white space or a control character: remove it, or percent-encode it");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw wrong("has no colon after its scheme: write one such as " + EXAMPLES);
    }
    if (!SCHEME.matcher(text.substring(0, colon)).matches()) {
      throw wrong("has no scheme: write one such as " + EXAMPLES);
    }
    if (text.indexOf('#') >= 0) {
      throw wrong("contains a '#': " + ENCODE);
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    int end = colon;
    if (place.startsWith("//")) {
      place(place.substring(2));
      end += 2 + authority(place.substring(2)).length();
    } else if (!place.isEmpty()) {
      throw wrong(
          "goes on with neither '//' nor '?' after its scheme: write one such as " + EXAMPLES);
    }
    if (text.lastIndexOf('@') > end) {
      // What precedes it may be the rest of a password, so it is read as nothing else.
      throw wrong("contains a '@' after its host: " + ENCODE + ", and '@' elsewhere as %40");
    }
    Map<String, String> options = question < 0 ? Map.of() : options(rest.substring(question + 1));
    return new StoreUri(scheme, user, password, host, port, path, options);
  }

  private static String authority(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  private void place(String place) {
    String authority = authority(place);
    path = decoded("path", place.substring(authority.length()));
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      credentials(authority.substring(0, at));
    }
    String hosts = authority.substring(at + 1);
    if (hosts.isEmpty()) {
      if (at >= 0) {
        throw wrong(
            "has no host after its '@': write one such as redis://user:password@host:6379/0");
      }
      return;
    }
    if (hosts.indexOf(',') >= 0) {
      for (String each : hosts.split(",", -1)) {
        host(each);
      }
      host = hosts;
      port = 0;
    } else {
      host(hosts);
    }
  }

  private void credentials(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      // Some clients read redis://x@host as a user, others as a password.
      throw wrong(
          "has one word before its '@', a user or a password: write user:password@host, or"
              + " :password@host without a user");
    }
    String named = decoded("user", text.substring(0, colon));
    String secret = percentDecoded("password", text.substring(colon + 1));
    user = named.isEmpty() ? null : named;
    password = named.isEmpty() && secret.isEmpty() ? null : secret;
  }

  private void host(String text) {
    Matcher matcher = HOST.matcher(text);
    if (!matcher.matches()) {
      throw wrong(
          "has no proper host: write one such as redis://host:6379/0, an IPv6 address in brackets,"
              + " and "
              + ENCODE);
    }
    String name = matcher.group(1);
    host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    port = port(matcher.group(2));
  }

  private int port(@Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    int number = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (number < 1 || number > 65_535) {
      throw wrong(
          "has a port that is no number from 1 to 65535; with a user and a password it is"
              + " scheme://user:password@host:port, and "
              + ENCODE);
    }
    return number;
  }

  private Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!OPTION.matcher(name).matches()) {
        throw wrong("has an option without a proper name: write ?name=value&name=value");
      }
      String value = equals < 0 ? "" : decoded("option '" + name + "'", pair.substring(equals + 1));
      if (value.isEmpty()) {
        throw wrong("has the option '" + name + "' without a value: write " + name + "=value");
      }
      if (options.putIfAbsent(name, value) != null) {
        throw wrong("has the option '" + name + "' twice: write it once");
      }
    }
    return Collections.unmodifiableMap(options);
  }

  /** Decodes what may show in a message or a log line, so a line break must not hide in it. */
  private static String decoded(String part, String text) {
    String decoded = percentDecoded(part, text);
    if (decoded.codePoints().anyMatch(Character::isISOControl)) {
      throw wrong("has a control character in its " + part + ": remove it");
    }
    return decoded;
  }

  private static String percentDecoded(String part, String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw wrong("has a '%' without two hexadecimal digits in its " + part + ": write %25");
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw wrong("has percent-encoded bytes in its " + part + " that are no UTF-8");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the store's URI " + what);
  }
}
