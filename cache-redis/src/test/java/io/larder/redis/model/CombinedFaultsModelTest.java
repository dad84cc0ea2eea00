package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertHolds;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All rules, and faults that meet. A letter each: of the nodes' calls E evicts the key, P puts, T
 * invalidates the tag, l looks up, f loads and fills, o evicts another key, and n says that the
 * node is new.
 *
 * <p>Of the faults F is a failover, M and E are those of the shards of the meta key and of the
 * entry alone, c and e those keys lost, and d an outage with answers that are lost.
 */
class CombinedFaultsModelTest {

  private static final List<String> WRITERS = List.of("El", "Tl", "Pl");
  private static final List<String> SINGLE = List.of("F", "M", "E", "c", "d", "e");
  private static final List<String> DOUBLE =
      List.of("ME", "Fc", "Mc", "Ec", "Fd", "Md", "Ed", "cd");

  static List<Arguments> nodesAndFaults() {
    List<Arguments> all = new ArrayList<>();
    add(all, List.of("o"), SINGLE);
    add(all, List.of("o"), DOUBLE);
    add(all, List.of("f"), List.of("Fd", "Md", "Ed"));
    if (ModelAssert.LONG) {
      add(all, List.of("f", "nf", "nl"), SINGLE);
      add(all, List.of("f", "nf", "nl"), DOUBLE);
      add(all, List.of("fo", "fT", "El"), SINGLE);
    }
    return all;
  }

  private static void add(List<Arguments> all, List<String> others, List<String> faults) {
    for (String writer : WRITERS) {
      for (String other : others) {
        faults.forEach(fault -> all.add(Arguments.of(writer, other, fault)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("nodesAndFaults")
  void nothingThatWasEndedComesBack(String a, String b, String faults) {
    LossWorld world = new LossWorld(Rules.ALL);
    Node nodeA = world.node("A");
    a.chars().forEach(call -> call(nodeA, (char) call));
    Node nodeB = world.node("B");
    b.chars().forEach(call -> call(nodeB, (char) call));
    faults.chars().forEach(fault -> fault(world, (char) fault));

    assertHolds(world, "a hit");
  }

  private static void call(Node node, char letter) {
    switch (letter) {
      case 'E' -> node.evicts();
      case 'P' -> node.puts();
      case 'T' -> node.invalidates();
      case 'l' -> node.looks();
      case 'f' -> node.loads();
      case 'o' -> node.evictsAnotherKey();
      case 'n' -> node.hasSeen(0);
      default -> throw new IllegalArgumentException("there is no call " + letter);
    }
  }

  private static void fault(LossWorld world, char letter) {
    switch (letter) {
      case 'F' -> world.failsOver();
      case 'M' -> world.failsOverMeta();
      case 'E' -> world.failsOverEntry();
      case 'c' -> world.losesItsClock();
      case 'd' -> world.isOutOfReachForAWhile();
      case 'e' -> world.losesTheEntry();
      default -> throw new IllegalArgumentException("there is no fault " + letter);
    }
  }
}
