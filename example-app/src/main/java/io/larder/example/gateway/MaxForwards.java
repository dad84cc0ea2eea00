package io.larder.example.gateway;

import java.util.List;

/**
 * How many more hops a TRACE or OPTIONS may take, RFC 9110 7.6.2; for other methods the field says
 * nothing and goes on as it is.
 *
 * @param last whether it must not be passed on
 * @param left the lines of the field in the request to the origin
 */
record MaxForwards(boolean last, List<String> left) {

  static MaxForwards of(String method, List<String> lines) {
    boolean counts = method.equals("TRACE") || method.equals("OPTIONS");
    if (!counts || lines.size() != 1 || !lines.get(0).matches("[0-9]{1,9}")) {
      return new MaxForwards(false, lines);
    }
    int hops = Integer.parseInt(lines.get(0));
    return hops == 0
        ? new MaxForwards(true, List.of())
        : new MaxForwards(false, List.of(String.valueOf(hops - 1)));
  }
}
