package io.larder.example.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Makes the fields of a request to the origin out of those of a client's. */
final class RequestFields {
  /** What is written anew. {@code Trailer} and the like go on as they are. */
  private static final List<String> REWRITTEN =
      List.of(
          "host",
          "via",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "expect",
          "max-forwards");

  private final HttpServletRequest request;
  private final HttpFields.Mutable fields = HttpFields.build();

  private RequestFields(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * Copies and completes them.
   *
   * @param authority of the origin, for Host
   * @param via the line to append there
   * @param maxForwards what is left of them, if this method counts them; else what the client says
   */
  static HttpFields of(
      HttpServletRequest request, String authority, String via, List<String> maxForwards) {
    RequestFields made = new RequestFields(request);
    made.fields.add(HttpHeader.HOST, authority);
    made.copy();
    maxForwards.forEach(left -> made.fields.add("Max-Forwards", left));
    lines(request, "Via").forEach(line -> made.fields.add("Via", line));
    made.fields.add("Via", via);
    made.forwarded();
    if (made.wants("TE", "trailers")) {
      // RFC 9110 10.1.4: it is about the connection, so it is named there.
      made.fields.add("TE", "trailers");
      made.fields.add("Connection", "TE");
    }
    if (made.wants("Expect", "100-continue")) {
      // Without Jetty's own constant, so that its sender does not wait for ever for an origin
      // which does not know of interim responses: ClientBody waits, for a while.
      made.fields.add(new HttpField(null, "Expect", "100-continue"));
    }
    return made.fields.asImmutable();
  }

  private void copy() {
    HopByHop hop = HopByHop.of(lines(request, "Connection"));
    // RFC 9112 6.3: with Transfer-Encoding, a Content-Length says nothing.
    boolean chunked = !lines(request, "Transfer-Encoding").isEmpty();
    for (String name : Collections.list(request.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (hop.ends(name)
          || REWRITTEN.contains(lower)
          || (chunked && lower.equals("content-length"))) {
        continue;
      }
      lines(request, name).forEach(value -> fields.add(name, value));
    }
  }

  private void forwarded() {
    Forwarded who = new Forwarded(request.getRemoteAddr(), request.getScheme(), host());
    Map<String, String> elements = new LinkedHashMap<>();
    elements.put("X-Forwarded-For", who.client());
    elements.put("X-Forwarded-Proto", who.scheme());
    elements.put("X-Forwarded-Host", who.host());
    elements.put("Forwarded", who.element());
    elements.forEach(
        (name, element) ->
            fields.add(name, Forwarded.appended(String.join(", ", lines(request, name)), element)));
  }

  /** What the client asked for, as it wrote it. */
  private String host() {
    String name = request.getServerName();
    String field = lines(request, "Host").stream().findFirst().orElse("");
    if (field.regionMatches(true, 0, name, 0, name.length())) {
      return field;
    }
    // RFC 9112 3.2.2: of an absolute target and Host, the target counts.
    int port = request.getServerPort();
    return port == (request.isSecure() ? 443 : 80) ? name : name + ":" + port;
  }

  private boolean wants(String field, String token) {
    return lines(request, field).stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .anyMatch(each -> each.split(";", -1)[0].strip().equalsIgnoreCase(token));
  }

  static List<String> lines(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }
}
