/** The HTTP cache of Larder as a Jakarta Servlet filter. */
module io.larder.servlet {
  requires transitive io.larder.cache;
  requires transitive jakarta.servlet;
  requires static transitive org.jspecify;

  exports io.larder.servlet;
}
