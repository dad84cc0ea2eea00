package io.larder.example.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.ListIterator;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A filter before the cache: a Content-Type leaves as it was set. Jetty's servlet layer spells
 * those anew that it knows, {@code text/html; charset=utf-8} without its space; also on a hit.
 */
final class ExactFields extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, new Exact(response));
  }

  private static final class Exact extends HttpServletResponseWrapper {
    private final ServletContextResponse core;

    Exact(HttpServletResponse response) {
      super(response);
      core = ServletContextResponse.getServletContextResponse(response);
    }

    @Override
    public void addHeader(String name, String value) {
      super.addHeader(name, value);
      respell(name, value);
    }

    @Override
    public void setHeader(String name, String value) {
      super.setHeader(name, value);
      respell(name, value);
    }

    @Override
    public void setContentType(String type) {
      super.setContentType(type);
      respell("Content-Type", type);
    }

    private void respell(String name, String value) {
      if (value == null || !name.equalsIgnoreCase("Content-Type") || isCommitted()) {
        return;
      }
      ListIterator<HttpField> fields = core.getWrapped().getHeaders().listIterator(0);
      HttpField exact = new HttpField(HttpHeader.CONTENT_TYPE, value);
      int last = -1;
      for (int at = 0; fields.hasNext(); at++) {
        last = fields.next().getHeader() == HttpHeader.CONTENT_TYPE ? at : last;
      }
      if (last >= 0) {
        fields = core.getWrapped().getHeaders().listIterator(last);
        fields.next();
        fields.set(exact);
      }
    }
  }
}
