package io.larder.servlet;

import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What a handler may ask the request, and what ends a capture for it. */
final class RequestCases {
  private RequestCases() {}

  static void add() {
    kept(
        "cookies",
        (q, r) -> {
          r.addCookie(new Cookie("user", "1"));
          r.addCookie(new Cookie("other", "2"));
          r.getOutputStream().print("cookies");
        });
    lost(
        Reason.TRAILERS,
        "trailers",
        (q, r) -> {
          r.setHeader("Trailer", "X-Sum");
          r.setTrailerFields(() -> Map.of("X-Sum", "17"));
          r.getOutputStream().print("body");
          r.flushBuffer();
        });
    kept(
        "conditions",
        (q, r) -> {
          StringBuilder seen = new StringBuilder();
          for (String name : CONDITIONS) {
            seen.append(q.getHeader(name)).append(q.getHeaders(name).hasMoreElements());
            seen.append(
                Collections.list(q.getHeaderNames()).stream().anyMatch(name::equalsIgnoreCase));
            seen.append(name.endsWith("Since") ? q.getDateHeader(name) : -1).append(' ');
          }
          r.getOutputStream().print(seen + q.getHeader("X-Other"));
        });
    lost(
        Reason.UPGRADED,
        "upgrade",
        (q, r) -> {
          if (q.getHeader("Upgrade") == null) {
            r.getOutputStream().print("not asked to");
          } else {
            r.setStatus(101);
            r.setHeader("Upgrade", "echo");
            r.setHeader("Connection", "Upgrade");
            q.upgrade(EchoUpgrade.class);
          }
        });
    kept("session", (q, r) -> r.getOutputStream().print("" + q.getSession().isNew()));
    kept("noSession", (q, r) -> r.getOutputStream().print("" + q.getSession(false)));
    kept(
        "noUser",
        (q, r) -> {
          r.getOutputStream().print(q.getUserPrincipal() + q.getRemoteUser() + q.isUserInRole("x"));
        });
    lost(
        Reason.PERSONAL,
        "sessionInUrl",
        (q, r) -> {
          q.getSession();
          r.getOutputStream().print(r.encodeURL("/somewhere").isEmpty());
        });
    kept(
        "unwrapped",
        (q, r) -> {
          r.getOutputStream().print("a");
          if (r instanceof HttpServletResponseWrapper wrapper) {
            r.getOutputStream().print(wrapper.getResponse() == null);
          } else {
            r.getOutputStream().print(false);
          }
        });
    lost(
        Reason.BYPASSED,
        "written past the capture",
        (q, r) -> {
          r.getOutputStream().print("a");
          ServletResponse real = r;
          while (real instanceof HttpServletResponseWrapper wrapper) {
            real = wrapper.getResponse();
          }
          real.getOutputStream().print("b");
          real.getOutputStream().close();
          r.getOutputStream().print("c");
        });
    Cases.ALL.put("writtenPast", Cases.ALL.remove("written past the capture"));
    kept(
        "redirectWithStatus",
        (q, r) -> {
          redirect61(r, "/elsewhere", 307, true);
        });
    Cases.Handler withBody =
        (q, r) -> {
          r.getOutputStream().print("kept");
          redirect61(r, "/elsewhere", 303, false);
        };
    if (redirect61() == null) {
      kept("redirectWithBody", withBody);
    } else {
      lost(Reason.REDIRECT, "redirectWithBody", withBody);
    }
  }

  static final List<String> CONDITIONS =
      List.of(
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-Range",
          "Range");

  /** Calls the method of Servlet 6.1 where there is one. */
  private static void redirect61(
      HttpServletResponse response, String location, int status, boolean clear) throws Exception {
    Method redirect = redirect61();
    if (redirect == null) {
      response.sendRedirect(location);
    } else {
      redirect.invoke(response, location, status, clear);
    }
  }

  private static Method redirect61() {
    try {
      return HttpServletResponse.class.getMethod(
          "sendRedirect", String.class, int.class, boolean.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
