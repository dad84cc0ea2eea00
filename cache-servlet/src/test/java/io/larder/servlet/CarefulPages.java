package io.larder.servlet;

import static io.larder.servlet.Mistake.of;

import io.larder.servlet.Mistake.Page;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Pages that are the same for all who ask alike, by what frameworks and people do to make them. */
final class CarefulPages {

  private CarefulPages() {}

  static Stream<Mistake> all() {
    return Stream.of(reading(), saying(), made(), asked()).flatMap(it -> it);
  }

  /** Pages with other statuses, which have neither conditions nor parts. */
  static Stream<Mistake> others() {
    return Stream.of(
        of("c-moved", status(301)).under("statuses=200,301"),
        of(
            "c-found",
            (request, response, user) -> {
              response.setHeader("Cache-Control", "max-age=60");
              response.sendRedirect("/elsewhere");
            }),
        of("c-missing", status(404)).under("statuses=200,404 errorTtl=30s"),
        of(
            "c-gone",
            (request, response, user) -> {
              response.setHeader("Cache-Control", "max-age=60");
              response.setStatus(410);
              write(response);
            }),
        of("c-empty", (request, response, user) -> response.setStatus(204))
            .under("statuses=200,204"));
  }

  private static Page status(int status) {
    return (request, response, user) -> {
      response.setStatus(status);
      response.setHeader("Location", "/elsewhere");
      write(response);
    };
  }

  private static void write(HttpServletResponse response) throws IOException {
    response.getWriter().print("made for all, and long enough to have parts of it");
  }

  private static Page doing(Consumer<HttpServletRequest> what) {
    return (request, response, user) -> {
      what.accept(request);
      write(response);
    };
  }

  private static Page answering(Consumer<HttpServletResponse> what) {
    return (request, response, user) -> {
      what.accept(response);
      write(response);
    };
  }

  /** What it reads is in the key, or is not there. */
  private static Stream<Mistake> reading() {
    return Stream.of(
        of("c-plain", doing(request -> {})),
        of("c-parameter", doing(request -> request.getParameter("page"))).at(user -> "?page=1"),
        of("c-parameters", doing(request -> request.getParameterMap())).at(user -> "?page=1&a=b"),
        of("c-declared", doing(request -> request.getParameter("page")))
            .under("params=page")
            .at(user -> "?page=1&utm_source=" + user.marker()),
        of("c-ignored", doing(request -> request.getParameter("page")))
            .under("ignoreParams=utm_*")
            .at(user -> "?utm_source=" + user.marker() + "&page=1"),
        of("c-query", doing(HttpServletRequest::getQueryString)).at(user -> "?q=1"),
        of("c-path", doing(HttpServletRequest::getPathInfo)).at(user -> "/a/b.html"),
        of("c-path-escaped", doing(HttpServletRequest::getRequestURI)).at(user -> "/caf%c3%a9%20a"),
        of("c-url", doing(HttpServletRequest::getRequestURL)),
        of("c-host", doing(HttpServletRequest::getServerName)),
        of("c-scheme", doing(HttpServletRequest::isSecure)),
        of("c-method", doing(HttpServletRequest::getMethod)),
        of("c-context", doing(HttpServletRequest::getContextPath)),
        of("c-no-session", doing(request -> request.getSession(false))),
        of("c-no-principal", doing(HttpServletRequest::getUserPrincipal)),
        of("c-no-role", doing(request -> request.isUserInRole("admin"))),
        of("c-all-fields", doing(request -> Collections.list(request.getHeaderNames()))),
        of("c-condition", doing(request -> request.getHeader("If-None-Match"))),
        of("c-range", doing(request -> request.getHeader("Range"))),
        of("c-header-in-key", doing(request -> request.getHeader("X-Kind")))
            .under("headers=X-Kind")
            .with(user -> List.of("X-Kind: a")),
        of("c-tenant", doing(request -> request.getHeader("X-Tenant")))
            .under("tenant=X-Tenant")
            .with(user -> List.of("X-Tenant: acme")),
        of(
            "c-own-attribute",
            doing(
                request -> {
                  request.setAttribute("app.model", "a");
                  request.getAttribute("app.model");
                })),
        of("c-content-type", doing(HttpServletRequest::getContentType)),
        of("c-content-length", doing(HttpServletRequest::getContentLengthLong)));
  }

