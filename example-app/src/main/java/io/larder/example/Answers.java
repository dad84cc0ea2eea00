package io.larder.example;

import java.util.List;
import java.util.Locale;

/** The answers to one question that was asked several times, one after the other. */
record Answers(List<Answer> all) {

  /**
   * One answer.
   *
   * @param nanos from the request's beginning to the answer's last byte
   * @param code the HTTP status
   * @param cacheStatus what the cache did, RFC 9211; empty if it says nothing
   * @param body the whole body
   */
  record Answer(long nanos, int code, String cacheStatus, String body) {
    boolean hit() {
      return cacheStatus.startsWith("larder; hit");
    }
  }

  String first() {
    return millis(all.get(0).nanos());
  }

  String last() {
    return millis(all.get(all.size() - 1).nanos());
  }

  String medianText() {
    return millis(medianNanos());
  }

  /** The median; of an even number the lower one, so that one slow start does not count. */
  long medianNanos() {
    long[] sorted = all.stream().mapToLong(Answer::nanos).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  /** What the cache did with the first. */
  String status() {
    return all.get(0).cacheStatus();
  }

  boolean allOk() {
    return all.stream().allMatch(it -> it.code() == 200);
  }

  boolean anyHit() {
    return all.stream().anyMatch(Answer::hit);
  }

  boolean allHits() {
    return allOk() && all.stream().allMatch(Answer::hit);
  }

  boolean allStored() {
    return all.stream().allMatch(it -> it.cacheStatus().contains("; stored"));
  }

  boolean sameBodyAs(Answers other) {
    String body = other.all().get(0).body();
    return all.stream().allMatch(it -> it.body().equals(body));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%8.2f ms", nanos / 1e6);
  }
}
