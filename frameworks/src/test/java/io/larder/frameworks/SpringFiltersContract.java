package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * The pages of Spring MVC, with Spring's other filters inside of the cache; one of them holds all
 * back until the rest has ended.
 */
abstract class SpringFiltersContract extends SpringMvcContract {

  SpringFiltersContract(Site.Kind kind) {
    super(kind);
  }

  @Override
  void deploy(ServletContext context) {
    filter(context, "encoding", new CharacterEncodingFilter("UTF-8", true));
    filter(context, "method", new HiddenHttpMethodFilter());
    filter(context, "content", new FormContentFilter());
    filter(context, "context", new RequestContextFilter());
    filter(context, "etag", new ShallowEtagHeaderFilter());
    super.deploy(context);
  }
}
