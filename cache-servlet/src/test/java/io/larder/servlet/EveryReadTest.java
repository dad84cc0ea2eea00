package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.PushBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;

/**
 * Each method of a request, those of later versions among them: what it tells of who asks, under a
 * rule whose key holds neither host nor query. A method that is not in the list fails the test,
 * until somebody has thought about it.
 */
class EveryReadTest {

  private static final String NOTHING = "nothing";
  private static final Map<String, String> TELLS = new TreeMap<>();

  static {
    tells("session", "getSession", "changeSessionId", "isRequestedSessionIdValid");
    tells(
        "session-id",
        "getRequestedSessionId",
        "isRequestedSessionIdFromCookie",
        "isRequestedSessionIdFromURL");
    tells(
        "principal",
        "getAuthType",
        "getRemoteUser",
        "getUserPrincipal",
        "isUserInRole",
        "authenticate",
        "login",
        "logout");
    tells("cookies", "getCookies");
    tells("header:x", "getHeader", "getHeaders", "getIntHeader", "getDateHeader");
    tells("header:x-user", "getHeaderNames");
    tells("headers", "getTrailerFields");
    tells("remote-address", "getRemoteAddr", "getRemoteHost", "getRemotePort");
    tells("remote-address", "getServletConnection");
    tells("host", "getScheme", "isSecure", "getServerName", "getServerPort", "getRequestURL");
    tells("host", "getLocalName", "getLocalAddr", "getLocalPort");
    tells("query", "getQueryString", "getParameterNames", "getParameterMap");
    tells("param:x", "getParameter", "getParameterValues");
    tells("attribute:x", "getAttribute");
    tells("attribute:user", "getAttributeNames");
    tells("varies on accept-language", "getLocale", "getLocales");
    tells("varies on content-type", "getContentType", "getCharacterEncoding");
    // The key holds the method and the path, in every form of it.
    tells(NOTHING, "getMethod", "getRequestURI", "getContextPath", "getServletPath");
    tells(NOTHING, "getPathInfo", "getPathTranslated", "getHttpServletMapping");
    // A request with content is not looked up, or its key holds the content.
    tells(NOTHING, "getContentLength", "getContentLengthLong", "getInputStream", "getReader");
    tells(NOTHING, "getPart", "getParts", "isTrailerFieldsReady");
    // Of the connection, the container and the handler itself.
    tells(NOTHING, "getProtocol", "getServletContext", "getDispatcherType", "getRequestId");
    tells(NOTHING, "getProtocolRequestId", "getRequestDispatcher", "upgrade", "newPushBuilder");
    tells(NOTHING, "startAsync", "isAsyncStarted", "isAsyncSupported", "getAsyncContext");
    tells(NOTHING, "setAttribute", "removeAttribute", "setCharacterEncoding");
  }

  private static void tells(String what, String... methods) {
    for (String method : methods) {
      TELLS.put(method, what);
    }
  }

  /** A request in which everything is there. */
  private static final HttpServletRequest REAL =
      mock(HttpServletRequest.class, EveryReadTest::some);

  private static Object some(InvocationOnMock call) throws Throwable {
    Class<?> type = call.getMethod().getReturnType();
    String name = call.getMethod().getName();
    if (name.equals("getQueryString")) {
      return "x=1";
    }
    if (type == String.class || type == Object.class) {
      return "value";
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 7;
    }
    if (type == long.class) {
      return 7L;
    }
    if (type == StringBuffer.class) {
      return new StringBuffer("http://a.example/");
    }
    if (type == Enumeration.class) {
      String one = name.equals("getHeaderNames") ? "X-User" : "user";
      return Collections.enumeration(
          name.equals("getLocales") ? List.of(Locale.ROOT) : List.of(one));
    }
    if (type == Map.class) {
      return name.equals("getTrailerFields")
          ? Map.of("x-user", "ann")
          : Map.of("x", new String[] {"1"});
    }
    if (type == Cookie[].class) {
      return new Cookie[] {new Cookie("user", "ann")};
    }
    if (type == HttpSession.class || type == Principal.class || type == PushBuilder.class) {
      return mock(type);
    }
    return null;
  }

  private static Stream<Method> methods() {
    return Arrays.stream(HttpServletRequest.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  @Test
  void isKnown() {
    assertThat(methods().map(Method::getName).collect(Collectors.toSet()))
        .isSubsetOf(TELLS.keySet())
        .hasSameSizeAs(TELLS.keySet());
  }

  @Test
  void tellsWhatItTells() {
    Map<String, String> told = new TreeMap<>();
    methods().forEach(method -> told.merge(method.getName(), told(method), EveryReadTest::same));
    assertThat(told).isEqualTo(TELLS);
  }

  /** A builder knows all about who asks, so there is one only where that does not matter. */
  @Test
  void pushesAreForAnswersThatAreForOne() {
    assertThat(request(reads(false)).newPushBuilder()).isNull();
    assertThat(request(reads(true)).newPushBuilder()).isNotNull();
  }

  private static String same(String one, String other) {
    return one.equals(other) ? one : one + " or " + other;
  }

  private static Reads reads(boolean proxy) {
    Attributes attributes = CacheRule.parse("/* anyHost params=page").attributes();
    return new Reads(ReadRules.of(attributes, RuleKeys.of(attributes), proxy), false);
  }

  private static FillRequest request(Reads reads) {
    CapturingResponse response =
        new CapturingResponse(
            mock(HttpServletResponse.class), 100, new InFlight(100), EveryReadTest::captures);
    return new FillRequest(REAL, response, reads, HttpFields.empty());
  }

  private static String told(Method method) {
    Reads reads = reads(false);
    FillRequest request = request(reads);
    try {
      method.invoke(
          request, Arrays.stream(method.getParameterTypes()).map(EveryReadTest::given).toArray());
    } catch (InvocationTargetException e) {
      // What was read was read: a mock does not go asynchronous.
      assertThat(method.getName()).isIn("startAsync", "getReader", "getInputStream");
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    String refusal = reads.refusal(Vary.NONE);
    if (refusal != null) {
      return refusal.substring(Reads.REFUSED.length());
    }
    return reads.selecting().isEmpty()
        ? NOTHING
        : "varies on " + String.join(",", reads.selecting());
  }

  private static AtCommit captures(ResponseHead head, WholeBody body, HttpServletResponse real) {
    return AtCommit.CAPTURE;
  }

  private static Object given(Class<?> type) {
    if (type == String.class) {
      return "x";
    }
    if (type == boolean.class) {
      return false;
    }
    return type == Charset.class ? StandardCharsets.UTF_8 : null;
  }
}
