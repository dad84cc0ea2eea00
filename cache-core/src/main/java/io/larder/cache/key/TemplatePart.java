package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * A template over the request's parameters in the place of its query. Always the last part: its
 * text may contain what separates parts.
 */
record TemplatePart(char separator, Template template) implements KeyPart {

  @Override
  public @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    RequestParameters parameters = RequestParameters.parse(request.rawQuery());
    if (parameters == null) {
      return NoKey.PARAMETERS;
    }
    out.append(separator).append("key=").append(template.renderAll(parameters::all));
    return null;
  }
}
