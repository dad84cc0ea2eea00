package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Validators;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts parts of a page beside those that lie there (RFC 9111, 3.3 and 3.4). */
final class PartShelf {

  private final Located located;
  private final Claim claim;
  private final HandlerRun run;
  private final Backing backing;

  /**
   * Creates it.
   *
   * @param located where the page was looked for
   * @param claim a claim that was granted
   * @param run the run of the handler that the parts come of
   */
  PartShelf(Located located, Claim claim, HandlerRun run, Backing backing) {
    this.located = located;
    this.claim = claim;
    this.run = run;
    this.backing = backing;
  }

  /** Keeps a 206; null if it may not be stored, or says nothing. */
  @Nullable Kept keep(Captured.Complete came) {
    ResponseHead head = new ResponseHead(came.status(), run.changed(came.fields()));
    return keep(came, PartialPage.ofPart(head, came.body(), run.now()));
  }

  /** Keeps what has come of a 206, or of a 200, that was cut short. */
  @Nullable Kept keepBeginning(Captured.Complete came) {
    ResponseHead head = new ResponseHead(came.status(), run.changed(came.fields()));
    return keep(came, PartialPage.of(head, came.body(), run.now()));
  }

  private @Nullable Kept keep(Captured.Complete came, @Nullable PartialPage newer) {
    ResponseHead head = new ResponseHead(came.status(), came.fields());
    FillJudge.Granted granted = newer == null ? null : run.terms(wholeOf(head));
    Lookup<Page> found = backing.store().find(claim.key());
    PartialPage all = newer == null || granted == null ? null : withWhatIsThere(newer, found);
    boolean joined = all != null && newer != null && all.parts().size() > newer.parts().size();
    if (all != null && joined && found instanceof CacheEntry<Page> entry) {
      granted =
          run.renew(all.head(), entry.tags(), List.of()).granted(); // it ends with what it contains
    }
    return granted == null || all == null
        ? null
        : put(all.toPage(granted.without(), run.now()), granted, all.fields());
  }

  /** The head of the whole of which a response is a part. */
  static ResponseHead wholeOf(ResponseHead head) {
    return head.status() == SC_PARTIAL_CONTENT ? PartialPage.wholeOf(head) : head;
  }

  /** Stores a page, or parts of one. */
  Kept put(Page page, FillJudge.Granted granted, HttpFields fields) {
    Shelf.Put put =
        new Shelf.Put(run.asked(), granted.vary(), page, granted.terms(), fields.first("ETag"));
    return new Shelf(backing, run.exchange()).put(located, claim, put);
  }

  /** A part and those that lie there by now; null if the whole does. */
  private @Nullable PartialPage withWhatIsThere(PartialPage newer, Lookup<Page> found) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (page == null || Variants.isMark(page)) {
      return newer;
    }
    if (page.status() == SC_OK) {
      String whole = Validators.of(PageWriter.fields(page), run.now()).strong();
      return newer.parts().validator().equals(whole) ? null : newer;
    }
    PartialPage there = PartialPage.is(page) ? PartialPage.of(page) : null;
    PartialPage all = there == null ? null : there.plus(newer, run.now());
    return all == null || all.parts().size() > run.maxBody() ? newer : all;
  }
}
