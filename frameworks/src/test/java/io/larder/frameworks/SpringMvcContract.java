package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        "/deferred",
        "/own",
        "/cors",
        "/view",
        "/files/a.txt");
  }

  @Override
  List<String> rules() {
    List<String> rules = new ArrayList<>(super.rules());
    rules.add("/path/same ttl=60s allowReads=header:accept,header:accept-language");
    rules.add("/form/hidden ttl=60s hide=headers");
    rules.add("/any/host/form ttl=60s anyHost");
    rules.add("/any/host/form/hidden ttl=60s anyHost hide=header:host");
    rules.add("/any/host/form/allowed ttl=60s anyHost allowReads=host");
    return rules;
  }

  /** Spring binds fields to the properties of a form, as parameters. */
  @Override
  Stream<String> behindProxies() {
    return careful().filter(path -> !path.startsWith("/form"));
  }

  @Override
  Stream<String> fromCampaigns() {
    return behindProxies();
  }

  @Override
  Stream<Careless> careless() {
    return Stream.of(
        Careless.field("/field"),
        Careless.field("/cors/field"),
        Careless.agent("/agent"),
        Careless.field("/fields"),
        Careless.field("/whole"),
        Careless.field("/bound"),
        Careless.cookie("/bound/cookie"),
        Careless.cookie("/cookie"),
        Careless.address("/address"),
        Careless.attribute("/attribute"),
        Careless.session("/members/session", "read:session", sessions()),
        Careless.principal("/members/principal"),
        Careless.principal("/members/view"));
  }

  @Override
  Stream<String> localized() {
    return Stream.of("/locale", "/view");
  }

  /** A form might have a property of that name. */
  @Test
  void underAnyHostAFormReadsTheHost() throws Exception {
    Answer form = get("/any/host/form?name=x", Visitor.CURL);
    assertThat(form.cacheStatus()).contains("detail=read:host");
    for (String path : List.of("/any/host/form/hidden", "/any/host/form/allowed")) {
      Answer first = get(path + "?name=x", Visitor.CURL);
      assertThat(first.isStored()).as(first.cacheStatus()).isTrue();
    }
  }

  @Test
  void aPageForAnotherOriginIsStoredForIt() throws Exception {
    Visitor there = Visitor.FIREFOX.with("Origin", "http://a.example");
    Answer first = get("/cors?other", there.with("Cookie", "_ga=1", "X-Forwarded-For", "::1"));
    assertThat(first.isStored()).as(first.cacheStatus()).isTrue();
    assertThat(shared("/cors?other", there.with("Cookie", "_ga=2")).body()).isEqualTo("hello");
    Answer refused = get("/cors?other", there.with("Origin", "http://b.example"));
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void aFieldThatIsReadForAnotherOriginCounts() throws Exception {
    Visitor there = Visitor.FIREFOX.with("Origin", "http://a.example");
    Answer anns = get("/cors/field?other", there.with("X-User", "ann"));
    assertThat(anns.cacheStatus()).contains("read:header:x-user");
    assertThat(get("/cors/field?other", there.with("X-User", "bob")).body()).isEqualTo("for bob");
  }

  @Test
  void whatClientsPreferIsNoMatterWhereTheRuleSaysSo() throws Exception {
    assertThat(get("/path/any", Visitor.FIREFOX).isStored()).isTrue();
    assertThat(get("/path/any", Visitor.CHROME).isHit()).isFalse();

    assertThat(get("/path/same", Visitor.FIREFOX).isStored()).isTrue();
    assertThat(shared("/path/same", Visitor.CHROME).body()).isEqualTo("same");
    assertThat(get("/path/same", Visitor.CURL).isHit()).isTrue();
  }

  @Test
  void aFormBehindAProxyIsStoredWhereItDoesNotSeeTheAddress() throws Exception {
    Visitor first = Visitor.CURL.behindProxy(1);
    assertThat(get("/form?name=a", first).cacheStatus()).contains("read:header:x-forwarded-for");
    assertThat(get("/form/hidden?name=a", first).isStored()).isTrue();
    assertThat(shared("/form/hidden?name=a", Visitor.CURL.behindProxy(2)).body()).isEqualTo("a");
  }
}
