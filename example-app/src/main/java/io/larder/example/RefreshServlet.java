package io.larder.example;

import io.larder.cache.LimitException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /universities/refresh?country=X}: what is kept of a country is asked for anew. */
final class RefreshServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String HOW = "POST to /universities/refresh?country=Germany";

  private final transient UniversityCatalog catalog;

  RefreshServlet(UniversityCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] countries = request.getParameterValues("country");
    if (countries == null || countries[0].isBlank()) {
      refuse("The parameter country is missing: " + HOW, response);
    } else if (countries.length > 1) {
      refuse("The parameter country is there twice: " + HOW + ", once for each", response);
    } else {
      refresh(countries[0].strip(), response);
    }
  }

  private void refresh(String country, HttpServletResponse response) throws IOException {
    try {
      catalog.refresh(country);
    } catch (LimitException e) {
      refuse("The parameter country is no country: " + e.getMessage(), response);
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private static void refuse(String sentence, HttpServletResponse response) throws IOException {
    Problem.badRequest(sentence).writeTo(response);
  }
}
