package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Doorman;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.jasper.servlet.JspServlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSPs, which know all of the request as variables. */
class TomcatJspTest extends FrameworkContract {
  private static final String NO_SESSION =
      "<%@ page session=\"false\" contentType=\"text/html;charset=UTF-8\" %>";

  TomcatJspTest() {
    super(Site.Kind.TOMCAT);
  }

  @Override
  void files(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("members"));
    write(directory, "plain.jsp", NO_SESSION + "hello ${1 + 1}");
    write(directory, "param.jsp", NO_SESSION + "x=${param.x}");
    write(directory, "scope.jsp", NO_SESSION + "${empty name ? 'nobody' : name}");
    write(
        directory,
        "include.jsp",
        NO_SESSION + "<jsp:include page='param.jsp'><jsp:param name='k' value='v'/></jsp:include>");
    write(
        directory,
        "forward.jsp",
        NO_SESSION + "<jsp:forward page='param.jsp'><jsp:param name='k' value='v'/></jsp:forward>");
    write(directory, "locale.jsp", NO_SESSION + "${pageContext.request.locale.language}");
    write(directory, "field.jsp", NO_SESSION + "for ${header['X-User']}");
    write(directory, "cookie.jsp", NO_SESSION + "for ${cookie.who.value}");
    write(directory, "address.jsp", NO_SESSION + "for ${pageContext.request.remoteAddr}");
    write(directory, "attribute.jsp", NO_SESSION + "for ${requestScope['" + Doorman.SEEN + "']}");
    write(directory, "members/principal.jsp", NO_SESSION + "for ${pageContext.request.remoteUser}");
    write(
        directory,
        "included.jsp",
        NO_SESSION + "<jsp:include page='field.jsp'><jsp:param name='k' value='v'/></jsp:include>");
    write(directory, "members/session.jsp", "for ${sessionScope.user}");
    write(
        directory,
        "told.jsp",
        NO_SESSION + "for ${requestScope['jakarta.servlet.forward.query_string']}");
    write(directory, "asked.jsp", NO_SESSION + "for ${pageContext.request.queryString}");
    write(directory, "telling.jsp", NO_SESSION + "<jsp:forward page='told.jsp'/>");
    write(directory, "asking.jsp", NO_SESSION + "<jsp:forward page='asked.jsp'/>");
    write(directory, "default.jsp", "hello");
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  @Override
  void deploy(ServletContext context) {
    ServletRegistration.Dynamic servlet = context.addServlet("jsp", new JspServlet());
    servlet.setLoadOnStartup(1);
    servlet.setAsyncSupported(true);
    servlet.addMapping("*.jsp");
  }

  @Override
  Stream<String> careful() {
    return Stream.of(
        "/plain.jsp",
        "/param.jsp?x=1",
        "/param.jsp",
        "/scope.jsp",
        "/include.jsp?x=1",
        "/forward.jsp?x=1");
  }

  @Override
  Stream<Careless> careless() {
    return Stream.of(
        Careless.field("/field.jsp"),
        Careless.field("/included.jsp"),
        Careless.cookie("/cookie.jsp"),
        Careless.address("/address.jsp"),
        Careless.attribute("/attribute.jsp"),
        Careless.principal("/members/principal.jsp"),
        Careless.session("/members/session.jsp", "read:session", sessions()));
  }

  @Override
  Stream<String> localized() {
    return Stream.of("/locale.jsp");
  }

  @Test
  void aJspThatDoesNotSayOtherwiseBeginsASessionAndIsNotStored() throws Exception {
    Answer first = get("/default.jsp", Visitor.FIREFOX);
    assertThat(first.body()).isEqualTo("hello");
    assertThat(first.isStored()).isFalse();
    assertThat(first.cacheStatus()).contains("session");
    assertThat(get("/default.jsp", Visitor.FIREFOX).isHit()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/asked.jsp", "/telling.jsp", "/asking.jsp"})
  void aPageThatShowsTheQueryIsNotSharedByThoseWithAnother(String page) throws Exception {
    assertThat(get(page + "?utm_id=ann", Visitor.CURL).cacheStatus()).contains("read:query");
    assertThat(get(page + "?utm_id=bob", Visitor.CURL).body()).isEqualTo("for utm_id=bob");
  }
}
