package io.larder.http;

import io.larder.http.CacheStatus.Forward;
import org.jspecify.annotations.Nullable;

/** What the cache does with a request, and why. */
public enum RequestVerdict {
  /** The cache is asked; a miss runs the handler and may be stored. */
  LOOK_UP(Action.LOOK_UP, null, null),

  /** The method is unsafe: the handler runs, and if it succeeds the URI is invalidated. */
  INVALIDATE(Action.INVALIDATE, Forward.METHOD, null),

  /** The method is safe but is not answered from a cache. */
  PASS_METHOD(Action.PASS, Forward.METHOD, null),

  /** The client wants another protocol than HTTP. */
  PASS_UPGRADE(Action.PASS, Forward.BYPASS, "upgrade"),

  /** The request has content, which no key holds. */
  PASS_REQUEST_BODY(Action.PASS, Forward.BYPASS, "request-body"),

  /** It is a POST with conditions or a range, which only its handler can judge. */
  PASS_CONDITIONS(Action.PASS, Forward.BYPASS, "conditions"),

  /** The request has {@code Authorization}. */
  PASS_AUTHORIZATION(Action.PASS, Forward.BYPASS, "authorization"),

  /** The container knows the user. */
  PASS_PRINCIPAL(Action.PASS, Forward.BYPASS, "principal"),

  /** The request belongs to a valid session. */
  PASS_SESSION(Action.PASS, Forward.BYPASS, "session"),

  /** The client's own directives rule the cache out, and they are honoured. */
  PASS_REQUEST_DIRECTIVE(Action.PASS, Forward.REQUEST, null);

  /** What there is to do, whatever the reason. */
  public enum Action {
    /** Ask the cache. */
    LOOK_UP,
    /** Run the handler; neither look up nor store. */
    PASS,
    /** Run the handler; on success invalidate the URI. */
    INVALIDATE
  }

  private final Action action;
  private final @Nullable Forward forward;
  private final @Nullable String reason;

  RequestVerdict(Action action, @Nullable Forward forward, @Nullable String reason) {
    this.action = action;
    this.forward = forward;
    this.reason = reason;
  }

  /** What there is to do. */
  public Action action() {
    return action;
  }

  /** What {@code Cache-Status} says of it; null for LOOK_UP, of which nothing is known yet. */
  public @Nullable CacheStatus cacheStatus() {
    if (forward == null) {
      return null;
    }
    CacheStatus status = CacheStatus.forward(forward);
    return reason == null ? status : status.detail(reason);
  }
}
