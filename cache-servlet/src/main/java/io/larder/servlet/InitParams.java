package io.larder.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a filter out of its registration. */
final class InitParams {

  private InitParams() {}

  /**
   * The settings of init-params and of the properties that they name.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a sentence that names it
   */
  static FilterSettings read(FilterConfig config) {
    SettingsReader reader = new SettingsReader();
    for (String name : Collections.list(config.getInitParameterNames())) {
      reader.set("init-param", name, config.getInitParameter(name));
    }
    String resource = reader.get("properties");
    if (resource != null) {
      reader.setAll(load(config.getServletContext(), resource));
    }
    return reader.read();
  }

  private static Properties load(ServletContext context, String resource) {
    try (InputStream in = open(context, resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "properties '"
                + resource
                + "' is neither a resource of the web application, as"
                + " /WEB-INF/larder.properties is, nor one on its class path");
      }
      Properties properties = new DistinctProperties(resource);
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new IllegalArgumentException("properties '" + resource + "' cannot be read", e);
    }
  }

  private static @Nullable InputStream open(ServletContext context, String resource) {
    InputStream in = resource.startsWith("/") ? context.getResourceAsStream(resource) : null;
    String path = resource.startsWith("/") ? resource.substring(1) : resource;
    return in != null ? in : ClassLoaders.of(context).getResourceAsStream(path);
  }

  /** Properties that refuse a key that comes twice, where the later one would silently win. */
  private static final class DistinctProperties extends Properties {

    private static final long serialVersionUID = 1L;

    private final String resource;

    DistinctProperties(String resource) {
      this.resource = resource;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new IllegalArgumentException(
            "properties '" + resource + "' has '" + key + "' twice: keep one of them");
      }
      return super.put(key, value);
    }
  }
}
