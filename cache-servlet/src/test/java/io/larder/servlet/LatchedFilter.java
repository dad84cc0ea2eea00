package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A filter outside of the cache that stands for the container: it keeps the first write that comes
 * to its path {@code /a} inside, and hears of the end before the cache does.
 */
final class LatchedFilter implements Filter {

  /** What a write inside waits for. */
  interface Inside {
    void hold(List<String> said);
  }

  private final Inside inside;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final List<String> said = new CopyOnWriteArrayList<>();

  LatchedFilter(Inside inside) {
    this.inside = inside;
  }

  static Inside waitsUntil(Predicate<List<String>> what) {
    return said -> Awaitility.await().until(() -> what.test(said));
  }

  /** The request as the container made it. */
  static ServletRequest containers(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }

  void awaitInside() {
    LateHandlersTest.await(entered);
  }

  /** What was heard, once it is as much as that. */
  List<String> said(int size) {
    Awaitility.await().until(() -> said.size() >= size);
    return said;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (http.getServletPath().equals("/a") || "/a".equals(http.getPathInfo())) {
      chain.doFilter(new Heard(http), new Latched((HttpServletResponse) response));
    } else {
      response.getOutputStream().print("another");
    }
  }

  private final class Heard extends HttpServletRequestWrapper {
    Heard(HttpServletRequest request) {
      super(request);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
      AsyncContext context = super.startAsync(request, response);
      context.addListener(
          new AsyncCases.Listener() {
            @Override
            public void onTimeout(AsyncEvent event) {
              said.add("timeout");
            }

            @Override
            public void onComplete(AsyncEvent event) {
              said.add("complete");
            }
          });
      return context;
    }
  }

  private final class Latched extends HttpServletResponseWrapper {
    Latched(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      ServletOutputStream real = super.getOutputStream();
      return new ServletOutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          boolean first = entered.getCount() > 0;
          entered.countDown();
          if (first) {
            inside.hold(said);
            said.add("written");
          }
          real.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
          real.flush();
        }

        @Override
        public boolean isReady() {
          return real.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          real.setWriteListener(listener);
        }
      };
    }
  }
}
