package io.larder.redis;

import org.jspecify.annotations.Nullable;

/**
 * As whom a connection logs in.
 *
 * @param user the ACL user; {@code null} for the default one
 * @param password {@code null} for one that does not log in
 */
record Login(@Nullable String user, @Nullable String password) {

  static final Login NONE = new Login(null, null);

  @Override
  public String toString() {
    return user == null ? "the default user" : "the user " + user;
  }
}
