package io.larder.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Encodes the handler's characters for the capture and holds none back, half a surrogate pair
 * excepted. Once the capture passes on, it writes to the container's own writer.
 */
final class CapturingWriter extends Writer {
  private final Capture capture;
  private final Charset charset;
  private final CharsetEncoder encoder;
  private final ByteBuffer encoded = ByteBuffer.allocate(2048);

  /** The first half of a surrogate pair whose second half has not come yet. */
  private final CharBuffer left = CharBuffer.allocate(2);

  CapturingWriter(Capture capture, Charset charset) {
    this.capture = capture;
    this.charset = charset;
    encoder =
        charset
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  Charset charset() {
    return charset;
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    write(CharBuffer.wrap(chars, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(CharBuffer.wrap(text, offset, offset + length));
  }

  private void write(CharBuffer chars) throws IOException {
    PrintWriter direct = capture.passedWriter();
    if (direct != null) {
      capture.pass(() -> pass(chars, direct));
      return;
    }
    if (left.position() > 0 && chars.hasRemaining()) {
      left.put(chars.get()).flip();
      encode(left, false);
      left.compact();
    }
    encode(chars, false);
    if (chars.hasRemaining()) {
      left.put(chars);
    }
  }

  private void pass(CharBuffer chars, PrintWriter direct) {
    if (left.position() > 0) {
      direct.append(left.flip());
      left.clear();
    }
    direct.append(chars);
  }

  private void encode(CharBuffer chars, boolean end) throws IOException {
    CoderResult result;
    do {
      result = encoder.encode(chars, encoded, end);
      drain();
    } while (result.isOverflow());
  }

  private void drain() throws IOException {
    int length = encoded.position();
    encoded.clear();
    if (length > 0) {
      capture.write(encoded.array(), 0, length);
    }
  }

  /** Writes what the encoder holds back, since no character will follow. */
  void finish() throws IOException {
    left.flip();
    encode(left, true);
    encoder.flush(encoded);
    drain();
    discard();
  }

  /** Forgets what the encoder holds back. */
  void discard() {
    left.clear();
    encoder.reset();
  }

  @Override
  public void flush() throws IOException {
    PrintWriter direct = capture.passedWriter();
    if (direct == null) {
      capture.flush();
    } else {
      capture.pass(() -> check(direct));
    }
  }

  private static void check(PrintWriter direct) throws IOException {
    if (direct.checkError()) {
      throw new IOException("The container's writer failed");
    }
  }

  @Override
  public void close() throws IOException {
    if (capture.passedWriter() == null) {
      finish();
    }
    capture.close();
  }
}
