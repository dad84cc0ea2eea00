package io.larder.redis.model;

/** What keeps values that were ended from being served: each can be taken out of a world. */
enum Rule {

  // Claims and tags: ClaimWorld.

  /** A fill lands only where the claimed id still lies; where nothing lies it is refused. */
  CLAIM,
  /** What ends a key does so on the server before the clock moves and it is announced. */
  ORDER,
  /** A reader compares an entry's as-of with the mark of its tag. */
  TAG,
  /** A put's as-of is the clock from before its value was computed. */
  PUT_STAMP,
  /** A put writes only where the claimed id still lies; else it leaves the key empty. */
  PUT_CAS,
  /** A waiter takes a load's value only if its stamp is not older than the waiter's own. */
  JOIN,
  /** A near fill counts only if nothing was announced for its key since its look-up began. */
  FLIGHT,
  /** A near copy's as-of is compared with the tag's mark as it was announced. */
  NEAR_TAG,

  // Marks: MarksWorld.

  /** A reader compares with the view's clear mark. */
  CLEAR_MARK,
  /** A reader compares with the floor. */
  FLOOR,
  /** Where a tag's mark is dropped the floor rises to it. */
  FLOOR_RISES,
  /** Whoever sets a tag's mark sets the last one too, by which readers take the short way. */
  LAST,
  /** The marks that count are those of the entry's own tags, asked for again if need be. */
  TAGS_OF_ENTRY,

  // What a server loses: LossWorld.

  /** A clock that is restored takes the floor along. */
  RESTORE_FLOOR,
  /** A clock is restored above the server's microseconds. */
  RESTORE_ABOVE_TIME,
  /** A clock is restored above all that its caller has seen. */
  RESTORE_ABOVE_SEEN,
  /** A clock below what was seen has gone back. */
  SEEN,
  /** What counts as seen is what was, before the question was sent. */
  SEEN_BEFORE_SENT,
  /** An entry from beyond the clock shows that the clock has gone back. */
  BEYOND,
  /** The entry is read before the clock with which it is compared. */
  ENTRY_BEFORE_CLOCK,
  /** Another run id than at the last look shows that the last writes may be lost. */
  IDENTITY,
  /** Every shard is asked for its run id, not only that of the clock. */
  IDENTITY_OF_ALL,
  /** It is asked over the connection that the answer came over: SplitWorld. */
  IDENTITY_OF_CONNECTION,
  /** What comes over connections to the former server counts no more: SplitWorld. */
  FORMER_CLOSED,
  /** An answer from before clock and floor were raised is not used. */
  EPOCH,
  /** Whoever notices a loss raises the floor with the clock. */
  RAISE,
  /** They are raised above the server's microseconds too, not only above what was seen. */
  RAISE_ABOVE_TIME,
  /** Whoever notices a loss replays what it has invalidated of late. */
  REPLAY,

  // What does not reach the server: LossWorld.

  /** An invalidation that has not reached the server is kept. */
  KEEP,
  /** A node asks nothing before what it has kept has been replayed. */
  REPLAY_FIRST,
  /** Where too much would be kept it becomes a clear of everything. */
  OVERFLOW,
  /** A put is replayed as an evict. */
  PUT_REPLAYED_AS_EVICT,

  // The near tier: BusWorld.

  /** A number left out among announcements drops what is held. */
  GAP,
  /** What drops all that is held also refuses the near fills that are under way. */
  GAP_FLIGHT,
  /** A near hit needs a heartbeat that is not too old. */
  HEARTBEAT,
  /** A heartbeat counts only when the bus has reached its clock. */
  HEARTBEAT_REACHED,
  /** A heartbeat's age is counted from when it was sent. */
  HEARTBEAT_SENT,
  /** An announcement is applied before the bus counts as having reached it. */
  APPLY_FIRST,
  /** Where the bus takes its place from a clock that was read, what is held is dropped. */
  RESYNC_DROPS,
  /** A heartbeat from behind the bus shows that the clock has gone back. */
  BUS_BACK,
  /** A heartbeat from another server than the last shows that the last writes may be lost. */
  BUS_IDENTITY,
  /** Then clock and floor are raised, and the bus goes on from there with nothing held. */
  BUS_RAISES,
  /** What a node invalidates itself is in its near tier before the call returns. */
  OWN_NEAR,
  /** And it gets there after it has been applied on the server. */
  OWN_NEAR_AFTER
}
