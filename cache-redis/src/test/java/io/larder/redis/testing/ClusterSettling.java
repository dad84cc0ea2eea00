package io.larder.redis.testing;

import io.larder.redis.testing.ClusterView.Member;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster has come to rest.
 *
 * @param proxies one for each of the nodes, or none at all
 */
record ClusterSettling(List<RedisNode> nodes, List<ChaosProxy> proxies) {

  /** Returns what is missing yet, as a sentence, or null if nothing is. */
  @Nullable String missing() {
    String agreed = null;
    for (RedisNode node : up().toList()) {
      ClusterView view = ClusterView.of(node);
      String missing = missing(node, view);
      if (missing != null) {
        return missing;
      }
      if (agreed != null && !agreed.equals(view.roles())) {
        return node + " sees " + view.roles() + " where another sees " + agreed;
      }
      agreed = view.roles();
    }
    return null;
  }

  private @Nullable String missing(RedisNode node, ClusterView view) {
    if (!view.ok()) {
      return node + " says that the cluster is down";
    }
    if (view.members().size() != nodes.size()) {
      return node + " knows " + view.members().size() + " nodes";
    }
    for (int i = 0; i < nodes.size(); i++) {
      RedisNode other = nodes.get(i);
      Member member = view.member(other);
      if (!proxies.isEmpty() && member.port() != proxies.get(i).port()) {
        return node + " does not know the announced port of " + other;
      }
      if (other.isUp() ? !member.well() : !member.failed()) {
        return node + " believes that " + other + " is " + (member.failed() ? "down" : "up");
      }
      if (member.failed() && !member.slots().isEmpty() && !upReplicas(member, view).isEmpty()) {
        return node + " sees that nobody has taken over from " + other;
      }
    }
    if (view.member(node).masterId() != null && !Replication.isSynchronised(node)) {
      return node + " is not synchronised";
    }
    Set<String> up = up().map(it -> view.member(it).id()).collect(Collectors.toSet());
    return view.served().containsAll(up) ? null : node + " does not name all nodes to clients";
  }

  private List<RedisNode> upReplicas(Member master, ClusterView view) {
    return up().filter(it -> master.id().equals(view.member(it).masterId())).toList();
  }

  private Stream<RedisNode> up() {
    return nodes.stream().filter(RedisNode::isUp);
  }
}
