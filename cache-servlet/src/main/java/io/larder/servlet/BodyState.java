package io.larder.servlet;

/** Where a body is on its {@linkplain BodyWay way}. */
enum BodyState {
  /** Nothing has left; the body lies here. */
  HOLDING,
  /** The head has left; bytes go to the container and are kept. */
  COPYING,
  /** A head without a body has left; bytes are kept, and none goes to the container. */
  KEEPING,
  /** The container buffers; nothing is kept. */
  PASSING
}
