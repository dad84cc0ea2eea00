package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** Controllers, views and static files of Spring MVC. */
abstract class SpringMvcContract extends FrameworkContract {

  SpringMvcContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void files(Path directory) throws Exception {
    Files.writeString(
        Files.createDirectories(directory.resolve("static")).resolve("a.txt"), "static");
  }

  @Override
  void deploy(ServletContext context) {
    AnnotationConfigWebApplicationContext pages = new AnnotationConfigWebApplicationContext();
    pages.register(MvcPages.Application.class);
    ServletRegistration.Dynamic servlet = context.addServlet("pages", new DispatcherServlet(pages));
    servlet.setLoadOnStartup(1);
    servlet.setAsyncSupported(true);
    servlet.addMapping("/");
  }

  @Override
  Stream<String> careful() {
    return Stream.of(
        "/string",
        "/typed",
        "/json",
        "/entity",
        "/path/7",
        "/param?x=1",
        "/param",
        "/form?name=x",
        "/async",
        "/cors",
        "/view",
        "/files/a.txt");
  }

  @Override
  Stream<Careless> careless() {
    return Stream.of(
        Careless.field("/field"),
        Careless.field("/fields"),
        Careless.field("/whole"),
        Careless.field("/bound"),
        Careless.cookie("/cookie"),
        Careless.address("/address"),
        Careless.attribute("/attribute"),
        Careless.session("/members/session"),
        Careless.principal("/members/principal"),
        Careless.principal("/members/view"));
  }

  @Override
  Stream<String> localized() {
    return Stream.of("/locale", "/view");
  }
}
