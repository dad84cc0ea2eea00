package io.larder.http;

/** The names of the fields that the rules read or write, as they are written on the wire. */
final class FieldNames {
  static final String ACCEPT_ENCODING = "Accept-Encoding";
  static final String ACCESS_CONTROL_ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  static final String AGE = "Age";
  static final String AUTHORIZATION = "Authorization";
  static final String CACHE_CONTROL = "Cache-Control";
  static final String CDN_CACHE_CONTROL = "CDN-Cache-Control";
  static final String CACHE_GROUPS = "Cache-Groups";
  static final String CACHE_GROUP_INVALIDATION = "Cache-Group-Invalidation";
  static final String CONNECTION = "Connection";
  static final String CONTENT_ENCODING = "Content-Encoding";
  static final String CONTENT_LENGTH = "Content-Length";
  static final String CONTENT_LOCATION = "Content-Location";
  static final String CONTENT_RANGE = "Content-Range";
  static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
  static final String CONTENT_SECURITY_POLICY_REPORT_ONLY = "Content-Security-Policy-Report-Only";
  static final String CONTENT_TYPE = "Content-Type";
  static final String DATE = "Date";
  static final String ETAG = "ETag";
  static final String EXPIRES = "Expires";
  static final String IF_MATCH = "If-Match";
  static final String IF_MODIFIED_SINCE = "If-Modified-Since";
  static final String IF_NONE_MATCH = "If-None-Match";
  static final String IF_RANGE = "If-Range";
  static final String IF_UNMODIFIED_SINCE = "If-Unmodified-Since";
  static final String LARDER_CACHE_CONTROL = "Larder-Cache-Control";
  static final String LAST_MODIFIED = "Last-Modified";
  static final String LOCATION = "Location";
  static final String NO_VARY_SEARCH = "No-Vary-Search";
  static final String PRAGMA = "Pragma";
  static final String RANGE = "Range";
  static final String SET_COOKIE = "Set-Cookie";
  static final String SET_COOKIE2 = "Set-Cookie2";
  static final String TIMING_ALLOW_ORIGIN = "Timing-Allow-Origin";
  static final String TRAILER = "Trailer";
  static final String TRANSFER_ENCODING = "Transfer-Encoding";
  static final String UPGRADE = "Upgrade";
  static final String VARY = "Vary";

  private FieldNames() {}
}
