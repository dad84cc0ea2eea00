package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Calls what came with Servlet 6.1, where the container has it. */
final class Servlet61 {
  private static final @Nullable MethodHandle SEND_REDIRECT = find();

  private Servlet61() {}

  private static @Nullable MethodHandle find() {
    MethodType type = MethodType.methodType(void.class, String.class, int.class, boolean.class);
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpServletResponse.class, "sendRedirect", type);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null; // Servlet 6.0
    }
  }

  /**
   * Redirects with that status.
   *
   * @throws UnsupportedOperationException if the container is one of Servlet 6.0, whose handlers
   *     cannot have called this
   */
  static void sendRedirect(
      HttpServletResponse response, String location, int status, boolean clearBuffer)
      throws IOException {
    if (SEND_REDIRECT == null) {
      throw new UnsupportedOperationException(
          "sendRedirect with a status needs a container of Servlet 6.1");
    }
    try {
      SEND_REDIRECT.invokeExact(response, location, status, clearBuffer);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // it declares no other
    }
  }
}
