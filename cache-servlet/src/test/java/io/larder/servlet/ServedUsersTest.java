package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.junit.jupiter.api.Test;

/** A request with a user is neither looked up nor stored, unless a rule says otherwise. */
class ServedUsersTest {

  private static final Site.Handler WHO =
      (request, response) -> response.getWriter().print("for " + request.getRemoteUser());

  /** Gives whoever names himself in a field a principal, as a security filter would. */
  private static final Filter LOGIN =
      (request, response, chain) -> {
        String user = ((HttpServletRequest) request).getHeader("X-User");
        chain.doFilter(
            user == null
                ? request
                : new HttpServletRequestWrapper((HttpServletRequest) request) {
                  @Override
                  public Principal getUserPrincipal() {
                    return () -> user;
                  }

                  @Override
                  public String getRemoteUser() {
                    return user;
                  }
                },
            response);
      };

  @Test
  void aPrincipalGetsItsOwnAnswerAndNobodyElseGetsIt() throws Exception {
    try (Site site = Site.of(WHO).outside(LOGIN).start()) {
      RawResponse first = site.get("/a", "X-User: ann");
      assertThat(first.text()).isEqualTo("for ann");
      assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=bypass; detail=principal");

      assertThat(site.get("/a").text()).isEqualTo("for null");
      assertThat(site.get("/a", "X-User: bob").text()).isEqualTo("for bob");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void aRequestWithAuthorizationIsNotLookedUpAndNotStored() throws Exception {
    try (Site site = Site.of(WHO).start()) {
      assertThat(site.get("/a", "Authorization: Basic eDp5").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=authorization");
      assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      site.get("/a", "Authorization: Basic eDp5");
      assertThat(site.runs()).isEqualTo(3);
    }
  }

  @Test
  void aRequestWithAValidSessionIsNotLookedUpAndNotStored() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getRequestURI().equals("/login")) {
                    request.getSession().setAttribute("user", "ann");
                  }
                  response.getWriter().print("x");
                })
            .start()) {
      String cookie = "Cookie: " + site.get("/login").first("Set-Cookie").split(";", 2)[0];

      assertThat(site.get("/a", cookie).first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=session");
      assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(site.get("/a", cookie).first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=session");
      assertThat(site.get("/a", "Cookie: JSESSIONID=none").first("Cache-Status"))
          .startsWith("larder; hit");
    }
  }

  @Test
  void whatAHandlerAnswersToAUserThatItLoggedInIsNotStored() throws Exception {
    Filter login =
        (request, response, chain) ->
            chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                  @Override
                  public void login(String name, String password) {}
                },
                response);
    try (Site site =
        Site.of(
                (request, response) -> {
                  request.login("ann", "secret");
                  response.getWriter().print("ann's");
                })
            .outside(login)
            .start()) {
      assertThat(site.get("/a").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=read:principal");
      assertThat(site.get("/a").first("Cache-Status")).doesNotContain("hit");
    }
  }

  @Test
  void aRuleMaySayThatUsersMakeNoDifference() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("for all"))
            .outside(LOGIN)
            .rules("/* ttl=30s allowAuthenticated")
            .start()) {
      assertThat(site.get("/a", "X-User: ann").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(site.get("/a", "Authorization: Basic eDp5").first("Cache-Status"))
          .startsWith("larder; hit");
      assertThat(site.runs()).isOne();
    }
  }
}
