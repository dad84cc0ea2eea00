package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.larder.cache.Larder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** What the specification lets a container do, and none of those at hand does. */
@ExtendWith(MockitoExtension.class)
class OddContainersTest {

  @Mock private ServletContext context;
  @Mock private FilterConfig config;
  @Mock private HttpServletRequest request;
  @Mock private HttpServletResponse response;
  @Mock private FilterChain chain;

  private final Larder larder = Larder.open("memory:");
  private final CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=30s").build();

  @BeforeEach
  void init() throws Exception {
    lenient().when(context.getServletRegistrations()).thenReturn(Map.of());
    lenient().when(config.getServletContext()).thenReturn(context);
    lenient().when(config.getInitParameterNames()).thenReturn(Collections.emptyEnumeration());
    filter.init(config);
    lenient().when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
    lenient().when(request.getMethod()).thenReturn("GET");
    lenient().when(request.getScheme()).thenReturn("http");
    lenient().when(request.getServerName()).thenReturn("localhost");
    lenient().when(request.getServerPort()).thenReturn(80);
    lenient().when(request.getServletPath()).thenReturn("/a");
    lenient().when(request.getRequestURI()).thenReturn("/a");
    lenient().when(response.getHeaderNames()).thenReturn(List.of());
    lenient().when(response.getStatus()).thenReturn(200);
  }

  @AfterEach
  void close() {
    filter.destroy();
    larder.close();
  }

  private void assertPassed(String status) throws Exception {
    filter.doFilter(request, response, chain);
    verify(chain).doFilter(any(), any());
    verify(response).addHeader("Cache-Status", status);
  }

  @Test
  void oneThatDoesNotListFieldsIsBelievedInTheOneThatItShows() throws Exception {
    when(request.getHeader(anyString()))
        .thenAnswer(call -> "Authorization".equalsIgnoreCase(call.getArgument(0)) ? "x" : null);
    lenient().when(request.getHeaders(anyString())).thenReturn(null);

    assertPassed("larder; fwd=bypass; detail=authorization");
  }

  @Test
  void oneThatTellsNoFieldNamesStillRunsTheHandler() throws Exception {
    lenient().when(request.getHeaderNames()).thenReturn(null);
    doThrow(new ServletException("reached")).when(chain).doFilter(any(), any());

    assertThatThrownBy(() -> filter.doFilter(request, response, chain)).hasMessage("reached");
  }

  @Test
  void oneWithoutAHostHasItsRequestsPassedOn() throws Exception {
    when(request.getServerName()).thenReturn(null);

    assertPassed("larder; fwd=bypass; detail=key-authority");
  }

  @Test
  void oneWithoutAPathHasItsRequestsPassedOn() throws Exception {
    when(request.getRequestURI()).thenReturn(null);

    assertPassed("larder; fwd=bypass; detail=key-path");
  }

  @Test
  void oneWithoutASchemeHasItsRequestsPassedOn() throws Exception {
    when(request.getScheme()).thenReturn(null);

    assertPassed("larder; fwd=bypass; detail=key-scheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "GET ", ""})
  void aMethodInAnotherCaseIsAnotherMethod(String method) throws Exception {
    when(request.getMethod()).thenReturn(method);

    assertPassed("larder; fwd=method");
  }

  @Test
  void aRequestThatIsNoneOfHttpPassesUntouched() throws Exception {
    jakarta.servlet.ServletRequest other = mock();
    jakarta.servlet.ServletResponse answer = mock();

    filter.doFilter(other, answer, chain);
    verify(chain).doFilter(other, answer);
    assertThat(filter.waiting()).isZero();
  }
}
