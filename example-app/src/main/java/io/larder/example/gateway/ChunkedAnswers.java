package io.larder.example.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers of unknown length in chunks, also to a client that wants its connection closed:
 * Jetty would let the connection's end be theirs, by which one that breaks looks whole.
 */
final class ChunkedAnswers extends Handler.Wrapper {
  ChunkedAnswers(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean chunks =
        request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
            && !request.getMethod().equals("HEAD");
    return super.handle(request, chunks ? new Chunked(request, response) : response, callback);
  }

  private static final class Chunked extends Response.Wrapper {
    Chunked(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (!last
          && !isCommitted()
          && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)
          && (getStatus() == 0 || !HttpStatus.hasNoBody(getStatus()))) {
        getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
      }
      super.write(last, content, callback);
    }
  }
}
