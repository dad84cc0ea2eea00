package example;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Spring Boot until its standard input ends; then it stops and says which threads are left. */
@SpringBootApplication
public class Application {

  public static void main(String[] args) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var context =
        (ServletWebServerApplicationContext) SpringApplication.run(Application.class, args)) {
      System.out.println("listening http://127.0.0.1:" + context.getWebServer().getPort());
      while (System.in.read() >= 0) {
        // until the one who started this has had enough
      }
    }
    Threads.reportSince(before);
  }

  @Bean
  Larder larder(@Value("${store}") String store) {
    return Larder.open(store);
  }

  @Bean
  FilterRegistrationBean<CacheFilter> pageCache(Larder larder) {
    CacheFilter filter =
        CacheFilter.builder(larder)
            .rule(CacheRule.parse("/greeting ttl=30s params=name,lang tags=name:{name}"))
            .build();
    FilterRegistrationBean<CacheFilter> registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/*");
    return registration;
  }

  @RestController
  static class Greetings {

    private final AtomicInteger asked = new AtomicInteger();
    private final Larder larder;

    Greetings(Larder larder) {
      this.larder = larder;
    }

    @GetMapping("/greeting")
    String greeting(@RequestParam String name) {
      return "Hello " + name + ", no. " + asked.incrementAndGet() + "\n";
    }

    @PostMapping("/evictions")
    String evict(
        @RequestParam(required = false) String key, @RequestParam(required = false) String tag) {
      return (key != null ? larder.pages().evict(key) : larder.invalidate(tag)) + "\n";
    }
  }
}
