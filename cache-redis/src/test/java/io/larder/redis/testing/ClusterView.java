package io.larder.redis.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one node says of its cluster.
 *
 * @param ok whether it serves
 * @param members all whom it knows, itself included
 * @param served the ids of those that it names to clients
 */
record ClusterView(boolean ok, List<Member> members, Set<String> served) {

  /**
   * A node as another sees it.
   *
   * @param well false if it is silent, or not known well enough yet
   * @param failed whether the masters have agreed that it is down
   * @param masterId whose replica it is, or null for a master
   */
  record Member(
      String id,
      int port,
      int busPort,
      boolean well,
      boolean failed,
      @Nullable String masterId,
      List<Slots> slots) {

    boolean owns(int slot) {
      return slots.stream().anyMatch(it -> it.first() <= slot && slot <= it.last());
    }

    private String role() {
      return id + (masterId == null ? " has " + slots : " replicates " + masterId);
    }
  }

  /** Slots that follow each other, both ends included. */
  record Slots(int first, int last) {}

  static ClusterView of(RedisNode node) {
    try (RespConnection redis = node.connect()) {
      String info = String.valueOf(redis.call(List.of("CLUSTER", "INFO")));
      String nodes = String.valueOf(redis.call(List.of("CLUSTER", "NODES")));
      Set<String> served = new HashSet<>();
      addIds(redis.call(List.of("CLUSTER", "SLOTS")), served);
      return new ClusterView(
          info.contains("cluster_state:ok"),
          nodes.lines().map(ClusterView::member).toList(),
          served);
    }
  }

  /** Adds the ids in {@code [[first, last, [host, port, id, …], …], …]}. */
  private static void addIds(@Nullable Object slots, Set<String> ids) {
    for (Object range : (List<?>) slots) {
      List<?> parts = (List<?>) range;
      for (Object node : parts.subList(2, parts.size())) {
        ids.add(String.valueOf(((List<?>) node).get(2)));
      }
    }
  }

  /** Reads {@code id host:port@bus[,name] flags master ping pong epoch link slots…}. */
  private static Member member(String line) {
    String[] words = line.split(" ");
    String[] ports = words[1].substring(words[1].lastIndexOf(':') + 1).split("[@,]");
    Set<String> flags = Set.of(words[2].split(","));
    boolean known = !flags.contains("handshake") && !flags.contains("noaddr");
    boolean alive = !flags.contains("fail") && !flags.contains("fail?");
    boolean linked = flags.contains("myself") || words[7].equals("connected");
    List<Slots> slots = new ArrayList<>();
    for (int i = 8; i < words.length; i++) {
      // In brackets stands what is on its way.
      if (!words[i].startsWith("[")) {
        String[] ends = words[i].split("-");
        slots.add(new Slots(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
      }
    }
    return new Member(
        words[0],
        Integer.parseInt(ports[0]),
        Integer.parseInt(ports[1]),
        known && alive && linked,
        flags.contains("fail"),
        words[3].equals("-") ? null : words[3],
        slots);
  }

  /** Whether it has met the one with that id. */
  boolean knows(String id) {
    return members.stream().anyMatch(it -> it.id().equals(id) && it.well());
  }

  /** The member at a node, which must be known. */
  Member member(RedisNode node) {
    return members.stream()
        .filter(it -> it.busPort() == node.busPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Nobody knows " + node));
  }

  Optional<Member> ownerOf(int slot) {
    return members.stream().filter(it -> it.owns(slot)).findFirst();
  }

  /** Who has which slots and who replicates whom, in an order that all nodes have. */
  String roles() {
    return members.stream().map(Member::role).sorted().collect(Collectors.joining(", "));
  }
}
