package io.larder.servlet;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Sites whose rules let requests with content in, and handlers that read it in several ways. */
abstract class ContentBase {
  static final String JSON = "Content-Type: application/json";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  static final String RULES =
      "/* ttl=30s methods=GET,QUERY,POST maxRequestBody=1KB allowReads=headers";

  final CountDownLatch go = new CountDownLatch(1);
  final CountDownLatch begun = new CountDownLatch(1);
  volatile Throwable failure;

  Site site(Container.Kind kind) throws Exception {
    return site(kind, RULES);
  }

  Site site(Container.Kind kind, String rules) throws Exception {
    Site[] site = new Site[1];
    site[0] =
        Site.of((request, response) -> handle(site[0], request, response))
            .on(kind)
            .rules(rules)
            .start();
    return site[0];
  }

  void handle(Site site, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int run = site.runs();
    response.setContentType("text/plain");
    if (request.getHeader("Store") != null) {
      response.setHeader("Cache-Control", request.getHeader("Store"));
    }
    switch (String.valueOf(request.getHeader("How"))) {
      case "reader" -> print(response, run, request.getReader().lines().toList().get(0));
      case "parameters" -> print(response, run, parameters(request));
      case "async" -> async(request, response, run);
      case "wait" -> {
        begun.countDown();
        InvalidationTest.awaitLatch(go);
        print(response, run, stream(request));
      }
      default -> {
        try {
          print(response, run, stream(request));
        } catch (IOException | RuntimeException e) {
          failure = e;
          throw e;
        }
      }
    }
  }

  static String stream(HttpServletRequest request) throws IOException {
    return new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  static void print(HttpServletResponse response, int run, String text) throws IOException {
    response.getOutputStream().write(("run " + run + ": " + text).getBytes(StandardCharsets.UTF_8));
  }

  static String parameters(HttpServletRequest request) {
    Map<String, String> all = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> all.put(name, String.join(",", values)));
    return all + " " + request.getParameter("a");
  }

  static void async(HttpServletRequest request, HttpServletResponse response, int run)
      throws IOException {
    AsyncContext context = request.startAsync();
    ServletInputStream in = request.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.setReadListener(
        new ReadListener() {
          @Override
          public void onDataAvailable() throws IOException {
            byte[] some = new byte[100];
            while (in.isReady() && !in.isFinished()) {
              int count = in.read(some);
              if (count > 0) {
                all.write(some, 0, count);
              }
            }
          }

          @Override
          public void onAllDataRead() throws IOException {
            print(response, run, all.toString(StandardCharsets.ISO_8859_1));
            context.complete();
          }

          @Override
          public void onError(Throwable failure) {
            context.complete();
          }
        });
  }

  static void settle(Site site) {
    Awaitility.await().until(() -> site.filter.loading() == 0);
  }

  static RawResponse query(Site site, String... fields) throws IOException {
    String[] all = Stream.concat(Stream.of(JSON), Stream.of(fields)).toArray(String[]::new);
    return Asking.send(site, "QUERY", "/a", "{1}", all);
  }

  interface Call {
    RawResponse call() throws IOException;
  }

  static RawResponse unchecked(Call call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
