package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another thread may say that nothing is kept while the head is being decided about. */
class DepartureTest {

  @ParameterizedTest
  @CsvSource({"NO_BODY, NO_BODY", "CAPTURE, PASS", "PASS, PASS"})
  void whatTheClientHasGotStands(AtCommit said, AtCommit outcome) {
    HttpServletResponse real = mock(HttpServletResponse.class);
    when(real.getHeaderNames()).thenReturn(List.of());
    when(real.getStatus()).thenReturn(200);
    BodyCopy[] copy = new BodyCopy[1];
    CaptureListener listener =
        new CaptureListener() {
          @Override
          public AtCommit beforeCommit(
              ResponseHead head, WholeBody wholeBody, HttpServletResponse response) {
            copy[0].forsake(Reason.TIMEOUT);
            return said;
          }
        };
    copy[0] = new BodyCopy(listener, new InFlight(1));

    Departure departure = new Departure(real, new Heads(real), copy[0], listener);
    assertThat(departure.leave(true)).isEqualTo(outcome);
  }
}
