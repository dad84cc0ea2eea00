package io.larder.servlet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of content that is application/x-www-form-urlencoded, as containers read them.
 * What stands between two ampersands with nothing between them is none, where Jetty makes an empty
 * one of it.
 */
final class FormParameters {

  /** More of them are an attack; no container takes more either, unless it is told to. */
  static final int MOST = 1000;

  private FormParameters() {}

  /**
   * The parameters of a query, and those of a form behind them (Servlet 6.0, 3.1).
   *
   * @throws IllegalStateException if the form is malformed, or has more than {@link #MOST}
   */
  static Map<String, String[]> behind(Map<String, String[]> ofQuery, byte[] form, Charset charset) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    ofQuery.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
    int count = 0;
    for (int start = 0; start < form.length; ) {
      int end = indexOf('&', form, start, form.length);
      if (end > start) {
        if (++count > MOST) {
          throw new IllegalStateException("the form has more than " + MOST + " parameters");
        }
        int equals = indexOf('=', form, start, end);
        String value = equals == end ? "" : decoded(form, equals + 1, end, charset);
        all.computeIfAbsent(decoded(form, start, equals, charset), name -> new ArrayList<>())
            .add(value);
      }
      start = end + 1;
    }
    Map<String, String[]> parameters = new LinkedHashMap<>();
    all.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
    return Collections.unmodifiableMap(parameters);
  }

  private static int indexOf(char wanted, byte[] form, int start, int end) {
    int at = start;
    while (at < end && form[at] != wanted) {
      at++;
    }
    return at;
  }

  private static String decoded(byte[] form, int start, int end, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      if (form[i] == '+') {
        bytes.write(' ');
      } else if (form[i] != '%') {
        bytes.write(form[i]);
      } else {
        int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
        int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new IllegalStateException("the form has a '%' without two hexadecimal digits");
        }
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("the form has what is no text in " + charset, e);
    }
  }
}
