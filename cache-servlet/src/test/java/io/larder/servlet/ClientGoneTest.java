package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.larder.http.ResponseHead;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told, write by write, that the client has gone. */
class ClientGoneTest {
  private final HttpServletResponse real = mock(HttpServletResponse.class);
  private final ServletOutputStream out = mock(ServletOutputStream.class);
  private final List<Reason> lost = new ArrayList<>();
  private final BodyWay body;
  private final BodyEnd end;
  private boolean awaited;

  ClientGoneTest() throws Exception {
    CaptureListener listener =
        new CaptureListener() {
          @Override
          public AtCommit beforeCommit(
              ResponseHead head, WholeBody wholeBody, HttpServletResponse response) {
            return AtCommit.CAPTURE;
          }

          @Override
          public boolean isAwaited() {
            return awaited;
          }

          @Override
          public void lost(Reason reason) {
            lost.add(reason);
          }
        };
    when(real.getHeaderNames()).thenReturn(List.of());
    when(real.getStatus()).thenReturn(200);
    when(real.getOutputStream()).thenReturn(out);
    Heads heads = new Heads(real);
    BodyCopy copy = new BodyCopy(listener, new InFlight(1));
    body = new BodyWay(real, 100, heads, copy, listener);
    end = new BodyEnd(real, heads, body, copy);
    writes("before");
    body.flush();
    doThrow(new IOException("gone")).when(out).write(any(byte[].class), anyInt(), anyInt());
  }

  private void writes(String text) throws IOException {
    body.take(text.getBytes(US_ASCII), 0, text.length());
  }

  private void assertToldAtOnce() {
    assertThatThrownBy(() -> writes("after")).hasMessage("gone");
    assertThat(lost).containsExactly(Reason.ABORTED);
  }

  @Test
  void theHandlerIsWhereNobodyWaits() {
    assertToldAtOnce();
  }

  @Test
  void nobodyIsWhereOthersWait() throws Exception {
    awaited = true;
    writes(", after");
    body.flush();
    writes(", and more");
    body.close();
    end.byHandler();

    assertThat(lost).isEmpty();
    assertThat(((Captured.Complete) end.captured()).body())
        .asString(US_ASCII)
        .isEqualTo("before, after, and more");
  }

  @Test
  void theHandlerIsOnceTheyWaitNoLonger() throws Exception {
    awaited = true;
    writes(", after");
    awaited = false;
    assertToldAtOnce();
  }

  @Test
  void theHandlerIsIfItsContainerWouldTellItAnyway() throws Exception {
    awaited = true;
    body.goesAsync();
    assertToldAtOnce();
  }

  @Test
  void whatGoesAsynchronousAfterwardsIsLost() throws Exception {
    awaited = true;
    writes(", after");
    body.goesAsync();
    assertThat(lost).containsExactly(Reason.ABORTED);
  }

  @Test
  void theHandlerIsOfAnythingElseThatFails() throws Exception {
    awaited = true;
    doThrow(new IllegalStateException("gone"))
        .when(out)
        .write(any(byte[].class), anyInt(), anyInt());
    assertToldAtOnce();
  }

  /** As by an error page in its place, where the container has not committed it yet. */
  @Test
  void whatIsTakenBackIsLost() throws Exception {
    awaited = true;
    writes(", after");
    body.reset();
    doNothing().when(out).write(any(byte[].class), anyInt(), anyInt());
    writes("sorry");
    end.byHandler();

    assertThat(lost).containsExactly(Reason.RESET);
    assertThat(end.captured()).isEqualTo(new Captured.Incomplete(Reason.RESET));
  }

  @Test
  void whatIsTooMuchForAllIsLost() throws Exception {
    awaited = true;
    writes(", after");
    assertThatThrownBy(() -> writes("x".repeat(100))).hasMessage("gone");
    assertThat(lost).containsExactly(Reason.TOO_LARGE);
  }
}
