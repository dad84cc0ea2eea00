package io.larder.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Handlers of every kind, each with what its capture ends with. */
final class Cases {

  /** A handler. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  /** A handler and the reason why nothing is kept of what it answers; null: all is kept. */
  record Case(Reason lost, Handler handler) {}

  static final Map<String, Case> ALL = new LinkedHashMap<>();

  static final int LARGE = 100_000;

  private Cases() {}

  static void kept(String name, Handler handler) {
    ALL.put(name, new Case(null, handler));
  }

  static void lost(Reason reason, String name, Handler handler) {
    ALL.put(name, new Case(reason, handler));
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 23);
    }
    return bytes;
  }

  static String outcome(Runnable step) {
    try {
      step.run();
      return "fine";
    } catch (IllegalStateException e) {
      return "IllegalStateException";
    }
  }

  static {
    BodyCases.add();
    EncodingCases.add();
    TypeCases.add();
    LengthCases.add();
    BufferCases.add();
    ErrorCases.add();
    DispatchCases.add();
    AsyncCases.add();
    AsyncEndCases.add();
    RequestCases.add();
  }

  interface Call {
    Object call() throws Exception;
  }

  static void unchecked(Call call) {
    try {
      call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
