package io.larder.servlet;

import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** What a handler may do to the encoding. */
final class EncodingCases {
  private EncodingCases() {}

  static void add() {
    kept("writerWithoutType", (q, r) -> r.getWriter().print("hello"));
    kept(
        "writerJson",
        (q, r) -> {
          r.setContentType("application/json");
          r.getWriter().print("{\"a\":1}");
        });
    kept(
        "writerProblemJson",
        (q, r) -> {
          r.setContentType("application/problem+json");
          r.getWriter().print("{\"a\":1}");
        });
    kept(
        "writerJsonUtf8",
        (q, r) -> {
          r.setContentType("application/json");
          r.setCharacterEncoding("UTF-8");
          r.getWriter().print("{\"a\":\"\u00e4\u20ac\"}");
        });
    kept(
        "writerHtml",
        (q, r) -> {
          r.setContentType("text/html");
          r.getWriter().print("<p>\u00e4\u20ac</p>");
        });
    kept(
        "writerXml",
        (q, r) -> {
          r.setContentType("text/xml");
          r.getWriter().print("<p>\u00e4</p>");
        });
    kept(
        "writerHtmlUtf8",
        (q, r) -> {
          r.setContentType("text/html; charset=\"utf-8\"");
          r.getWriter().print("<p>\u00e4\u20ac</p>");
        });
    kept(
        "encodingBeforeType",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          r.setContentType("text/plain");
          r.getWriter().print("\u00e4" + r.getCharacterEncoding());
        });
    kept(
        "encodingAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          PrintWriter writer = r.getWriter();
          r.setCharacterEncoding("utf-16");
          writer.print("\u00e4" + r.getCharacterEncoding());
        });
    kept(
        "typeAfterWriter",
        (q, r) -> {
          PrintWriter writer = r.getWriter();
          r.setContentType("text/plain");
          writer.print("\u00e4" + r.getContentType());
        });
    kept(
        "typeWithCharsetAfterWriter",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          PrintWriter writer = r.getWriter();
          r.setContentType("text/plain;charset=utf-16");
          writer.print("\u00e4" + r.getContentType());
        });
    kept(
        "typeFieldAfterWriter",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          PrintWriter writer = r.getWriter();
          r.setHeader("Content-Type", "text/plain");
          writer.print("\u00e4");
        });
    kept(
        "locale",
        (q, r) -> {
          r.setLocale(Locale.JAPANESE);
          r.setContentType("text/plain");
          r.getWriter().print("\u00e4" + r.getLocale());
        });
    kept(
        "localeAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          PrintWriter writer = r.getWriter();
          r.setLocale(Locale.FRENCH);
          writer.print("\u00e4");
        });
    kept(
        "utf16",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-16");
          r.getWriter().print("a\u00e4");
          r.getWriter().print("b\u20ac");
        });
    kept(
        "streamWithCharset",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getOutputStream().write("\u00e4".getBytes(UTF_8));
        });
    kept(
        "printLatin",
        (q, r) -> {
          r.setContentType("text/plain;charset=iso-8859-1");
          r.getOutputStream().print("\u00e4\u00f6");
        });
    kept(
        "printUmlautsAsUtf8",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getOutputStream().print("\u00e4\u00f6");
        });
    kept(
        "printBeyondLatin",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          String outcome = "fine";
          try {
            r.getOutputStream().print("\u20ac");
          } catch (IOException e) {
            outcome = e.getClass().getName();
          }
          r.getOutputStream().print(outcome);
        });
    kept(
        "unsupportedEncoding",
        (q, r) -> {
          String outcome = "fine";
          try {
            r.setCharacterEncoding("no-such");
            r.getWriter();
          } catch (IOException | IllegalArgumentException e) {
            outcome = e.getClass().getName();
          }
          r.reset();
          r.getOutputStream().print(outcome);
        });
  }
}
