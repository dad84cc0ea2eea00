package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** Resources of Jersey, which copies all header fields before it looks for one. */
abstract class JerseyContract extends FrameworkContract {

  JerseyContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void deploy(ServletContext context) {
    ServletRegistration.Dynamic servlet =
        context.addServlet(
            "resources", new ServletContainer(new ResourceConfig(JerseyPages.class)));
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
  }

  @Override
  String[] cookies(String path, int number) {
    return path.startsWith("/plain/") ? super.cookies(path, number) : new String[0];
  }

  @Override
  Stream<String> careful() {
    return Stream.of(
        "/string", "/json", "/param?x=1", "/param", "/uri", "/tagged", "/plain/string");
  }

  @Override
  Stream<Careless> careless() {
    return Stream.of(
        Careless.field("/field"),
        Careless.field("/fields"),
        Careless.cookie("/cookie"),
        Careless.address("/address"),
        Careless.attribute("/attribute"),
        Careless.principal("/members/principal"),
        Careless.session("/members/session"));
  }

  @Override
  Stream<String> localized() {
    return Stream.of("/locale");
  }
}
