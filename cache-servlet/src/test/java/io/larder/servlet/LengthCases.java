package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;

/** Announced lengths, kept and not, and bodies that are too large. */
final class LengthCases {
  private LengthCases() {}

  static void add() {
    kept(
        "announced",
        (q, r) -> {
          r.setContentLength(100);
          r.getOutputStream().write(bytes(100));
        });
    kept(
        "announcedByField",
        (q, r) -> {
          r.setHeader("Content-Length", "100");
          r.getOutputStream().write(bytes(100));
        });
    kept(
        "announcedLarge",
        (q, r) -> {
          r.setContentLengthLong(LARGE);
          r.getOutputStream().write(bytes(LARGE));
        });
    kept(
        "announcedLargeInPieces",
        (q, r) -> {
          r.setContentLengthLong(LARGE);
          for (int i = 0; i < LARGE; i += 1000) {
            r.getOutputStream().write(bytes(LARGE), i, 1000);
          }
        });
    kept(
        "announcedLate",
        (q, r) -> {
          r.getOutputStream().write(bytes(30));
          r.setContentLength(60);
          r.getOutputStream().write(bytes(30));
        });
    kept("announcedZero", (q, r) -> r.setContentLength(0));
    lost(
        Reason.LENGTH_MISMATCH,
        "moreThanAnnounced",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
          r.getOutputStream().write(bytes(15));
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "lessThanAnnounced",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "lessThanAnnouncedFlushed",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
          r.flushBuffer();
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "bodyWith204",
        (q, r) -> {
          r.setStatus(204);
          r.getOutputStream().write(bytes(5));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLarge",
        (q, r) -> {
          byte[] bytes = bytes(50_000);
          for (int i = 0; i < 30; i++) {
            r.getOutputStream().write(bytes);
          }
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeAnnounced",
        (q, r) -> {
          r.setContentLength(1_500_000);
          r.getOutputStream().write(bytes(1_500_000));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(300_000));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeAnnouncedWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.setContentLength(1_800_000);
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(1));
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(299_999));
        });
  }
}
