package io.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a response says to a shared cache, in {@code Cache-Control} for all and in targeted fields
 * for this one (RFC 9213).
 *
 * <p>The first targeted field that is valid and not empty decides on lifetimes (2.2). Whether it
 * also lifts restrictions that stand elsewhere is a setting. If not, restrictions count wherever
 * they stand, in any of the fields and however they are written: stricter than RFC 9213, since in
 * front of an application the field may come from one place and the {@code no-store} from another.
 */
final class ResponseDirectives {
  /** What the cache itself goes by: without these fields the rest cannot be used. */
  private static final Set<String> ESSENTIAL =
      Set.of(
          "age",
          "cache-control",
          "cdn-cache-control",
          "connection",
          "date",
          "etag",
          "expires",
          "larder-cache-control",
          "last-modified",
          "location",
          "transfer-encoding",
          "vary");

  private final CacheControl deciding;
  private final @Nullable String target;

  /** The fields in which a restriction counts. */
  private final List<CacheControl> restricting;

  private final boolean mustUnderstandLifts;

  private ResponseDirectives(HttpFields fields, StoreOptions options) {
    CacheControl general = CacheControl.of(fields);
    CacheControl found = null;
    String name = null;
    for (String each : options.targets()) {
      Optional<CacheControl> targeted = targeted(fields, each);
      if (targeted.isPresent()) {
        found = targeted.get();
        name = each;
        break;
      }
    }
    deciding = found == null ? general : found;
    target = name;
    mustUnderstandLifts = options.liftsRestrictions();
    restricting = options.liftsRestrictions() ? List.of(deciding) : all(general, fields, options);
  }

  private static List<CacheControl> all(
      CacheControl general, HttpFields fields, StoreOptions options) {
    List<CacheControl> all = new ArrayList<>(1 + options.targets().size());
    all.add(general);
    for (String each : options.targets()) {
      if (fields.contains(each)) {
        all.add(CacheControl.of(fields, each));
      }
    }
    return all;
  }

  static ResponseDirectives of(HttpFields fields, StoreOptions options) {
    return new ResponseDirectives(fields, options);
  }

  /**
   * Whether it must not be stored (RFC 9111, 5.2.2.5).
   *
   * @param understood whether the requirements of its status are known (5.2.2.3)
   */
  boolean noStore(boolean understood) {
    boolean lifted = mustUnderstandLifts && understood && mustUnderstand();
    return !lifted && any(CacheControl::noStore);
  }

  /** Whether it is for one user as a whole (5.2.2.7). */
  boolean isPrivate() {
    return any(it -> it.isPrivateAtAll() || hasEssential(it.privateFields()));
  }

  /** Whether it must never be used without validation (5.2.2.4). */
  boolean noCache() {
    return any(it -> it.noCacheAtAll() || hasEssential(it.noCacheFields()));
  }

  /**
   * The names, in lower case, of the fields that must not be stored for others: those to which
   * {@code private} is limited, and those to which {@code no-cache} is.
   */
  Set<String> without() {
    Set<String> names = new TreeSet<>();
    for (CacheControl each : restricting) {
      each.privateFields().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
      each.noCacheFields().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  /**
   * Whether it may never be served stale, whatever a rule says (4.2.4). {@code s-maxage} is not
   * among the reasons: a rule that overrides the lifetime lifts it.
   */
  boolean mustRevalidate() {
    return any(it -> it.noCache() || it.mustRevalidate() || it.proxyRevalidate());
  }

  /** Whether it may never be served stale as far as it itself says (4.2.4, 5.2.2.10). */
  boolean neverStale() {
    return mustRevalidate() || deciding.sharedMaxAge().isPresent();
  }

  boolean mustUnderstand() {
    return any(CacheControl::mustUnderstand);
  }

  /** Whether it may be stored although it was asked for with credentials (3.5). */
  boolean allowsAuthorized() {
    return deciding.isPublic() || deciding.mustRevalidate() || deciding.sharedMaxAge().isPresent();
  }

  /** The directives that decide on lifetimes. */
  CacheControl lifetimes() {
    return deciding;
  }

  /** Whether a targeted field decides, so that {@code Expires} does not count either. */
  boolean isTargeted() {
    return target != null;
  }

  /** Whether the field that is for this very cache decides. */
  boolean isForLarder() {
    return FieldNames.LARDER_CACHE_CONTROL.equals(target);
  }

  /** Whether one of the fields says so. */
  private boolean any(Predicate<CacheControl> says) {
    for (CacheControl each : restricting) {
      if (says.test(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasEssential(List<String> names) {
    for (String each : names) {
      String name = each.toLowerCase(Locale.ROOT);
      if (ESSENTIAL.contains(name) || name.startsWith("content-")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<CacheControl> targeted(HttpFields fields, String name) {
    if (!fields.contains(name)) {
      return Optional.empty();
    }
    return StructuredDictionary.parse(fields.all(name))
        .filter(members -> !members.isEmpty())
        .map(ResponseDirectives::toCacheControl);
  }

  /** A value of another type than the directive's is not coerced (RFC 9213, 2.1). */
  private static CacheControl toCacheControl(Map<String, String> members) {
    Directives directives = new Directives();
    members.forEach((key, value) -> directives.add(key, argument(key, value)));
    return directives.toCacheControl();
  }

  /**
   * Names of fields stand in a String. A directive alone is true, {@code ?1} (RFC 8941, 4.2.2),
   * which is neither a number nor a name, and so is read as no argument.
   */
  private static String argument(String key, String value) {
    Directive directive = Directive.named(key);
    boolean namesFields = directive != null && directive.argument() == Directive.Argument.FIELDS;
    return namesFields && value.startsWith("\"")
        ? FieldLists.unquote(value, 0, value.length() - 1)
        : value;
  }
}
