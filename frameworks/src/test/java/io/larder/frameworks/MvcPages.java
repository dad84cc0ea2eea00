package io.larder.frameworks;

import io.larder.frameworks.testing.Doorman;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewResolverRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.view.AbstractView;

/** Pages of Spring MVC, with all that one writes into the head of a method. */
@Controller
public class MvcPages {

  record Thing(String name, int size) {}

  /** What parameters, and since Spring 6.2 header fields too, are bound to. */
  public static class Form {
    private String name;
    private String xUser;

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public String getxUser() {
      return xUser;
    }

    public void setxUser(String xUser) {
      this.xUser = xUser;
    }
  }

  /** What makes them an application. */
  @Configuration
  @EnableWebMvc
  public static class Application implements WebMvcConfigurer {
    @Bean
    MvcPages pages() {
      return new MvcPages();
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
      registry.addResourceHandler("/files/**").addResourceLocations("/static/");
    }

    @Override
    public void configureViewResolvers(ViewResolverRegistry registry) {
      registry.viewResolver((name, locale) -> new Plain());
    }
  }

  private static final class Plain extends AbstractView {
    @Override
    protected void renderMergedOutputModel(
        Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
        throws Exception {
      response.setContentType("text/html;charset=UTF-8");
      response.getWriter().write("<p>" + model.get("shown") + " " + response.getLocale());
    }
  }

  @GetMapping("/string")
  @ResponseBody
  String string() {
    return "hello";
  }

  @GetMapping(value = "/typed", produces = "text/plain")
  @ResponseBody
  String typed() {
    return "hello";
  }

  @GetMapping("/json")
  @ResponseBody
  Thing json() {
    return new Thing("a", 1);
  }

  @GetMapping("/entity")
  ResponseEntity<Thing> entity() {
    return ResponseEntity.ok()
        .eTag("\"v1\"")
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Thing("a", 1));
  }

  @GetMapping("/path/{id}")
  @ResponseBody
  String path(@PathVariable("id") String id) {
    return id;
  }

  @GetMapping("/param")
  @ResponseBody
  String param(@RequestParam(name = "x", defaultValue = "none") String x) {
    return x;
  }

  @GetMapping({
    "/form",
    "/form/hidden",
    "/any/host/form",
    "/any/host/form/hidden",
    "/any/host/form/allowed"
  })
  @ResponseBody
  String form(@ModelAttribute Form form) {
    return form.getName();
  }

  @GetMapping("/async")
  @ResponseBody
  Callable<String> async() {
    return () -> "later";
  }

  @GetMapping("/deferred")
  @ResponseBody
  DeferredResult<String> deferred() {
    DeferredResult<String> later = new DeferredResult<>();
    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)
        .execute(() -> later.setResult("later"));
    return later;
  }

  @GetMapping("/own")
  ResponseEntity<String> own() {
    return ResponseEntity.ok().cacheControl(CacheControl.maxAge(Duration.ofHours(1))).body("hello");
  }

  @GetMapping("/token")
  @ResponseBody
  String token(@RequestAttribute("_csrf") CsrfToken token) {
    return "for " + token.getToken();
  }

  @GetMapping("/cors")
  @CrossOrigin("http://a.example")
  @ResponseBody
  String cors() {
    return "hello";
  }

  @GetMapping("/view")
  String view(Model model) {
    model.addAttribute("shown", "hello");
    return "plain";
  }

  @GetMapping("/locale")
  @ResponseBody
  String locale(Locale locale) {
    return locale.getLanguage();
  }

  @GetMapping("/field")
  @ResponseBody
  String field(@RequestHeader(name = "X-User", required = false) String user) {
    return "for " + user;
  }

  @GetMapping("/cors/field")
  @CrossOrigin("http://a.example")
  @ResponseBody
  String corsField(@RequestHeader(name = "X-User", required = false) String user) {
    return "for " + user;
  }

  @GetMapping("/agent")
  @ResponseBody
  String agent(@RequestHeader(name = "User-Agent", required = false) String agent) {
    return "for " + agent;
  }

  @GetMapping("/fields")
  @ResponseBody
  String fields(@RequestHeader HttpHeaders headers) {
    return "for " + headers.getFirst("X-User");
  }

  @GetMapping("/whole")
  @ResponseBody
  String whole(RequestEntity<Void> request) {
    return "for " + request.getHeaders().getFirst("X-User");
  }

  @GetMapping("/bound")
  @ResponseBody
  String bound(@ModelAttribute Form form) {
    return "for " + form.getxUser();
  }

  @GetMapping("/bound/cookie")
  @ResponseBody
  String boundAndCookie(@ModelAttribute Form form, HttpServletRequest request) {
    return "for " + request.getHeader("Cookie");
  }

  @GetMapping("/cookie")
  @ResponseBody
  String cookie(@CookieValue(name = "who", required = false) String who) {
    return "for " + who;
  }

  @GetMapping("/address")
  @ResponseBody
  String address(HttpServletRequest request) {
    return "for " + request.getRemoteAddr();
  }

  @GetMapping("/attribute")
  @ResponseBody
  String attribute(@RequestAttribute(name = Doorman.SEEN, required = false) String seen) {
    return "for " + seen;
  }

  @GetMapping("/members/principal")
  @ResponseBody
  String principal(Principal user) {
    return "for " + (user == null ? "nobody" : user.getName());
  }

  @GetMapping("/members/view")
  String members(Principal user, Model model) {
    model.addAttribute("shown", "for " + (user == null ? "nobody" : user.getName()));
    return "plain";
  }

  @GetMapping("/members/session")
  @ResponseBody
  String session(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return "for " + (session == null ? "nobody" : session.getAttribute("user"));
  }
}
