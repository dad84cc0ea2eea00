package io.larder.redis;

import org.jspecify.annotations.Nullable;

/**
 * As whom a connection logs in.
 *
 * @param user the ACL user; {@code null} for the default one
 * @param password {@code null} for one that does not log in
 * @param credentials says user and password for each connection anew; {@code null} if these two do
 */
record Login(@Nullable String user, @Nullable String password, @Nullable Credentials credentials) {

  static final Login NONE = new Login(null, null);

  Login(@Nullable String user, @Nullable String password) {
    this(user, password, null);
  }

  /** Returns one for which somebody else says user and password. */
  static Login by(Credentials credentials) {
    return new Login(null, null, credentials);
  }

  /** Returns how often user or password have changed so far. */
  int changes() {
    return credentials == null ? 0 : credentials.changes();
  }

  @Override
  public String toString() {
    return credentials != null
        ? "the user that is asked for"
        : user == null ? "the default user" : "the user " + user;
  }
}
