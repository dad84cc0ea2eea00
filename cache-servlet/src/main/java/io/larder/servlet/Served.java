package io.larder.servlet;

/** In which way a request is answered with a page. */
enum Served {
  /** It was there, and was fresh. */
  FRESH,
  /** It was there, and stale. */
  STALE,
  /** It is the answer to another request, which this one has waited for. */
  COLLAPSED,
  /** The handler has confirmed or completed it for this request. */
  CONFIRMED
}
