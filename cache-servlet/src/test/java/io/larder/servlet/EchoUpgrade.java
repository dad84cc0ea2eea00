package io.larder.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protocol that answers each byte by the same. */
public final class EchoUpgrade implements HttpUpgradeHandler {
  @Override
  public void init(WebConnection connection) {
    try {
      connection.getOutputStream().flush(); // Jetty waits for this with the head
      ServletInputStream in = connection.getInputStream();
      in.setReadListener(
          new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
              while (in.isReady() && !in.isFinished()) {
                int read = in.read();
                if (read >= 0) {
                  connection.getOutputStream().write(read);
                  connection.getOutputStream().flush();
                }
              }
            }

            @Override
            public void onAllDataRead() {}

            @Override
            public void onError(Throwable thrown) {}
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void destroy() {}
}