  /** What it says of itself lets it be shared. */
  private static Stream<Mistake> saying() {
    return Stream.of(
        of(
                "c-vary",
                (request, response, user) -> {
                  response.setHeader("Vary", "Accept-Language");
                  request.getLocale();
                  request.getHeader("Accept-Language");
                  write(response);
                })
            .with(user -> List.of("Accept-Language: de")),
        of(
                "c-vary-origin",
                (request, response, user) -> {
                  response.setHeader("Vary", "Origin");
                  response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
                  write(response);
                })
            .with(user -> List.of("Origin: https://a.example")),
        of("c-allow-all", answering(it -> it.setHeader("Access-Control-Allow-Origin", "*")))
            .with(user -> List.of("Origin: " + user.origin())),
        of("c-allow-one", answering(it -> it.setHeader("Access-Control-Allow-Origin", "https://x")))
            .with(user -> List.of("Origin: " + user.origin())),
        of(
            "c-policy",
            answering(it -> it.setHeader("Content-Security-Policy", "script-src 'self'"))),
        of("c-public", answering(it -> it.setHeader("Cache-Control", "public, max-age=60"))),
        of("c-shared", answering(it -> it.setHeader("Cache-Control", "s-maxage=60"))),
        of("c-immutable", answering(it -> it.setHeader("Cache-Control", "max-age=60, immutable"))),
        of("c-expires", answering(it -> it.setDateHeader("Expires", 4_000_000_000_000L))),
        of("c-own-tag", answering(it -> it.setHeader("ETag", "\"own\""))),
        of("c-modified", answering(it -> it.setDateHeader("Last-Modified", 1_000_000_000_000L))),
        of("c-own-control", answering(it -> it.setHeader("Larder-Cache-Control", "max-age=60"))),
        of("c-tags", answering(it -> it.setHeader("Surrogate-Key", "a b"))),
        of(
            "c-security",
            answering(
                it -> {
                  it.setHeader("X-Frame-Options", "DENY");
                  it.setHeader("X-Content-Type-Options", "nosniff");
                  it.setHeader("Strict-Transport-Security", "max-age=31536000");
                  it.setHeader("Referrer-Policy", "no-referrer");
                })),
        of(
            "c-link",
            answering(it -> it.addHeader("Link", "</a.css>; rel=preload, </b>; rel=next"))),
        of(
            "c-disposition",
            answering(
                it ->
                    it.setHeader(
                        "Content-Disposition",
                        "attachment; filename=\"a.txt\"; filename*=UTF-8''%e2%82%ac.txt"))),
        of("c-latin", answering(it -> it.setHeader("X-Name", "caf\u00e9"))),
        of("c-language", answering(it -> it.setLocale(Locale.FRENCH))),
        of("c-in-proxy", answering(it -> it.setHeader("Cache-Control", "max-age=60")))
            .under("proxy"));
  }

  /** However it is made. */
  private static Stream<Mistake> made() {
    return Stream.of(
        of("c-stream", (request, response, user) -> response.getOutputStream().write(bytes())),
        of(
            "c-closed",
            (request, response, user) -> {
              response.getOutputStream().write(bytes());
              response.getOutputStream().close();
            }),
        of(
            "c-announced",
            (request, response, user) -> {
              response.setContentLength(bytes().length);
              response.getOutputStream().write(bytes());
            }),
        of(
            "c-flushed",
            (request, response, user) -> {
              write(response);
              response.flushBuffer();
              write(response);
            }),
        of(
            "c-reset",
            (request, response, user) -> {
              response.getWriter().print("wrong");
              response.reset();
              write(response);
            }),
        of(
            "c-included",
            (request, response, user) -> {
              request.getRequestDispatcher("/part").include(request, response);
              write(response);
            }),
        of(
            "c-forwarded",
            (request, response, user) ->
                request.getRequestDispatcher("/part").forward(request, response)),
        of("c-asynchronous", CarefulPages::asynchronous),
        of(
                "c-packed",
                (request, response, user) -> {
                  response.setHeader("Content-Encoding", "gzip");
                  response.setHeader("Vary", "Accept-Encoding");
                  response.getOutputStream().write(packed());
                })
            .with(user -> List.of("Accept-Encoding: gzip")),
        of(
            "c-html",
            (request, response, user) -> {
              response.setContentType("text/html;charset=utf-8");
              response.getWriter().print("<form><input name=q><input name=_csrf value=''></form>");
              response.getWriter().print("<script src=/a.js></script><p>'nonce-abc', _csrf</p>");
            }),
        of(
            "c-json",
            (request, response, user) -> {
              response.setContentType("application/json");
              response
                  .getWriter()
                  .print("{\"csrf\":\"<input name=_csrf value=abc>\",\"a\":[1,2,3]}");
            }));
  }

  private static void asynchronous(
      HttpServletRequest request, HttpServletResponse response, User user) {
    AsyncContext context = request.startAsync();
    context.start(
        () -> {
          try {
            write((HttpServletResponse) context.getResponse());
            context.complete();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** However it is asked for. */
  private static Stream<Mistake> asked() {
    Page plain = doing(request -> {});
    return Stream.of(
        of("c-cookies", plain).with(user -> List.of("Cookie: seen=" + user.marker())),
        of("c-no-cache", plain)
            .with(user -> List.of("Cache-Control: no-cache", "Pragma: no-cache")),
        of("c-forwarded-for", plain).with(user -> List.of("X-Forwarded-For: " + user.marker())),
        of("c-forwarded-host", plain).with(user -> List.of("X-Forwarded-Host: " + user.marker())),
        of("c-agents", plain).with(user -> List.of("User-Agent: " + user.marker(), "DNT: 1")),
        of("c-traced", plain).with(user -> List.of("traceparent: 00-" + user.marker())),
        of("c-login", plain).under("allowAuthenticated").with("X-Login"),
        of("c-bearer", plain).under("allowAuthenticated").with("Authorization"),
        of("c-any-host", plain)
            .under("anyHost")
            .with(user -> List.of("Host: " + user.marker() + ".example")),
        of("c-order", plain).at(user -> user == User.BOB ? "?b=2&a=1" : "?a=1&b=2"),
        of("c-escapes", plain).at(user -> user == User.BOB ? "/%61" : "/a"));
  }

  private static byte[] bytes() {
    return "made for all, and long enough to have parts".getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] packed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes());
    }
    return packed.toByteArray();
  }

  /** What is included and forwarded to. */
  static void part(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.getWriter().print("a part, which is long enough to have parts itself. ");
  }
}
