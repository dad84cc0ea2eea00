package io.larder.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One script on many keys, each for itself: all are asked in one round trip. A server that does not
 * know the script costs one more. For one thread.
 */
final class ScriptBatch {

  private final Script script;
  private final List<Call> calls;
  private final List<Question<@Nullable Object>> questions = new ArrayList<>();

  /** One run of the script: its key, and its other arguments. */
  static final class Call {

    final byte[] key;
    final List<byte[]> arguments;

    Call(byte[] key, List<byte[]> arguments) {
      this.key = key;
      this.arguments = arguments;
    }
  }

  ScriptBatch(Script script, List<Call> calls) {
    this.script = script;
    this.calls = calls;
    calls.forEach(call -> questions.add(script.on(call.key, call.arguments)));
  }

  /**
   * Asks all of them.
   *
   * @param before is asked first; {@code null}: nothing
   * @throws JedisException if a server is out of reach; some may be answered by then
   */
  void ask(Nodes nodes, @Nullable Question<?> before) {
    List<Question<?>> all = new ArrayList<>(questions.size() + 1);
    if (before != null) {
      all.add(before);
    }
    all.addAll(questions);
    nodes.ask(all);
    for (List<Integer> left = unknown(); !left.isEmpty(); left = unknown()) {
      // The first brings the text to its server, where those after it find it; so each round trip
      // leaves a server less that does not know it.
      List<Question<?>> again = new ArrayList<>(left.size());
      for (int at : left) {
        Call call = calls.get(at);
        questions.set(
            at,
            again.isEmpty()
                ? script.textOn(call.key, call.arguments)
                : script.on(call.key, call.arguments));
        again.add(questions.get(at));
      }
      nodes.ask(again);
    }
  }

  private List<Integer> unknown() {
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      if (Script.unknown(questions.get(i).refusal())) {
        unknown.add(i);
      }
    }
    return unknown;
  }

  /**
   * Returns what one of them told.
   *
   * @throws JedisDataException if it was refused
   */
  @Nullable Object answer(int at) {
    return questions.get(at).answer();
  }

  /** Returns whether one of them was answered by that number; false if it was not answered. */
  boolean told(int at, long number) {
    Question<@Nullable Object> question = questions.get(at);
    return question.answers() > 0
        && question.refusal() == null
        && Long.valueOf(number).equals(question.answer());
  }
}
