package io.larder.servlet;

import jakarta.servlet.ServletContext;

/** Where the classes and resources of a web application are. */
final class ClassLoaders {

  private ClassLoaders() {}

  /** The class loader of the application; one that is embedded may have none of its own. */
  static ClassLoader of(ServletContext context) {
    ClassLoader own = context.getClassLoader();
    ClassLoader threads = own != null ? own : Thread.currentThread().getContextClassLoader();
    return threads != null ? threads : ClassLoader.getSystemClassLoader();
  }
}
