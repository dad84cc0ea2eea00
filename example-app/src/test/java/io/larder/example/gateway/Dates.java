package io.larder.example.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dates in scripts: {@code {now}}, {@code {now-60}}, {@code {now+60}}; in an own pattern too. */
final class Dates {
  private static final Pattern NOW = Pattern.compile("\\{now([+-]\\d+)?(?:\\|([^}]*))?}");
  private static final String FIXDATE = "EEE, dd MMM yyyy HH:mm:ss 'GMT'";

  private Dates() {}

  static String fill(String text) {
    return NOW.matcher(text)
        .replaceAll(
            found -> {
              long seconds = found.group(1) == null ? 0 : Long.parseLong(found.group(1));
              String pattern = found.group(2) == null ? FIXDATE : found.group(2);
              return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                  .format(Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
            });
  }
}
