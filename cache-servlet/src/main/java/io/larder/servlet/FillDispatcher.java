package io.larder.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** A dispatcher that drops what is held before a forward, even where the container does not ask. */
final class FillDispatcher implements RequestDispatcher {
  private final RequestDispatcher real;
  private final CapturingResponse response;

  FillDispatcher(RequestDispatcher real, CapturingResponse response) {
    this.real = real;
    this.response = response;
  }

  @Override
  public void forward(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    this.response.forwards();
    real.forward(request, response);
    this.response.forwarded();
  }

  @Override
  public void include(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    real.include(request, response);
  }
}
