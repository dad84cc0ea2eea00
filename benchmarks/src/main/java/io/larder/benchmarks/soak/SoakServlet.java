package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The application: pages that are well-behaved, and others that make all mistakes. */
final class SoakServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The rules, with each cap at its default. */
  static final String RULES =
      """
      /pages/*   ttl=1h
      /junk/*    ttl=10m
      /vary/*    ttl=10m
      /big/*     ttl=1m
      /head/*    ttl=1m
      /slow/*    ttl=1s
      /later/*   ttl=1s
      /never/*   ttl=1m
      /me/*      ttl=1m
      /echo/*    ttl=1m
      /orders/*  ttl=1m
      /broken/*  ttl=1m
      /stale/*   ttl=1s staleWhileRevalidate=5s staleIfError=5s
      /search    ttl=1m methods=GET,QUERY,POST
      /unshared/* ttl=1m
      """;

  private static final int SLOW_MILLIS = 300;

  private final transient ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong calls = new AtomicLong();

  /** Returns for how many requests it was asked. */
  long calls() {
    return calls.get();
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    calls.incrementAndGet();
    response.setContentType("text/plain");
    switch (request.getServletPath()) {
      case "/pages" -> page(request, response);
      case "/junk" -> write(response, whole(request), 4000);
      case "/vary" -> vary(request, response);
      case "/big" -> big(request, response);
      case "/head" -> head(request, response);
      case "/slow" -> {
        pause(SLOW_MILLIS);
        write(response, whole(request), Bodies.SMALL);
      }
      case "/later" -> later(request, SLOW_MILLIS, 10_000);
      case "/never" -> later(request, number(request, "after", 0), 500);
      case "/me" -> me(request, response);
      case "/echo" -> echo(request, response);
      case "/orders" -> orders(request, response);
      case "/broken" -> broken(request, response);
      case "/stale" -> stale(request, response);
      case "/search" -> search(request, response);
      default -> {
        response.setHeader("Cache-Control", "no-store");
        write(response, whole(request), Bodies.SMALL);
      }
    }
  }

  private static void page(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    pause(5);
    String path = request.getPathInfo();
    boolean large = path != null && path.startsWith("/large/");
    write(response, whole(request), large ? Bodies.LARGE : Bodies.SMALL);
  }

  private static void vary(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Vary", "X-Variant");
    write(response, "variant " + request.getHeader("X-Variant"), 2000);
  }

  /** In pieces, with or without saying beforehand how much it is. */
  private static void big(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int size = number(request, "size", 1_000_000);
    if (request.getParameter("chunked") == null) {
      response.setContentLength(size);
    }
    byte[] piece = Bodies.of(whole(request), 16 * 1024);
    ServletOutputStream out = response.getOutputStream();
    for (int left = size; left > 0; left -= piece.length) {
      out.write(piece, 0, Math.min(left, piece.length));
    }
  }

  private static void head(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (int i = 0; i < number(request, "fields", 10); i++) {
      response.addHeader("X-Field-" + i, "v".repeat(200));
    }
    write(response, whole(request), Bodies.SMALL);
  }

  /** Asynchronous; where its time is over before that, it answers too late, or never. */
  private void later(HttpServletRequest request, int afterMillis, int timeoutMillis) {
    String text = whole(request);
    AsyncContext async = request.startAsync();
    async.setTimeout(timeoutMillis);
    if (afterMillis == 0) {
      return;
    }
    var unused =
        timer.schedule(
            () -> {
              try {
                write((HttpServletResponse) async.getResponse(), text, Bodies.SMALL);
                async.complete();
              } catch (IOException | IllegalStateException tooLate) {
                return; // as it is to be: the container has ended it
              }
            },
            afterMillis,
            TimeUnit.MILLISECONDS);
  }

  /** Leaks: says who the client is, in what it lets be stored. */
  private static void me(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String who =
        switch (String.valueOf(request.getPathInfo())) {
          case "/session" -> "session " + request.getSession(true).getId();
          case "/cookie" -> "cookie " + request.getHeader("Cookie");
          case "/token" -> "token " + request.getHeader("X-Token");
          case "/authorization" -> "authorization " + request.getHeader("Authorization");
          case "/all" -> "all " + all(request);
          default -> "port " + request.getRemotePort();
        };
    write(response, who, 0);
  }

  private static String all(HttpServletRequest request) {
    StringJoiner all = new StringJoiner(";");
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      all.add(request.getHeader(names.nextElement()));
    }
    return all.toString();
  }

  /** Puts what a client sends into fields. */
  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String sent = String.valueOf(request.getParameter("v"));
    response.addHeader("X-Echo", sent);
    response.addHeader("Content-Language", sent);
    write(response, whole(request), 0);
  }

  private static void orders(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("GET")) {
      response.setHeader("Cache-Groups", "\"orders\"");
      response.setHeader("Surrogate-Key", "orders order-" + request.getPathInfo());
      write(response, whole(request), Bodies.SMALL);
      return;
    }
    response.setHeader("Location", request.getRequestURI() + "/1");
    response.setHeader("Cache-Group-Invalidation", "\"orders\"");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private static void broken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] half = Bodies.of(whole(request), 40_000);
    switch (String.valueOf(request.getPathInfo())) {
      case "/short" -> response.setContentLength(2 * half.length);
      case "/error" -> response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      default -> response.flushBuffer();
    }
    response.getOutputStream().write(half);
    if ("/throws".equals(request.getPathInfo())) {
      throw new IllegalStateException("in the middle, as it is to be");
    }
  }

  private void stale(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (calls.get() % 3 == 0) {
      throw new IllegalStateException("now and then, as it is to be");
    }
    pause(20);
    write(response, whole(request), Bodies.SMALL);
  }

  private static void search(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] asked = request.getInputStream().readAllBytes();
    write(response, "search " + new String(asked, ISO_8859_1), 0);
  }

  /** The request as its page's key has it. */
  private static String whole(HttpServletRequest request) {
    return request.getRequestURL() + "?" + request.getQueryString();
  }

  private static void write(HttpServletResponse response, String text, int size)
      throws IOException {
    byte[] body = Bodies.of(text, Math.max(size, text.length() + 1));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static int number(HttpServletRequest request, String name, int otherwise) {
    String given = request.getParameter(name);
    return given == null ? otherwise : Integer.parseInt(given);
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
