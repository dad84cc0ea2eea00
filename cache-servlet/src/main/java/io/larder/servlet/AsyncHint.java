package io.larder.servlet;

import jakarta.servlet.ServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Says, once, why a handler cannot go asynchronous behind the filter. */
final class AsyncHint {

  private static final Logger LOG = System.getLogger(CacheFilter.class.getName());
  private static final int DEEPEST = 10;

  private final AtomicBoolean told = new AtomicBoolean();

  /** Looks at what a handler threw; changes nothing about it. */
  void look(ServletRequest request, String filterName, Throwable thrown) {
    if (!request.isAsyncSupported()
        && isFromStartAsync(thrown)
        && told.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "A handler failed to start asynchronous processing because the filter '"
              + filterName
              + "', or one before it, is registered without it: add"
              + " <async-supported>true</async-supported> to it in web.xml, or call"
              + " setAsyncSupported(true) where it is registered");
    }
  }

  private static boolean isFromStartAsync(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof IllegalStateException) {
        for (StackTraceElement frame : cause.getStackTrace()) {
          if (frame.getMethodName().equals("startAsync")) {
            return true;
          }
        }
      }
      cause = cause.getCause();
    }
    return false;
  }
}
