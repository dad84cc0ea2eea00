package io.larder.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.openjdk.jmh.infra.Blackhole;

/** A response that takes everything and keeps nothing. */
final class StubResponse extends HttpServletResponseWrapper {

  private final Blackhole blackhole;
  private final ServletOutputStream out = new Out();
  private int status;
  private int bytes;

  StubResponse(Blackhole blackhole) {
    super(Stubs.refusing(HttpServletResponse.class));
    this.blackhole = blackhole;
  }

  int status() {
    return status;
  }

  int bytes() {
    return bytes;
  }

  @Override
  public void setStatus(int status) {
    this.status = status;
  }

  @Override
  public void setHeader(String name, String value) {
    blackhole.consume(value);
  }

  @Override
  public void addHeader(String name, String value) {
    blackhole.consume(value);
  }

  @Override
  public boolean containsHeader(String name) {
    return false;
  }

  @Override
  public void setIntHeader(String name, int value) {
    blackhole.consume(value);
  }

  @Override
  public void setContentType(String type) {
    blackhole.consume(type);
  }

  @Override
  public void setContentLength(int length) {
    blackhole.consume(length);
  }

  @Override
  public void flushBuffer() {
    // it has no buffer
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return out;
  }

  private final class Out extends ServletOutputStream {

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b) {
      bytes += b.length;
      blackhole.consume(b);
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
      blackhole.consume(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
