package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import java.util.stream.Stream;

/** The pages of Spring MVC, with Spring Security where it belongs: outside of the cache. */
abstract class SecurityOutsideContract extends SpringMvcContract {

  SecurityOutsideContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void deployOutside(ServletContext context) {
    SpringSecurityContract.secure(context);
  }

  @Override
  Stream<Careless> careless() {
    return Stream.concat(
        super.careless().filter(page -> !page.reason().equals("read:principal")),
        Stream.of(
            SpringSecurityContract.known("/members/principal", "read:principal"),
            SpringSecurityContract.known("/members/view", "read:principal")));
  }
}
