package io.larder.servlet;

import static io.larder.servlet.Mistake.of;
import static io.larder.servlet.Mistake.write;

import io.larder.servlet.Mistake.Page;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pages for one user that look the same for all: only what they have read tells. */
final class CarelessReads {

  private static final Function<User, List<String>> USER = field("X-User");
  private static final Function<User, List<String>> COOKIE =
      user -> List.of("Cookie: user=" + user.marker());
  private static final Function<User, List<String>> LANGUAGE =
      user -> List.of("Accept-Language: " + List.of("de", "fr", "it").get(user.ordinal()));
  private static final Function<User, List<String>> HOST =
      user -> List.of("Host: " + user.marker() + ".example");

  private CarelessReads() {}

  static Stream<Mistake> all() {
    return Stream.of(fields(), named(), users(), others(), parameters(), hosts(), times())
        .flatMap(it -> it);
  }

  private static Function<User, List<String>> field(String name) {
    return user -> List.of(name + ": " + user.marker());
  }

  private static Page reading(Consumer<HttpServletRequest> read) {
    return (request, response, user) -> {
      read.accept(request);
      write(response, user);
    };
  }

  private static void all(HttpServletRequest request) {
    for (String name : Collections.list(request.getHeaderNames())) {
      Collections.list(request.getHeaders(name));
    }
  }

  private static Stream<Mistake> fields() {
    return Stream.of(
        of("r-cookies", reading(HttpServletRequest::getCookies)).with(COOKIE),
        of("r-cookie-field", reading(request -> request.getHeader("Cookie"))).with(COOKIE),
        of("r-cookie-fields", reading(request -> request.getHeaders("cookie"))).with(COOKIE),
        of("r-cookies-among-all", reading(CarelessReads::all)).with(COOKIE),
        of("r-field", reading(request -> request.getHeader("X-User"))).with(USER),
        of("r-field-odd-case", reading(request -> request.getHeader("x-uSER"))).with(USER),
        of("r-fields", reading(request -> request.getHeaders("X-User"))).with(USER),
        of("r-number", reading(request -> request.getIntHeader("X-Number")))
            .with(user -> List.of("X-Number: " + user.ordinal())),
        of("r-date", reading(request -> request.getDateHeader("X-Date")))
            .with(user -> List.of("X-Date: Mon, 01 Jan 202" + user.ordinal() + " 00:00:00 GMT")),
        of("r-among-all", reading(CarelessReads::all)).with(USER),
        of("r-language", reading(HttpServletRequest::getLocale)).with(LANGUAGE),
        of("r-languages", reading(HttpServletRequest::getLocales)).with(LANGUAGE),
        of("r-language-field", reading(request -> request.getHeader("Accept-Language")))
            .with(LANGUAGE),
        of("r-accept", reading(request -> request.getHeader("Accept"))).with(field("Accept")),
        of("r-accept-among-all", reading(CarelessReads::all)).with(field("Accept")),
        of("r-type", reading(HttpServletRequest::getContentType)).with(field("Content-Type")),
        of("r-any-host-field", reading(request -> request.getHeader("X-User")))
            .under("anyHost")
            .with(USER),
        of("r-other-in-key", reading(request -> request.getHeader("X-User")))
            .under("headers=X-Other")
            .with(USER),
        of("r-other-tenant", reading(request -> request.getHeader("X-User")))
            .under("tenant=X-Tenant")
            .with(user -> List.of("X-Tenant: acme", "X-User: " + user.marker())));
  }

  /** By fields that proxies, frameworks and attackers send. */
  private static Stream<Mistake> named() {
    return Stream.of(
            "X-Forwarded-Host",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "Forwarded",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Real-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "X-Host",
            "X-Remote-User",
            "X-Authenticated-User",
            "X-Api-Key",
            "X-Auth-Token",
            "Proxy-Authorization",
            "Origin",
            "Referer",
            "User-Agent",
            "From",
            "Via",
            "X-Requested-With",
            "Sec-Fetch-Site",
            "DNT")
        .map(
            name ->
                of(
                        "r-" + name.toLowerCase(Locale.ROOT),
                        reading(request -> request.getHeader(name)))
                    .with(name));
  }

  /** Under a rule by which requests with a user are as all others. */
  private static Stream<Mistake> users() {
    return Stream.of(
            of("r-principal", reading(HttpServletRequest::getUserPrincipal)).with("X-Login"),
            of("r-remote-user", reading(HttpServletRequest::getRemoteUser)).with("X-Login"),
            of("r-auth-type", reading(HttpServletRequest::getAuthType)).with("X-Login"),
            of("r-role", reading(request -> request.isUserInRole("alice"))).with("X-Login"),
            of("r-authorization", reading(request -> request.getHeader("Authorization")))
                .with("Authorization"),
            of("r-authorization-among-all", reading(CarelessReads::all)).with("Authorization"),
            of("r-session", reading(HttpServletRequest::getSession)),
            of("r-session-of-client", reading(HttpServletRequest::getRequestedSessionId))
                .with(user -> List.of("Cookie: JSESSIONID=" + user.marker())))
        .map(mistake -> mistake.under("allowAuthenticated"));
  }

