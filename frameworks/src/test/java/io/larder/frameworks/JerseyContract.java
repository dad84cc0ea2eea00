package io.larder.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.frameworks.testing.Answer;
import io.larder.frameworks.testing.Site;
import io.larder.frameworks.testing.Visitor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.Test;

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
  List<String> rules() {
    List<String> rules = new ArrayList<>(super.rules());
    rules.add("/keyed ttl=60s headers=X-User");
    rules.add("/any/host ttl=60s anyHost");
    rules.add("/any/host/hidden ttl=60s anyHost hide=header:host");
    rules.add("/any/host/allowed ttl=60s anyHost allowReads=host");
    return rules;
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
  Stream<String> behindProxies() {
    return careful().filter(path -> path.startsWith("/plain/"));
  }

  @Override
  Stream<String> fromCampaigns() {
    return behindProxies();
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
        Careless.session("/members/session", "read:cookies", sessions()));
  }

  @Override
  Stream<String> localized() {
    return Stream.of("/locale");
  }

  /**
   * It makes the URI of a request of it, whoever asks for that, so that hiding the field is vain.
   */
  @Test
  void underAnyHostTheHostIsAllowedOrRead() throws Exception {
    for (String path : List.of("/any/host", "/any/host/hidden")) {
      assertThat(get(path, Visitor.CURL).cacheStatus()).contains("detail=read:host");
    }
    Answer allowed = get("/any/host/allowed", Visitor.CURL);
    assertThat(allowed.isStored()).as(allowed.cacheStatus()).isTrue();
  }

  @Test
  void whatIsHiddenIsNotThere() throws Exception {
    Answer anns = get("/plain/cookie?utm_id=1", Visitor.CURL.with("Cookie", "who=ann"));
    assertThat(anns.body()).isEqualTo("for null");
    assertThat(anns.isStored()).as(anns.cacheStatus()).isTrue();

    Answer bobs = get("/plain/cookie?utm_id=2", Visitor.CURL.with("Cookie", "who=bob"));
    assertThat(bobs.body()).isEqualTo("for null");
  }

  @Test
  void whatIsInTheKeyIsSharedByThoseWhoSayTheSame() throws Exception {
    assertThat(get("/keyed", Visitor.CURL.with("X-User", "ann")).isStored()).isTrue();
    assertThat(get("/keyed", Visitor.CURL.with("X-User", "bob")).body()).isEqualTo("for bob");
    Answer again = get("/keyed", Visitor.CURL.with("X-User", "ann"));
    assertThat(again.body()).isEqualTo("for ann");
  }
}
