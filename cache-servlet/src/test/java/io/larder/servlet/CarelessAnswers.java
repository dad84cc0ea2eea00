package io.larder.servlet;

import static io.larder.servlet.Mistake.of;
import static io.larder.servlet.Mistake.write;

import io.larder.servlet.Mistake.Page;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pages for one user that show it by what they answer, or by how they are asked for. */
final class CarelessAnswers {

  private CarelessAnswers() {}

  static Stream<Mistake> all() {
    return Stream.of(known(), said(), once(), paths(), queries(), requests()).flatMap(it -> it);
  }

  private static final Page PLAIN = (request, response, user) -> write(response, user);

  private static Page saying(String name, String value) {
    return saying(response -> response.setHeader(name, value));
  }

  private static Page saying(Consumer<HttpServletResponse> what) {
    return (request, response, user) -> {
      what.accept(response);
      write(response, user);
    };
  }

  /** The user is known with the request. */
  private static Stream<Mistake> known() {
    return Stream.of(
        of("authorization", PLAIN).with("Authorization"),
        of(
                "authorization-read",
                (request, response, user) -> {
                  request.getHeader("Authorization");
                  write(response, user);
                })
            .with("Authorization"),
        of(
                "authorization-all-fields",
                (request, response, user) -> {
                  Collections.list(request.getHeaderNames());
                  write(response, user);
                })
            .with("Authorization"),
        of("authorization-with-max-age", saying("Cache-Control", "max-age=60"))
            .with("Authorization"),
        of("authorization-and-override", saying("Cache-Control", "max-age=60"))
            .under("override")
            .with("Authorization"),
        of("authorization-in-proxy", saying("Cache-Control", "max-age=60"))
            .under("proxy")
            .with("Authorization"),
        of("authorization-any-host", PLAIN).under("anyHost").with("Authorization"),
        of("principal", PLAIN).with("X-Login"),
        of(
                "principal-read",
                (request, response, user) -> {
                  request.getUserPrincipal();
                  write(response, user);
                })
            .with("X-Login"),
        of(
                "role-read",
                (request, response, user) -> {
                  request.isUserInRole("alice");
                  write(response, user);
                })
            .with("X-Login"),
        of(
            "session-begun",
            (request, response, user) -> {
              request.getSession().setAttribute("user", user.marker());
              write(response, user);
            }),
        of(
            "session-in-links",
            (request, response, user) -> {
              request.getSession();
              response.encodeURL("/next");
              write(response, user);
            }),
        of(
            "logs-in",
            (request, response, user) -> {
              try {
                request.login(user.marker(), "secret");
              } catch (ServletException e) {
                response.setHeader("X-Login", "failed");
              }
              write(response, user);
            }));
  }

  /** The answer says that it is not for all. */
  private static Stream<Mistake> said() {
    return Stream.of("", "proxy", "override", "allowAuthenticated", "anyHost")
        .flatMap(
            rule ->
                Stream.of(
                    of("private", saying("Cache-Control", "private, max-age=60")).under(rule),
                    of("private-alone", saying("Cache-Control", "private")).under(rule),
                    of("private-odd", saying("cache-control", "max-age=60 , PRIVATE=\"\""))
                        .under(rule),
                    of("no-store", saying("Cache-Control", "no-store, max-age=60")).under(rule),
                    of("no-cache", saying("Cache-Control", "no-cache")).under(rule),
                    of("vary-all", saying(CarelessAnswers::variesOnAll)).under(rule),
                    of(
                            "cookie-set",
                            (request, response, user) -> {
                              response.addCookie(new Cookie("user", user.marker()));
                              response.setHeader("Cache-Control", "max-age=60");
                              write(response, user);
                            })
                        .under(rule),
                    of("vary-on-user", saying(CarelessAnswers::variesOnUser))
                        .under(rule)
                        .with("X-User"),
                    of("vary-on-cookie", saying(CarelessAnswers::variesOnCookie))
                        .under(rule)
                        .with(user -> List.of("Cookie: user=" + user.marker()))))
        .map(CarelessAnswers::named);
  }

  /** A name of its own for each rule. */
  private static Mistake named(Mistake mistake) {
    String word = mistake.rule().isEmpty() ? "" : "-" + mistake.rule().split(" ", 2)[0];
    return new Mistake(
        mistake.name() + word, mistake.rule(), mistake.target(), mistake.fields(), mistake.page());
  }

  private static void variesOnAll(HttpServletResponse response) {
    response.setHeader("Vary", "*");
    response.setHeader("Cache-Control", "max-age=60");
  }

  private static void variesOnUser(HttpServletResponse response) {
    response.setHeader("Vary", "X-User");
    response.setHeader("Cache-Control", "max-age=60");
  }

  private static void variesOnCookie(HttpServletResponse response) {
    response.setHeader("Vary", "Accept, cookie");
    response.setHeader("Cache-Control", "max-age=60");
  }

