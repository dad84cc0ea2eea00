package io.larder.frameworks;

import io.larder.frameworks.testing.Doorman;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.security.Principal;

/** Resources of Jersey, with all that can be injected into them. */
@Path("/")
public class JerseyPages {

  @GET
  @Path("string")
  public String string() {
    return "hello";
  }

  @GET
  @Path("plain/string")
  public String plain() {
    return "hello";
  }

  @GET
  @Path("any/host{rest:.*}")
  public String anyHost() {
    return "hello";
  }

  @GET
  @Path("json")
  @Produces("application/json")
  public String json() {
    return "{}";
  }

  @GET
  @Path("param")
  public String param(@QueryParam("x") String x) {
    return "x=" + x;
  }

  @GET
  @Path("uri")
  public String uri(@Context UriInfo uri) {
    return uri.getPath();
  }

  @GET
  @Path("tagged")
  public Response tagged(@Context Request request) {
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(new EntityTag("v1"));
    return unchanged != null ? unchanged.build() : Response.ok("hello").tag("v1").build();
  }

  @GET
  @Path("locale")
  public String locale(@Context HttpHeaders headers) {
    return headers.getAcceptableLanguages().get(0).getLanguage();
  }

  @GET
  @Path("field")
  public String field(@HeaderParam("X-User") String user) {
    return "for " + user;
  }

  @GET
  @Path("keyed")
  public String keyed(@HeaderParam("X-User") String user) {
    return field(user);
  }

  @GET
  @Path("fields")
  public String fields(@Context HttpHeaders headers) {
    return "for " + headers.getHeaderString("X-User");
  }

  @GET
  @Path("cookie")
  public String cookie(@CookieParam("who") String who) {
    return "for " + who;
  }

  @GET
  @Path("plain/cookie")
  public String hidden(@CookieParam("who") String who) {
    return "for " + who;
  }

  @GET
  @Path("address")
  public String address(@Context HttpServletRequest request) {
    return "for " + request.getRemoteAddr();
  }

  @GET
  @Path("attribute")
  public String attribute(@Context HttpServletRequest request) {
    return "for " + request.getAttribute(Doorman.SEEN);
  }

  @GET
  @Path("members/principal")
  public String principal(@Context SecurityContext security) {
    Principal user = security.getUserPrincipal();
    return "for " + (user == null ? "nobody" : user.getName());
  }

  @GET
  @Path("members/session")
  public String session(@Context HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return "for " + (session == null ? "nobody" : session.getAttribute("user"));
  }
}
