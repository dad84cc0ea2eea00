package io.larder.servlet;

import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends requests with content. */
final class Asking {

  private Asking() {}

  /** Sends content of a known length. */
  static RawResponse send(Site site, String method, String target, String content, String... fields)
      throws IOException {
    try (RawClient client = new RawClient(site.container.base())) {
      int length = content.getBytes(StandardCharsets.ISO_8859_1).length;
      client.sendRaw(head(method, target, fields) + "Content-Length: " + length + "\r\n\r\n");
      client.sendRaw(content);
      return client.read(method);
    }
  }

  /** Sends content of a length that is not known before. */
  static RawResponse chunked(
      Site site, String method, String target, String content, String... fields)
      throws IOException {
    try (RawClient client = new RawClient(site.container.base())) {
      client.sendRaw(head(method, target, fields) + "Transfer-Encoding: chunked\r\n\r\n");
      int half = content.length() / 2;
      for (String part : new String[] {content.substring(0, half), content.substring(half)}) {
        if (!part.isEmpty()) {
          client.sendRaw(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
        }
      }
      client.sendRaw("0\r\n\r\n");
      return client.read(method);
    }
  }

  static String head(String method, String target, String... fields) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.toString();
  }
}
