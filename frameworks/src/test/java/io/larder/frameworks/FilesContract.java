package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container's servlet for static files. */
abstract class FilesContract extends FrameworkContract {

  FilesContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void files(Path directory) throws Exception {
    for (String each : new String[] {"static", "plain"}) {
      Path files = Files.createDirectories(directory.resolve(each));
      Files.writeString(files.resolve("a.txt"), "static");
      Files.writeString(files.resolve("big.txt"), "static ".repeat(20_000));
    }
  }

  @Override
  void deploy(ServletContext context) {
    context.addServlet("forwarding", new Dispatching(true)).addMapping("/forwarded");
    context.addServlet("asking", new Asking()).addMapping("/asking");
    context.addServlet("including", new Dispatching(false)).addMapping("/included");
  }

  /** Shows the query, as it came and as it was when the request was forwarded. */
  private static final class Asking extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        request.getRequestDispatcher("/asking").forward(request, response);
      } else {
        Object told = request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING);
        boolean tells = request.getParameter("told") != null;
        response.getWriter().write("for " + (tells ? told : request.getQueryString()));
      }
    }
  }

  /** Leaves the answer to the servlet for files, in the way of front controllers. */
  private static final class Dispatching extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final boolean forward;

    Dispatching(boolean forward) {
      this.forward = forward;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      RequestDispatcher to = request.getRequestDispatcher("/static/a.txt?by=me");
      if (forward) {
        to.forward(request, response);
      } else {
        to.include(request, response);
      }
    }
  }

  @Override
  Stream<String> careful() {
    return Stream.of("/static/a.txt", "/static/big.txt", "/plain/a.txt", "/plain/big.txt");
  }

  @Override
  Stream<Careless> careless() {
    return Stream.empty();
  }

  @Override
  Stream<String> localized() {
    return Stream.empty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/asking?", "/asking?told&"})
  void aPageThatShowsTheQueryIsNotSharedByThoseWithAnother(String page) throws Exception {
    Answer anns = get(page + "utm_id=ann", Visitor.CURL);
    assertThat(anns.body()).contains("utm_id=ann");
    assertThat(anns.cacheStatus()).contains("read:query");
    assertThat(get(page + "utm_id=bob", Visitor.CURL).body()).contains("utm_id=bob");
  }
}
