package io.larder.servlet;

import java.io.IOException;

/** Where a body is on its {@linkplain BodyWay way}, and so where the bytes go that come. */
enum BodyState {
  /** Nothing has left; the body lies here. */
  HOLDING,
  /** The head has left; bytes go to the container and are kept. */
  COPYING {
    @Override
    void send(Outlet outlet, byte[] bytes, int offset, int length) throws IOException {
      outlet.send(bytes, offset, length);
    }

    @Override
    BodyState whenLost() {
      return PASSING;
    }
  },
  /** A head without a body has left; bytes are kept, and none goes to the container. */
  KEEPING,
  /** The client has gone, and others wait: bytes are kept, and none goes to the container. */
  FOR_OTHERS {
    @Override
    BodyState whenLost() {
      return PASSING; // where the handler learns that its client has gone
    }
  },
  /** The container buffers; nothing is kept. */
  PASSING {
    @Override
    void send(Outlet outlet, byte[] bytes, int offset, int length) throws IOException {
      outlet.pass(bytes, offset, length);
    }
  };

  /** What follows when the head leaves. */
  static BodyState after(AtCommit answer) {
    return switch (answer) {
      case CAPTURE -> COPYING;
      case NO_BODY -> KEEPING;
      case PASS -> PASSING;
    };
  }

  /** Sends bytes to the client, unless it gets none, or none yet. */
  void send(Outlet outlet, byte[] bytes, int offset, int length) throws IOException {}

  /** What follows when it is certain that nothing will be kept. */
  BodyState whenLost() {
    return this;
  }
}
