package io.larder.redis.model;

import static io.larder.redis.model.ClaimWorld.MOST_IDS;
import static io.larder.redis.model.ClaimWorld.MOST_MOVES;
import static io.larder.redis.model.Rule.JOIN;

import java.util.function.Consumer;

/** Those who look up and load in a {@link ClaimWorld}, and the load of one that another joins. */
final class ClaimReaders {

  private final ClaimWorld world;
  private final boolean isJoined;

  /** Of the load that may be joined: whether it runs, has ended, when it began, what it brought. */
  private final Cell flying;

  private final Cell landed;
  private final Cell flightStamp;
  private final Cell flightVersion;

  ClaimReaders(ClaimWorld world, boolean isJoined) {
    this.world = world;
    this.isJoined = isJoined;
    flying = world.cell("flying", 1);
    landed = world.cell("landed", 1);
    flightStamp = world.cell("flight's stamp", MOST_MOVES);
    flightVersion = world.cell("flight's version", MOST_MOVES);
  }

  /** Looks up, and loads; may be joined. */
  void load(Actor a, boolean claimsFirst) {
    Call call = new Call(a);
    call.lookUp();
    ClaimWorld.twoSteps(
        a,
        !claimsFirst,
        "reads the clock",
        s -> {
          s.copy(call.stamp, world.clock);
          if (isJoined) {
            s.set(flying, 1);
            s.copy(flightStamp, world.clock);
          }
        },
        "claims the key",
        call::claim);
    a.step("reads the source", s -> s.copy(call.version, world.source));
    a.step(
        "fills and returns",
        s -> {
          call.fill(s);
          if (isJoined) {
            s.set(flying, 0);
            s.set(landed, 1);
            s.copy(flightVersion, call.version);
          }
          call.returns(s, s.get(call.version));
        });
  }

  /** Looks up, and loads, or waits for the load that is under way. */
  void loadOrWait(Actor a) {
    Call call = new Call(a);
    call.lookUp();
    a.step("reads the clock", s -> s.copy(call.stamp, world.clock))
        .or("joins the load", s -> s.is(flying), s -> a.go(s, "is told"));
    a.step("claims the key", call::claim);
    a.step("reads the source", s -> s.copy(call.version, world.source));
    a.step(
        "fills and returns",
        s -> {
          call.fill(s);
          call.returns(s, s.get(call.version));
        });
    a.step(
        "is told",
        s -> s.is(landed),
        s -> {
          if (s.get(flightStamp) >= s.get(call.stamp) || !world.holds(JOIN)) {
            world.reach("a shared load");
            call.returns(s, s.get(flightVersion));
          } else {
            call.found.copy(s, world.entry);
            a.go(s, "reads the marks");
          }
        });
  }

  /** Looks up near, then on the server, and loads; fills the near tier. */
  void loadNear(Actor a) {
    Call call = new Call(a);
    Cell began = a.local("began", MOST_MOVES);
    a.step(
        "begins and looks near",
        s -> {
          s.copy(call.must, world.deliveredVersion);
          s.copy(began, world.nearEvents);
          if (world.nearVersion(s) >= 0) {
            world.reach("a near hit");
            call.returns(s, world.nearVersion(s));
          }
        });
    a.step("reads the entry", s -> call.found.copy(s, world.entry));
    a.step(
        "reads the marks",
        s -> {
          if (world.isValid(s, call.found)) {
            s.copy(call.stamp, call.found.asOf());
            s.set(call.version, call.found.version(s));
            a.go(s, "fills near and returns");
          }
          call.found.clear(s);
        });
    a.step("reads the clock", s -> s.copy(call.stamp, world.clock));
    a.step("claims the key", call::claim);
    a.step("reads the source", s -> s.copy(call.version, world.source));
    a.step("fills", call::fill);
    a.step(
        "fills near and returns",
        s -> {
          world.fillNear(s, s.get(began), s.get(call.stamp), s.get(call.version));
          call.returns(s, s.get(call.version));
        });
  }

  /** What a call knows. */
  private final class Call {

    private final Actor actor;
    private final int claimId = world.nextId();
    private final int writeId = world.nextId();
    private final Cell must;
    private final Cell stamp;
    private final Cell claim;
    private final Cell version;
    private final Slot found;

    Call(Actor actor) {
      this.actor = actor;
      must = actor.local("must", MOST_MOVES);
      stamp = actor.local("stamp", MOST_MOVES);
      claim = actor.local("claim", MOST_IDS);
      version = actor.local("version", MOST_MOVES);
      found = actor.localSlot("found", world.entry);
    }

    /** Adds the steps that look up; a miss takes the clock along. */
    void lookUp() {
      Consumer<State> marks =
          s -> {
            if (world.isValid(s, found)) {
              world.reach("a hit");
              returns(s, found.version(s));
            } else {
              found.clear(s);
              s.copy(stamp, world.clock);
            }
          };
      actor.step(
          "begins and reads the entry",
          s -> {
            s.copy(must, world.due);
            found.copy(s, world.entry);
          });
      actor.step("reads the marks", marks);
    }

    void claim(State s) {
      s.set(claim, world.entry.claim(s, claimId));
    }

    void fill(State s) {
      world.fill(s, s.get(claim), writeId, s.get(stamp), s.get(version));
      s.clear(claim);
    }

    void returns(State s, int what) {
      if (what < s.get(must)) {
        s.violate(actor.name() + " returns version " + what + ", and " + s.get(must) + " was due");
      }
      actor.end(s);
    }
  }
}
