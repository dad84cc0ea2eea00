package io.larder.servlet;

import io.larder.servlet.testing.Container;

class JettyCaptureTest extends CaptureContract {
  JettyCaptureTest() {
    super(Container.Kind.JETTY);
  }

  /** The input of a request without a body stays at its end. */
  @Override
  boolean upgradedInputWorks() {
    return false;
  }

  /** A servlet that throws when it is dispatched to is told to no listener of the request. */
  @Override
  Reason lost(String name) {
    return name.equals("asyncDispatchThrows") ? Reason.UNFINISHED : super.lost(name);
  }

  /** And if something of its answer had left, that the request has ended is told to none either. */
  @Override
  boolean endIsTold(String name) {
    return !name.equals("asyncDispatchThrowsCommitted");
  }

  /** It says what was thrown if somebody listens, else that the time has passed. */
  @Override
  boolean answersAlike(String name) {
    return !name.equals("asyncThenThrows");
  }
}
