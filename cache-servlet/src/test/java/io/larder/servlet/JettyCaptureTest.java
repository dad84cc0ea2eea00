package io.larder.servlet;

import io.larder.servlet.testing.Container;
import java.util.Set;

class JettyCaptureTest extends CaptureContract {
  /** What ee11 says of types without the encoding that our writer has. */
  private static final Set<String> TYPES =
      Set.of("typeWithCharsetAfterWriter", "writerAs_image_svg_xml", "encodingThen_image_svg_xml");

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
    return switch (name) {
      case "asyncDispatchThrows" -> Reason.UNFINISHED;
      case "asyncDispatchThrowsCommitted" -> Reason.ABORTED;
      default -> super.lost(name);
    };
  }

  /** It says what was thrown if somebody listens, else that the time has passed. */
  @Override
  boolean answersAlike(String name) {
    return !name.equals("asyncThenThrows") && !(JettyTypes.EE11 && TYPES.contains(name));
  }

  /** Of an image in another encoding it forgets the encoding, and falls over that. */
  @Override
  boolean worksBare(String name) {
    return !(JettyTypes.EE11 && name.equals("encodingThen_image_svg_xml"));
  }

  /** Jetty 12.0 answers a servlet that upgrades with an error of its own. */
  @Override
  boolean upgrades() {
    return !JettyTypes.V12_0;
  }
}
