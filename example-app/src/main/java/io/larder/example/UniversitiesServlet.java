package io.larder.example;

import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /universities?country=X[&name=Y]}: the universities of a country as a JSON array,
 * asked of an API that takes its time.
 */
@Cached(
    ttl = "30s",
    params = {"country", "name"},
    tags = "country:{country}")
final class UniversitiesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient UniversitySearch universities;

  UniversitiesServlet(UniversitySearch universities) {
    this.universities = universities;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String country = parameter(request, "country");
    if (country == null) {
      Problem.badRequest("The parameter country is missing: ask for ?country=Germany")
          .writeTo(response);
      return;
    }
    byte[] body;
    try {
      body = UniversityJson.write(universities.search(country, parameter(request, "name")));
    } catch (UpstreamException e) {
      Problem.of(e).writeTo(response);
      return;
    }
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static @Nullable String parameter(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
