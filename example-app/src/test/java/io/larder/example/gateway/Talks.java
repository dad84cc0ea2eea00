package io.larder.example.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A table of talks, each about a URI of its own, with one gateway and one origin. */
final class Talks implements AutoCloseable {
  /** One row of a table. */
  interface Row {
    void run(Talk talk) throws Exception;
  }

  private final ScriptedOrigin origin;
  private final Fixture gateway;
  private final AtomicInteger number = new AtomicInteger();
  private final List<DynamicTest> rows = new ArrayList<>();

  Talks() throws Exception {
    origin = new ScriptedOrigin();
    gateway = new Fixture(origin.uri());
  }

  /** Adds a row: what the client and the origin say, and what must come of it. */
  Talks row(String clause, String name, Row row) {
    rows.add(DynamicTest.dynamicTest(clause + ": " + name, () -> row.run(talk())));
    return this;
  }

  /** Whoever asks twice gets the stored answer. */
  Talks reused(String clause, String name, String... answer) {
    return row(clause, name, talk -> talk.answers(answer).get().miss().get().hit().body("body 1"));
  }

  /** Whoever asks twice gets two answers of the origin. */
  Talks notReused(String clause, String name, String... answer) {
    return row(clause, name, talk -> talk.answers(answer).get().miss().get().miss());
  }

  /** The rows that were added since the last time. */
  Stream<DynamicTest> table() {
    List<DynamicTest> table = List.copyOf(rows);
    rows.clear();
    return table.stream();
  }

  Talk talk() {
    return new Talk(origin, gateway, "/row/" + number.incrementAndGet());
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    origin.close();
  }
}