  /** The answer has what is good for one use. */
  private static Stream<Mistake> once() {
    return Stream.of(
        of("nonce", saying("Content-Security-Policy", "script-src 'nonce-abc'")),
        of("nonce-reported", saying("Content-Security-Policy-Report-Only", "x 'nonce-abc'")),
        of("token", saying("X-CSRF-TOKEN", "abc")),
        of(
            "token-in-form",
            (request, response, user) -> {
              response.setContentType("text/html");
              write(response, user);
              response.getWriter().print("<input type=hidden name=_csrf value=abc>");
            }),
        of(
            "token-in-stream",
            (request, response, user) -> {
              response.setContentType("text/html");
              write(response, user);
              response.flushBuffer();
              response.getWriter().print("<meta name='csrf-token' content='abc'>");
            }),
        of("line-break", saying("X-Said", "a\r\nSet-Cookie: user=a")),
        of("trailers", saying(it -> it.setTrailerFields(() -> Map.of("X-A", "b")))),
        of("events", saying(it -> it.setContentType("text/event-stream"))),
        of(
            "do-not-store",
            (request, response, user) -> {
              FillContext.of(request).doNotStore();
              write(response, user);
            }),
        of(
            "do-not-store-late",
            (request, response, user) -> {
              write(response, user);
              response.flushBuffer();
              FillContext.of(request).doNotStore();
            }),
        of(
            "forbidden",
            (request, response, user) -> {
              response.setStatus(403);
              write(response, user);
            }),
        of(
            "failed",
            (request, response, user) -> {
              response.setStatus(500);
              write(response, user);
            }),
        of(
            "thrown",
            (request, response, user) -> {
              write(response, user);
              throw new IllegalStateException("broken for " + user.marker());
            }),
        of(
            "redirected",
            (request, response, user) -> response.sendRedirect("/home/" + user.marker())),
        of(
            "asynchronous-and-private",
            (request, response, user) -> {
              AsyncContext context = request.startAsync();
              context.start(
                  () -> {
                    try {
                      HttpServletResponse answer = (HttpServletResponse) context.getResponse();
                      answer.setHeader("Cache-Control", "private");
                      write(answer, user);
                      context.complete();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
            }));
  }

  /** The path only looks like the one that the rule is for. */
  private static Stream<Mistake> paths() {
    return Stream.of(
            ";x.css",
            ";user=1",
            "%2Fx.css",
            "/%2e%2e/x",
            "/.%2E",
            "/..;/x",
            "/../x",
            "/.",
            "//x",
            "%3Bx.css",
            "%3Fx.css",
            "%23x.css",
            "%00.css",
            "%0d%0aX-User:%20a",
            "%5Cx",
            "%252Fx",
            "%252e%252e%252f",
            "%C0%AE",
            "\\x",
            "%",
            "%zz",
            "#x")
        .map(end -> of("path-" + Integer.toHexString(end.hashCode()), PLAIN).at(user -> end));
  }

  /** What tells users apart stands in the query, in one way or another. */
  private static Stream<Mistake> queries() {
    return Stream.of(
            "?user=%s",
            "?user=all&user=%s",
            "?user=%s&user=all",
            "?USER=%s",
            "?user[]=%s",
            "?user%%5B%%5D=%s",
            "?a=1;user=%s",
            "?a=1%%26user=%s",
            "?a=1&&user=%s",
            "?&user=%s",
            "?%%75ser=%s",
            "?user=%%20%s",
            "?user=+%s",
            "?user=%s%%00",
            "?utm_source=x&user=%s",
            "?user=%s#x",
            "?a?user=%s")
        .map(
            query ->
                of("query-" + Integer.toHexString(query.hashCode()), PLAIN)
                    .at(user -> String.format(query, user.marker())));
  }

  /** How it is asked for. */
  private static Stream<Mistake> requests() {
    return Stream.concat(
        Stream.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
            .map(name -> of("override-" + name.toLowerCase(Locale.ROOT), PLAIN).with(name)),
        Stream.of(
            of("host", PLAIN).with(user -> List.of("Host: " + user.marker() + ".example")),
            of(
                    "origin-reflected",
                    (request, response, user) -> {
                      Collections.list(request.getHeaderNames());
                      response.setHeader("Access-Control-Allow-Origin", user.origin());
                      write(response, user);
                    })
                .with(user -> List.of("Origin: " + user.origin())),
            of("tenant", PLAIN).under("tenant=X-Tenant").with("X-Tenant"),
            of("header-in-key", PLAIN).under("headers=X-User").with("X-User"),
            of("cookie-in-key", PLAIN)
                .under("headers=Cookie")
                .with(user -> List.of("Cookie: user=" + user.marker())),
            of("upgrade", PLAIN).with(user -> List.of("Upgrade: " + user.marker()))));
  }
}
