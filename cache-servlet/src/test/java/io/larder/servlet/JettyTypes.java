package io.larder.servlet;

import io.larder.servlet.testing.Container;
import java.util.Set;

/** Where a refresh behind a client's back spells a type as Jetty 12.1 with ee10 does. */
final class JettyTypes {
  private static final String VERSION = Container.Kind.JETTY.version();

  static final boolean V12_0 = VERSION.startsWith("12.0.");
  static final boolean EE11 = VERSION.endsWith("ee11");

  private static final Set<String> OF_EE11 =
      Set.of(
          "case/streamAs_text_plain",
          "case/writerAs_text_plain",
          "case/streamAs_Text_HTML",
          "case/writerAs_Text_HTML",
          "case/streamAs_image_svg_xml",
          "outer/streamAs_image_svg_xml",
          "case/writerAs_image_svg_xml",
          "outer/writerAs_image_svg_xml",
          "case/encodingThen_image_svg_xml",
          "outer/encodingThen_image_svg_xml",
          "case/streamAs_application_xhtml_xml",
          "case/writerAs_application_xhtml_xml",
          "case/flushedFirst",
          "case/reset",
          "outer/reset",
          "case/asyncBothResponses",
          "case/asyncHeldBefore",
          "case/writeListenerSmall");

  private static final Set<String> OF_12_0 =
      Set.of("case/streamAs_image_svg_xml", "case/writerAs_image_svg_xml");

  private JettyTypes() {}

  /** Whether that case's type is spelled in another way by the Jetty that is on the class path. */
  static boolean differ(String path) {
    return (EE11 && OF_EE11.contains(path)) || (V12_0 && OF_12_0.contains(path));
  }
}
