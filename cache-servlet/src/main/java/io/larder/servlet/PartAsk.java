package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.ByteRange;
import io.larder.http.HttpFields;
import io.larder.http.RangeAnswer;
import io.larder.http.Ranges;
import io.larder.http.ValidationRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an origin is asked for where a client wants a part: the same, unless something is known of
 * the page.
 *
 * @param conditions the conditions and the range that the origin is sent
 * @param validation what it is asked to confirm, all that the client wants being there; or null
 * @param completion what it is asked to complete, some of that being there; or null
 */
record PartAsk(
    HttpFields conditions, @Nullable PartValidation validation, @Nullable Completion completion) {

  /** What the origin is asked in the client's place; null if nothing. */
  @Nullable Question question() {
    return validation == null ? completion : validation.validation();
  }

  /** What the client asks for itself. */
  static PartAsk same(Exchange exchange) {
    return new PartAsk(exchange.head().fields().retain(FillRequest::hidden), null, null);
  }

  /** What to ask for a request. */
  static PartAsk of(Exchange exchange, Lookup<Page> found, Instant now) {
    PartAsk same = same(exchange);
    HttpFields asked = same.conditions();
    PartialPage known = PartialPage.of(found);
    if (known == null || isConditional(asked)) {
      return same;
    }
    CacheEntry<Page> entry = (CacheEntry<Page>) found;
    Page page = requireNonNull(entry.value(), "page");
    Ranges ranges = PartialAnswer.asked(exchange.head(), page).orElse(null);
    if (ranges == null) {
      return same; // the client has parts of another page
    }
    RangeAnswer there = known.parts().answer(ranges).orElse(null);
    if (there instanceof RangeAnswer.Single || there instanceof RangeAnswer.Several) {
      HttpFields conditions = ValidationRules.conditions(List.of(known.fields()), now);
      Validation validation = new Validation(page, known.fields(), conditions, entry.tags());
      HttpFields.Builder sent = conditions.toBuilder();
      sent.add("Range", requireNonNull(asked.first("Range")));
      if (asked.contains("If-Range")) {
        // Of another page the client wants all, not a part that it would put beside its own.
        sent.add("If-Range", known.parts().validator());
      }
      return new PartAsk(sent.build(), new PartValidation(known, validation), null);
    }
    Long total = known.parts().total();
    if (total == null) {
      return same; // what is missing may lie behind the end, and what is there has been asked for
    }
    Completion completion =
        Completion.of(known, entry.tags(), wanted(ranges, total), exchange.policy().maxBody());
    return completion == null ? same : new PartAsk(completion.conditions(), null, completion);
  }

  /**
   * What the origin is asked to confirm.
   *
   * @param known the parts
   * @param validation the same as a page
   */
  record PartValidation(PartialPage known, Validation validation) {}

  private static boolean isConditional(HttpFields asked) {
    return asked.size() > asked.all("Range").size() + asked.all("If-Range").size();
  }

  private static List<ByteRange> wanted(Ranges ranges, long total) {
    RangeAnswer answer = ranges.within(total);
    if (answer instanceof RangeAnswer.Single single) {
      return List.of(single.range());
    }
    return answer instanceof RangeAnswer.Several several ? several.ranges() : List.of();
  }
}