  private static Stream<Mistake> others() {
    return Stream.of(
        of("r-address", reading(HttpServletRequest::getRemoteAddr)).with("X-Address"),
        of("r-remote-host", reading(HttpServletRequest::getRemoteHost)).with("X-Address"),
        of("r-port", reading(HttpServletRequest::getRemotePort)),
        of("r-attribute", reading(request -> request.getAttribute("app.user"))).with("X-Attribute"),
        of("r-session-id", reading(HttpServletRequest::getRequestedSessionId))
            .with(user -> List.of("Cookie: JSESSIONID=" + user.marker())));
  }

  private static Stream<Mistake> parameters() {
    return Stream.of("params=page", "params=", "ignoreParams=user", "key={page}")
        .flatMap(
            rule ->
                Stream.of(
                        of("r-parameter", reading(request -> request.getParameter("user"))),
                        of("r-values", reading(request -> request.getParameterValues("user"))),
                        of("r-map", reading(CarelessReads::map)),
                        of("r-names", reading(CarelessReads::values)),
                        of("r-query", reading(HttpServletRequest::getQueryString)))
                    .map(mistake -> at(mistake, rule)));
  }

  private static Mistake at(Mistake mistake, String rule) {
    String name = mistake.name() + "-" + Integer.toHexString(rule.hashCode());
    return of(name, mistake.page()).under(rule).at(user -> "?page=1&user=" + user.marker());
  }

  private static void map(HttpServletRequest request) {
    request.getParameterMap().get("user");
  }

  private static void values(HttpServletRequest request) {
    for (String name : Collections.list(request.getParameterNames())) {
      request.getParameter(name);
    }
  }

  private static Stream<Mistake> hosts() {
    return Stream.of(
            of("r-server-name", reading(HttpServletRequest::getServerName)),
            of("r-host-field", reading(request -> request.getHeader("Host"))),
            of("r-host-among-all", reading(CarelessReads::all)),
            of("r-url", reading(HttpServletRequest::getRequestURL)))
        .map(mistake -> mistake.under("anyHost").with(HOST));
  }

  /** Wherever and whenever it reads. */
  private static Stream<Mistake> times() {
    return Stream.of(
        of(
                "r-late",
                (request, response, user) -> {
                  response.flushBuffer();
                  request.getHeader("X-User");
                  write(response, user);
                })
            .with(USER),
        of(
                "r-later",
                (request, response, user) -> {
                  response.getWriter().print("page ");
                  response.flushBuffer();
                  request.getCookies();
                  write(response, user);
                  response.flushBuffer();
                })
            .with(COOKIE),
        of("r-asynchronous", CarelessReads::asynchronous).with(USER),
        of(
                "r-in-include",
                (request, response, user) -> {
                  request.getRequestDispatcher("/reading").include(request, response);
                  write(response, user);
                })
            .with(USER),
        of(
                "r-in-forward",
                (request, response, user) ->
                    request.getRequestDispatcher("/reading").forward(request, response))
            .with(USER),
        of(
                "r-redirected",
                (request, response, user) -> {
                  request.getHeader("X-User");
                  response.setHeader("Cache-Control", "max-age=60");
                  response.sendRedirect("/home/" + user.marker());
                })
            .with(USER),
        of(
                "r-in-field",
                (request, response, user) -> {
                  request.getHeader("X-User");
                  response.setHeader("X-Said", user.marker());
                  response.getWriter().print("a page for whoever it is");
                })
            .with(USER),
        of(
                "r-wrapped",
                (request, response, user) -> {
                  new HttpServletRequestWrapper(request).getHeader("X-User");
                  write(response, user);
                })
            .with(USER),
        of(
                "r-confirmed",
                (request, response, user) -> {
                  request.getHeader("X-User");
                  response.setHeader("ETag", "\"" + user.marker() + "\"");
                  response.setHeader("Cache-Control", "max-age=0");
                  if (request.getHeader("If-None-Match") != null) {
                    response.setStatus(304);
                  } else {
                    write(response, user);
                  }
                })
            .under("keep=1m")
            .with(USER),
        of(
                "r-stale",
                (request, response, user) -> {
                  request.getHeader("X-User");
                  response.setHeader("Cache-Control", "max-age=0, stale-while-revalidate=60");
                  write(response, user);
                })
            .with(USER),
        of(
                "r-missing",
                (request, response, user) -> {
                  request.getHeader("X-User");
                  response.setStatus(404);
                  write(response, user);
                })
            .under("statuses=200,404")
            .with(USER));
  }

  private static void asynchronous(
      HttpServletRequest request, HttpServletResponse response, User user) {
    AsyncContext context = request.startAsync();
    context.start(
        () -> {
          try {
            ((HttpServletRequest) context.getRequest()).getHeader("X-User");
            write((HttpServletResponse) context.getResponse(), user);
            context.complete();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** What is included and forwarded to. */
  static void reading(HttpServletRequest request, HttpServletResponse response, User user)
      throws IOException {
    request.getHeader("X-User");
    write(response, user);
  }
}
