package io.larder.servlet;

import static io.larder.servlet.Cases.kept;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Content-Type and encoding in every order, which each container spells in its own way. */
final class TypeCases {

  private TypeCases() {}

  static void add() {
    kept(
        "nullFields",
        (q, r) -> {
          r.setHeader("X-A", "1");
          r.setHeader("X-A", null);
          r.addHeader("X-B", "1");
          r.addHeader("X-B", null);
          r.setHeader("X-Outer", "2");
          r.getOutputStream().print("x" + r.getHeaders("X-B") + r.containsHeader("X-A"));
        });
    for (String type :
        new String[] {
          "text/plain",
          "Text/HTML",
          "text/css",
          "application/json",
          "application/vnd.api+json",
          "text/json",
          "image/svg+xml",
          "application/xhtml+xml",
          "text/html;charset=UTF-8",
          "text/html; charset=Utf-8",
          "text/css; charset=UTF-8",
          "application/json;charset=UTF-8",
          "text/html;charset=\"utf-8\"",
          "text/plain;charset=ISO-8859-1",
          "text/plain;charset=utf-16"
        }) {
      kept(
          "streamAs_" + type.replaceAll("[^A-Za-z0-9]", "_"),
          (q, r) -> {
            r.setContentType(type);
            String said = r.getContentType() + r.getCharacterEncoding();
            r.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
          });
      kept(
          "writerAs_" + type.replaceAll("[^A-Za-z0-9]", "_"),
          (q, r) -> {
            r.setContentType(type);
            r.getWriter().print("\u00e4" + r.getContentType() + r.getCharacterEncoding());
          });
      kept(
          "encodingThen_" + type.replaceAll("[^A-Za-z0-9]", "_"),
          (q, r) -> {
            r.setCharacterEncoding("UTF-8");
            r.addHeader("Content-Type", type);
            r.getOutputStream().print("" + r.getContentType() + r.getCharacterEncoding());
          });
      kept(
          "encodingAfter_" + type.replaceAll("[^A-Za-z0-9]", "_"),
          (q, r) -> {
            r.setContentType("text/css");
            r.setContentType(type);
            r.setCharacterEncoding("utf-8");
            r.getWriter().print("\u00e4" + r.getContentType() + r.getCharacterEncoding());
          });
    }
    kept(
        "typeTwice",
        (q, r) -> {
          r.setContentType("application/json");
          r.setContentType("text/html");
          r.getWriter().print("\u00e4" + r.getContentType() + r.getHeader("X-None"));
        });
    kept(
        "encodingTakenBack",
        (q, r) -> {
          r.setContentType("text/html;charset=utf-16");
          r.setCharacterEncoding(null);
          r.getWriter().print("\u00e4" + r.getContentType());
        });
    kept(
        "typeTakenBack",
        (q, r) -> {
          r.setContentType("text/html;charset=utf-8");
          r.setContentType(null);
          r.getOutputStream().print("" + r.getContentType());
        });
    kept(
        "resetWithEncoding",
        (q, r) -> {
          r.setContentType("text/html;charset=utf-8");
          r.setStatus(404);
          r.reset();
          r.getWriter().print("\u00e4" + r.getContentType() + r.getStatus() + r.getLocale());
        });
    kept(
        "localeWithEncoding",
        (q, r) -> {
          r.setContentType("text/html;charset=utf-8");
          r.setLocale(Locale.GERMANY);
          r.getWriter().print("\u00e4" + r.getContentType() + r.getLocale());
        });
  }
}
