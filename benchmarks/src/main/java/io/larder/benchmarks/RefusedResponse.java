package io.larder.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** A response that keeps its fields, by which it is judged, and nothing else. */
final class RefusedResponse extends HttpServletResponseWrapper {

  private static final String TYPE = "Content-Type";

  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final StubResponse rest;
  private int status;

  RefusedResponse(Blackhole blackhole) {
    super(Stubs.refusing(HttpServletResponse.class));
    rest = new StubResponse(blackhole);
  }

  /** Makes it another response. */
  void clear() {
    fields.clear();
    status = 200;
  }

  @Override
  public void setStatus(int status) {
    this.status = status;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setHeader(String name, String value) {
    fields.put(name, List.of(value));
  }

  @Override
  public void addHeader(String name, String value) {
    fields.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(value);
  }

  @Override
  public @Nullable String getHeader(String name) {
    List<String> lines = fields.get(name);
    return lines == null ? null : lines.get(0);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    return fields.getOrDefault(name, List.of());
  }

  @Override
  public Collection<String> getHeaderNames() {
    return fields.keySet();
  }

  @Override
  public void setContentType(String type) {
    setHeader(TYPE, type);
  }

  @Override
  public @Nullable String getContentType() {
    return getHeader(TYPE);
  }

  @Override
  public void setContentLength(int length) {
    setHeader("Content-Length", Integer.toString(length));
  }

  @Override
  public boolean isCommitted() {
    return false;
  }

  @Override
  public int getBufferSize() {
    return 32 * 1024;
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return rest.getOutputStream();
  }
}
