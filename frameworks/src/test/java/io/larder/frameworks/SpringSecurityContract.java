package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import jakarta.servlet.ServletContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/** The pages of Spring MVC, with the filters of Spring Security inside of the cache. */
abstract class SpringSecurityContract extends SpringMvcContract {

  SpringSecurityContract(Site.Kind kind) {
    super(kind);
  }

  /** Pages for all, some of which show who has logged in. */
  @Configuration
  @EnableWebSecurity
  public static class Rules {
    @Bean
    @Order(1)
    SecurityFilterChain asItComes(HttpSecurity http) throws Exception {
      return http.securityMatcher("/typed", "/own")
          .authorizeHttpRequests(all -> all.anyRequest().permitAll())
          .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain forAll(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(
              all -> all.requestMatchers("/admin/*").authenticated().anyRequest().permitAll())
          .httpBasic(Customizer.withDefaults())
          .formLogin(Customizer.withDefaults())
          .headers(said -> said.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
          .build();
    }

    /** As they are: a slow hash would be most of what the tests do. */
    @Bean
    PasswordEncoder passwords() {
      return new PasswordEncoder() {
        @Override
        public String encode(CharSequence raw) {
          return raw.toString();
        }

        @Override
        public boolean matches(CharSequence raw, String encoded) {
          return encode(raw).equals(encoded);
        }
      };
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("ann").password("a").roles("USER").build(),
          User.withUsername("bob").password("b").roles("USER").build());
    }
  }

  @Override
  void deploy(ServletContext context) {
    secure(context);
    super.deploy(context);
  }

  static void secure(ServletContext context) {
    AnnotationConfigWebApplicationContext security = new AnnotationConfigWebApplicationContext();
    security.register(Rules.class, MvcPages.Application.class);
    context.addListener(new ContextLoaderListener(security));
    filter(context, "security", new DelegatingFilterProxy("springSecurityFilterChain"));
  }

  @Override
  Stream<String> careful() {
    return super.careful().filter(path -> !path.equals("/typed"));
  }

  @Override
  Stream<Careless> careless() {
    return Stream.concat(
        super.careless().filter(page -> !page.reason().equals("read:principal")),
        Stream.of(
            known("/members/principal", "read:authorization"),
            known("/members/view", "read:authorization")));
  }

  /** Which shows who has logged in, by a name and a password in the request. */
  static Careless known(String path, String reason) {
    return new Careless(
        path,
        reason,
        List.of("Authorization", basic("ann:a")),
        List.of("Authorization", basic("bob:b")));
  }

  private static String basic(String words) {
    return "Basic "
        + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void whatItSaysByDefaultKeepsPagesFromBeingStored() throws Exception {
    Answer answer = get("/typed", Visitor.CURL);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.cacheStatus()).contains("detail=no-store");
  }

  @Test
  void aPageWithATokenAgainstForgeryIsNotStored() throws Exception {
    Answer first = get("/token", Visitor.CURL);
    assertThat(first.isStored()).as(first.cacheStatus()).isFalse();
    Answer second = get("/token", Visitor.CURL);
    assertThat(second.isHit()).isFalse();
    assertThat(second.body()).startsWith("for ").isNotEqualTo(first.body());
  }
}
