package io.larder.servlet;

import java.io.PrintWriter;
import java.io.Writer;

/** A writer that ends lines as HTTP does, whatever the platform. */
final class CrLfWriter extends PrintWriter {
  CrLfWriter(Writer out) {
    super(out);
  }

  @Override
  public void println() {
    write("\r\n");
  }
}
