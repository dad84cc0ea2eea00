package io.larder.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The primaries of a cluster, each with a part of the keys.
 *
 * <p>What is asked of several is sent to all of them before any answer is read, so it takes one
 * round trip. Where slots have moved, or are on their way, what they are about is asked again where
 * the server says, and the table is looked up anew beside the callers.
 */
final class ClusterNodes implements Nodes {

  private static final int MOST_REDIRECTIONS = 5;

  private final SlotTable table;
  private final int clockSlot;
  private volatile Runnable listener = () -> {};
  private volatile Runnable replaced = () -> {};

  /**
   * Creates it; nothing is asked yet.
   *
   * @param clock the key of the clock, without which nothing can be served
   */
  ClusterNodes(RedisOptions options, Place.Cluster place, Sockets sockets, byte[] clock) {
    this.table = new SlotTable(options, place, sockets, () -> listener.run(), () -> replaced.run());
    this.clockSlot = SlotTable.slot(clock);
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    table.require();
    List<? extends Question<?>> left = questions;
    Map<ByteBuffer, Shard> importing = Map.of();
    for (int redirections = 0; !left.isEmpty(); redirections++) {
      if (redirections > MOST_REDIRECTIONS) {
        throw new JedisConnectionException("redirected from server to server");
      }
      List<Part> parts = parts(left, importing);
      Part.exchange(parts);
      importing = new HashMap<>();
      left = redirected(parts, importing);
    }
  }

  private List<Part> parts(
      List<? extends Question<?>> questions, Map<ByteBuffer, Shard> importing) {
    List<Part> parts = new ArrayList<>(4);
    Question<?> before = null;
    int slot = 0;
    for (Question<?> question : questions) {
      if (before == null || question.key() != before.key()) {
        slot = SlotTable.slot(question.key());
      }
      before = question;
      Shard asked = importing.isEmpty() ? null : importing.get(ByteBuffer.wrap(question.key()));
      Shard to = asked == null ? owner(slot, question.key()) : asked;
      question.askedOf(to);
      Part.of(parts, to, asked != null, this::failed).questions().add(question);
    }
    return parts;
  }

  private Shard owner(int slot, byte[] key) {
    Shard owner = table.owner(slot);
    if (owner == null) {
      table.lookLater();
      JedisClusterException nobody =
          new JedisClusterException("CLUSTERDOWN no server has the slot " + slot);
      throw slot == clockSlot ? nobody : new ShardFailure(null, key, nobody, false);
    }
    return owner;
  }

  /**
   * Returns what has to be asked elsewhere.
   *
   * @param importing takes in which keys are on their way, and to whom; others in the same slot may
   *     still be where they were
   */
  private List<Question<?>> redirected(List<Part> parts, Map<ByteBuffer, Shard> importing) {
    List<Question<?>> again = new ArrayList<>();
    for (Part part : parts) {
      if (table.isGone(part.shard())) {
        // Another one has taken over meanwhile, and this one may not know it.
        throw new JedisConnectionException("it has left the cluster");
      }
      for (Question<?> question : part.questions()) {
        JedisDataException refusal = question.refusal();
        if (refusal instanceof JedisRedirectionException redirection) {
          again.add(question);
          Shard to = table.at(address(redirection.getTargetNode(), part.shard()));
          if (redirection instanceof JedisAskDataException) {
            to.expectSlots();
            importing.put(ByteBuffer.wrap(question.key()), to);
          } else {
            table.moved(SlotTable.slot(question.key()), to);
          }
        } else if (refusal != null && Trouble.of(refusal).kind().concernsAll()) {
          throw failed(part.shard(), question.key(), refusal);
        }
      }
    }
    return again;
  }

  /** A server that does not know its own name leaves it out. */
  private static Address address(HostAndPort target, Shard told) {
    String host = target.getHost();
    return new Address(
        host == null || host.isEmpty() ? told.address().host() : host, target.getPort());
  }

  /** Returns what a failure means: of a shard without the clock no more than that. */
  private JedisException failed(Shard shard, byte[] key, JedisException e) {
    if (table.isGone(shard)) {
      return new JedisConnectionException("it has left the cluster", e);
    }
    if (!Trouble.of(e).kind().concernsAll()) {
      return e;
    }
    if (!Trouble.isOfOneConnection(e)) {
      table.lookLater();
    }
    if (e instanceof JedisConnectionException) {
      shard.node().doubtIdle();
    }
    boolean hasClock = table.isOwner(clockSlot, shard);
    if (e instanceof ShardFailure known) {
      return hasClock && known.getCause() instanceof JedisException cause ? cause : e;
    }
    return hasClock ? e : new ShardFailure(shard, key, e, true);
  }

  @Override
  public List<byte[]> oneOfEach(List<byte[]> keys) {
    table.require();
    Map<Shard, byte[]> each = new LinkedHashMap<>();
    keys.forEach(key -> each.putIfAbsent(owner(SlotTable.slot(key), key), key));
    return List.copyOf(each.values());
  }

  @Override
  public boolean isReachable(byte[] key) {
    int slot = SlotTable.slot(key);
    Shard owner = table.owner(slot);
    if (owner == null) {
      return slot == clockSlot || !table.isKnown();
    }
    return !owner.isDown() || table.isOwner(clockSlot, owner);
  }

  @Override
  public List<String> outOfReach() {
    return table.owners().stream().filter(Shard::isDown).map(it -> it.node().name()).toList();
  }

  @Override
  public void whenBack(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public Ear ear(byte[] key) {
    table.require();
    return owner(SlotTable.slot(key), key).node().ear();
  }

  @Override
  public void whenReplaced(Runnable listener) {
    this.replaced = listener;
  }

  @Override
  public void lookAgain() {
    table.doubt();
  }

  @Override
  public boolean isCluster() {
    return true;
  }

  @Override
  public List<Primary> primaries() {
    table.require();
    List<Primary> primaries = new ArrayList<>();
    for (Shard shard : table.owners()) {
      primaries.add(new Whole(shard));
    }
    return primaries;
  }

  @Override
  public List<Primary> used() {
    table.require();
    List<Primary> used = new ArrayList<>();
    for (Shard shard : table.owners()) {
      if (shard.isUsed() || table.isOwner(clockSlot, shard)) {
        used.add(new Whole(shard));
      }
    }
    return used;
  }

  /** A shard that is asked about itself. */
  private final class Whole implements Primary {

    private final Shard shard;

    Whole(Shard shard) {
      this.shard = shard;
    }

    @Override
    public String name() {
      return shard.address().toString();
    }

    @Override
    public Exchange send(List<? extends Question<?>> questions) {
      Part part = Part.of(new ArrayList<>(), shard, false, ClusterNodes.this::failed);
      part.questions().addAll(questions);
      try {
        part.take();
        part.send();
        return part;
      } catch (RuntimeException | Error e) {
        part.close();
        throw e;
      }
    }
  }

  @Override
  public long strangers() {
    return table.strangers();
  }

  @Override
  public void forgetPace() {
    // Of the others each that was slow is tried by itself.
    Shard clock = table.owner(clockSlot);
    if (clock != null) {
      clock.node().forgetPace();
    }
  }

  @Override
  public void doubtIdle() {
    // What has broken one may have broken those to the others, which would fail one after another.
    table.doubtIdle();
  }

  @Override
  public void close() {
    table.close();
  }
}
