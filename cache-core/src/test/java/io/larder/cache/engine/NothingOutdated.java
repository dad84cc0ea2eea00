package io.larder.cache.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.ValueResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Judges what Lincheck has recorded of puts, each of which returns the number that it put, and of
 * reads, each of which returns the number that it read: nobody reads what is older than a put that
 * had returned when he began, nor what nobody has put yet; and a put that nothing crosses is found.
 */
public abstract class NothingOutdated implements Verifier {

  /** The source counts the puts: what has the lower number is older. */
  public static final class Counted extends NothingOutdated {

    /** Lincheck hands it the class of the structure. */
    public Counted(Class<?> structure) {}

    @Override
    boolean isOlder(Call value, Call put) {
      return value.number() < put.number();
    }
  }

  /** Of two puts that cross, neither is older, whatever they put. */
  public static final class Timed extends NothingOutdated {

    /** Lincheck hands it the class of the structure. */
    public Timed(Class<?> structure) {}

    @Override
    boolean isOlder(Call value, Call put) {
      return value.before(put);
    }
  }

  /** Returns whether what one call has put was outdated by what another has. */
  abstract boolean isOlder(Call value, Call put);

  /**
   * A call that has returned.
   *
   * @param step its place in its thread
   * @param seen how many calls of each thread had returned when it began, as far as is known
   * @param number what it has returned
   */
  record Call(String operation, int thread, int step, int[] seen, int number) {

    /** Whether it is known to have returned before the other began. */
    boolean before(Call other) {
      return thread == other.thread ? step < other.step : other.seen[thread] > step;
    }

    boolean isPut() {
      return operation.equals("put");
    }

    boolean isFind() {
      return operation.equals("find");
    }
  }

  @Override
  public final boolean verifyResults(ExecutionScenario program, ExecutionResult results) {
    List<Call> calls = new ArrayList<>();
    for (int thread = 0; thread < program.getNThreads(); thread++) {
      List<Actor> steps = program.getThreads().get(thread);
      List<ResultWithClock> ends = results.getThreadsResultsWithClock().get(thread);
      for (int step = 0; step < steps.size(); step++) {
        ResultWithClock end = ends.get(step);
        if (!(end.getResult() instanceof ValueResult value)) {
          return false; // it has thrown
        }
        String operation = steps.get(step).getMethod().getName();
        int[] seen = end.getClockOnStart().getClock();
        calls.add(new Call(operation, thread, step, seen, (int) value.getValue()));
      }
    }
    List<Call> puts = calls.stream().filter(Call::isPut).toList();
    return calls.stream()
        .filter(call -> !call.isPut())
        .allMatch(
            read ->
                read.number() == SharedValue.NOTHING
                    ? mayFindNothing(read, puts, calls)
                    : mayRead(read, puts));
  }

  private boolean mayRead(Call read, List<Call> puts) {
    Optional<Call> origin = puts.stream().filter(put -> put.number() == read.number()).findFirst();
    if (origin.isEmpty()) { // the source as it was at first
      return read.number() == 0 && puts.stream().noneMatch(put -> put.before(read));
    }
    Call value = origin.get();
    return !read.before(value)
        && puts.stream().noneMatch(put -> put.before(read) && isOlder(value, put));
  }

  /** Nothing, unless the last put before was one that nothing but look-ups could cross. */
  private static boolean mayFindNothing(Call read, List<Call> puts, List<Call> calls) {
    return puts.stream()
        .filter(put -> put.before(read))
        .noneMatch(
            put ->
                calls.stream()
                    .filter(other -> !other.isFind() && other != put)
                    .allMatch(other -> other.before(put) || (!other.isPut() && put.before(other))));
  }
}
