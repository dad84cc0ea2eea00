package io.larder.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a response what is good for one use alone, so that it protects nobody once it is shared:
 * the nonce of a Content Security Policy (CSP Level 3, 7.1), and tokens against forged requests.
 */
public final class TokenRules {
  private static final List<String> POLICIES =
      List.of(FieldNames.CONTENT_SECURITY_POLICY, FieldNames.CONTENT_SECURITY_POLICY_REPORT_ONLY);

  private static final List<String> TOKENS =
      List.of(
          "X-CSRF-Token",
          "X-CSRFToken",
          "CSRF-Token",
          "X-XSRF-Token",
          "XSRF-Token",
          "RequestVerificationToken");

  /** The fields that are looked at. */
  public static final Set<String> FIELDS = fields();

  private static final String NONCE = "'nonce-";

  private TokenRules() {}

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    fields.addAll(POLICIES);
    fields.addAll(TOKENS);
    return fields;
  }

  /** What its fields have of it, or null. */
  static @Nullable Refusal ofHead(HttpFields fields) {
    for (String policy : POLICIES) {
      for (String line : fields.all(policy)) {
        if (hasNonce(line)) {
          return Refusal.NONCE;
        }
      }
    }
    for (String token : TOKENS) {
      String value = fields.first(token);
      if (value != null && !value.isBlank()) {
        return Refusal.CSRF_TOKEN;
      }
    }
    return null;
  }

  /**
   * What an HTML body has of it, or null. Other types are not read.
   *
   * @param body all of the content, without encodings; asked for only if it is read
   */
  public static @Nullable Refusal ofBody(HttpFields fields, Supplier<byte[]> body) {
    if (!isHtml(fields.first(FieldNames.CONTENT_TYPE))) {
      return null;
    }
    return new HtmlTokens(body.get()).find();
  }

  static boolean hasNonce(String policy) {
    return policy.toLowerCase(Locale.ROOT).contains(NONCE);
  }

  /** What has no type is taken for a page by browsers if it looks like one. */
  private static boolean isHtml(@Nullable String type) {
    if (type == null) {
      return true;
    }
    String lower = type.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("text/html") || lower.startsWith("application/xhtml+xml");
  }
}
