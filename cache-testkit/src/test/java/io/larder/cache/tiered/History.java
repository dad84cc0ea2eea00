package io.larder.cache.tiered;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.testkit.ManualClock;
import io.larder.testkit.MapBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One history of some nodes: each step one of them asks, ends something or has its line disturbed,
 * and steps happen within look-ups and loads too. The values are versions of the source, which each
 * event moves; a look-up must not return one that is older than an event that counts for it.
 */
final class History {

  /** The rule that is taken out. */
  enum Broken {
    NOTHING,
    /** Missing events go unnoticed. */
    GAP,
    /** Copies count whenever a heartbeat was sent. */
    BOUND,
    /** Copies count for heartbeats whose events are missing. */
    REACHED,
    /** What a node ends itself reaches its copies with the announcement only. */
    OWN,
    /** Copies stay when a connection is made anew. */
    RECONNECT,
    /** A look-up that was under way is copied, whatever came meanwhile. */
    FENCE
  }

  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int NODES = 3;
  private static final int STEPS = 150;
  private static final String[] KEYS = {"a", "b"};

  private final Random random;
  private final Broken broken;
  private final ManualClock clock = new ManualClock();
  private final Wire wire;
  private final List<Node> nodes = new ArrayList<>();
  private final long[] source = new long[KEYS.length];
  private final List<Ended> ended = new ArrayList<>();
  private int depth;
  private int servedByCopies;
  private String violation;

  /** An event that has returned: what is older than the version is not to be served any more. */
  private record Ended(int key, long version, Node by, long at) {}

  private record Beat(long sentAt, long clock) {}

  private static final class Node {
    final Line line;
    final CacheStore<String> store;
    final CacheStore<String> behind;
    final List<Beat> beats = new ArrayList<>();

    Node(Line line, CacheStore<String> store, CacheStore<String> behind) {
      this.line = line;
      this.store = store;
      this.behind = behind;
    }
  }

  History(long seed, Broken broken) {
    this.random = new Random(seed);
    this.broken = broken;
    BackendContext context =
        new BackendContext("test", clock, Limits.DEFAULT, Duration.ofMinutes(1), 1_000);
    this.wire = new Wire(new MapBackend(context));
    View<String> view = new View<>("v", "v:", Codecs.utf8());
    for (int i = 0; i < NODES; i++) {
      Line line = wire.line();
      TieredBackend backend =
          new TieredBackend(wire.backend(), new Breaking(line, broken), context, 1 << 20, BOUND);
      nodes.add(new Node(line, backend.open(view), wire.backend().open(view)));
    }
  }

  String violation() {
    return violation;
  }

  int servedByCopies() {
    return servedByCopies;
  }

  void run() {
    nodes.forEach(node -> node.line.connect());
    for (int i = 0; i < STEPS && violation == null; i++) {
      step();
    }
  }

  private void step() {
    Node node = nodes.get(random.nextInt(NODES));
    switch (random.nextInt(20)) {
      case 0 -> end(node, random.nextInt(KEYS.length));
      case 1 -> clock.advance(Duration.ofMillis(random.nextInt(1_500)));
      case 2 -> node.line.lose();
      case 3 -> {
        if (random.nextInt(4) == 0) {
          node.line.cut();
        }
      }
      case 4 -> node.line.connect();
      case 5, 6, 7 -> node.line.deliver();
      case 8, 9 -> nodes.forEach(each -> each.beats.add(new Beat(clock.read(), wire.clock())));
      case 10, 11 -> nodes.forEach(History::beat);
      default -> ask(node, random.nextInt(KEYS.length));
    }
  }

  private static void beat(Node node) {
    if (!node.beats.isEmpty()) {
      Beat beat = node.beats.remove(0);
      node.line.heartbeat(beat.sentAt(), beat.clock());
    }
  }

  private void end(Node by, int key) {
    long version = ++source[key];
    CacheStore<String> store = broken == Broken.OWN ? by.behind : by.store;
    switch (random.nextInt(3)) {
      case 0 -> store.evict(KEYS[key]);
      case 1 -> store.invalidate(List.of("tag-" + KEYS[key]));
      default -> {
        Claim claim = store.claim(KEYS[key]);
        store.put(claim, Long.toString(version), terms(key));
      }
    }
    ended.add(new Ended(key, version, by, clock.read()));
  }

  private static Terms terms(int key) {
    return Terms.ttl(Duration.ofMinutes(10)).tagged("tag-" + KEYS[key]);
  }

  private void ask(Node node, int key) {
    long now = clock.read();
    long must = 0;
    for (Ended each : ended) {
      boolean counts = each.by() == node || now - each.at() > BOUND.toNanos();
      must = each.key() == key && counts ? Math.max(must, each.version()) : must;
    }
    if (broken == Broken.FENCE) {
      Lookup<String> before = node.behind.find(KEYS[key]);
      within();
      wire.outdated(before);
    } else {
      wire.meanwhile(this::within);
    }
    int finds = wire.finds();
    Lookup<String> found = node.store.find(KEYS[key]);
    wire.meanwhile(() -> {});
    wire.outdated(null);
    if (found instanceof CacheEntry<String> entry) {
      servedByCopies += wire.finds() == finds ? 1 : 0;
      long version = Long.parseLong(String.valueOf(entry.value()));
      if (version < must) {
        violation = "version " + version + " of " + KEYS[key] + " where " + must + " was due";
      }
    } else {
      Claim claim = node.store.claim(KEYS[key]);
      String value = Long.toString(source[key]);
      within();
      wire.meanwhile(this::within);
      node.store.fill(claim, value, terms(key));
      wire.meanwhile(() -> {});
    }
  }

  /** Something may happen while a look-up or a load is under way. */
  private void within() {
    if (depth == 0) {
      depth++;
      for (int i = random.nextInt(4); i > 0; i--) {
        step();
      }
      depth--;
    }
  }

  /** A bus that hides from its node what a rule is about. */
  private record Breaking(Line line, Broken broken) implements Bus {

    @Override
    public void listen(Receiver receiver) {
      line.listen(broken == Broken.NOTHING ? receiver : new Hiding(receiver, broken));
    }

    @Override
    public void close() {
      line.close();
    }
  }

  private static final class Hiding implements Bus.Receiver {

    private final Bus.Receiver receiver;
    private final Broken broken;
    private boolean connected;
    private long numbered;

    Hiding(Bus.Receiver receiver, Broken broken) {
      this.receiver = receiver;
      this.broken = broken;
    }

    @Override
    public void connected(long clock) {
      if (!connected || broken != Broken.RECONNECT) {
        receiver.connected(clock);
        numbered = clock;
      }
      connected = true;
    }

    @Override
    public void announced(long clock, List<Change> changes) {
      numbered++;
      boolean hidden = broken == Broken.GAP || broken == Broken.RECONNECT;
      receiver.announced(hidden ? numbered : clock, changes);
    }

    @Override
    public void heartbeat(long sentAt, long clock) {
      switch (broken) {
        case BOUND -> receiver.heartbeat(sentAt + Duration.ofHours(1).toNanos(), clock);
        case REACHED, GAP, RECONNECT -> receiver.heartbeat(sentAt, 0);
        default -> receiver.heartbeat(sentAt, clock);
      }
    }

    @Override
    public void lost() {
      if (broken != Broken.RECONNECT) {
        receiver.lost();
      }
    }

    @Override
    public boolean isBehind() {
      return receiver.isBehind();
    }
  }
}
