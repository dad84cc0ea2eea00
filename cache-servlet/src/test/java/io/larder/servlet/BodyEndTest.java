package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.larder.http.ResponseHead;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container that has broken a response off may have forgotten it when its handler ends it. */
class BodyEndTest {
  private final HttpServletResponse real = mock(HttpServletResponse.class);
  private final BodyWay body;
  private final BodyCopy copy;
  private final BodyEnd end;

  BodyEndTest() throws Exception {
    CaptureListener listener =
        new CaptureListener() {
          @Override
          public boolean keepsBeginnings() {
            return true;
          }

          @Override
          public AtCommit beforeCommit(
              ResponseHead head, WholeBody wholeBody, HttpServletResponse response) {
            return AtCommit.CAPTURE;
          }
        };
    when(real.getHeaderNames()).thenReturn(List.of());
    when(real.getStatus()).thenReturn(200);
    when(real.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
    Heads heads = new Heads(real);
    heads.announce(5);
    copy = new BodyCopy(listener, new InFlight(1));
    body = new BodyWay(real, 100, heads, copy, listener);
    end = new BodyEnd(real, heads, body, copy);
  }

  private void takes(String text) throws Exception {
    body.take(text.getBytes(US_ASCII), 0, text.length());
  }

  @Test
  void whatCameBeforeIsTheBeginning() throws Exception {
    body.goesAsync();
    takes("one");
    doThrow(new IllegalStateException("recycled")).when(real).getStatus();

    assertThatThrownBy(end::byHandler).hasMessage("recycled");
    Captured.Incomplete captured = (Captured.Incomplete) end.captured();
    assertThat(captured.reason()).isEqualTo(Reason.ABORTED);
    assertThat(captured.beginning()).isNotNull();
    assertThat(captured.beginning().body()).asString(US_ASCII).isEqualTo("one");
  }

  @Test
  void whatIsCompleteIsKept() throws Exception {
    body.goesAsync();
    takes("one12");
    doReturn(200).when(real).getStatus();

    end.byHandler();
    assertThat(((Captured.Complete) end.captured()).body()).asString(US_ASCII).isEqualTo("one12");
  }
}
