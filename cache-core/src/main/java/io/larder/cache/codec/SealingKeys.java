package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Secret keys by which values are sealed and opened, see {@link Codec#sealed}: the first seals, all
 * of them open.
 *
 * <p>To rotate: give every node the new key behind the old one; then put it in front; when the last
 * value of the old key has ended, leave that out. A node that meets a value of a key that it does
 * not know has a miss, and leaves what lies there where it is until it has a value of its own.
 *
 * <p>Each value has a random nonce of 96 bits, so a key may seal 2^32 values, over all nodes and
 * for as long as it is used (NIST SP 800-38D, 8.3): 1,600 a second for a month. Rotate before.
 *
 * <p>Immutable and thread-safe; compared by identity. {@link #toString} shows nothing of the keys.
 * What is sealed is written so:
 *
 * <pre>
 *  0  2  C1 03
 *  2  4  the beginning of a digest of the key, to find it by
 *  6 12  the nonce
 * 18     what is sealed, as long as before, and its tag of 16 bytes
 * </pre>
 *
 * <p>The associated data are the key under which the value lies.
 */
public final class SealingKeys {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_AT = Frame.HEADER + 4;
  private static final int NONCE = 12;
  private static final int HEADER = NONCE_AT + NONCE;
  private static final int TAG = 16;

  /** The longest array that every JVM makes, without what is added. */
  private static final int MOST = Integer.MAX_VALUE - 8 - HEADER - TAG;

  private static final SecureRandom RANDOM = new SecureRandom();

  private record Key(int id, SecretKey aes) {}

  private final List<Key> keys;

  private SealingKeys(List<byte[]> secrets) {
    List<Key> known = new ArrayList<>(secrets.size());
    for (int i = 0; i < secrets.size(); i++) {
      byte[] secret = secrets.get(i);
      for (byte[] other : secrets.subList(0, i)) {
        if (Arrays.equals(secret, other)) {
          throw new IllegalArgumentException("two sealing keys are the same: name each once");
        }
      }
      known.add(key(secret));
    }
    keys = List.copyOf(known);
  }

  /**
   * Returns the keys that are these bytes, which are copied: 16, 24 or 32 each, from a generator of
   * random numbers for such purposes. A password is none.
   *
   * @param first seals
   * @param others open what they have sealed
   * @throws IllegalArgumentException if one is of another length, is nothing but zeros or there
   *     twice, with a sentence that does not show it
   */
  public static SealingKeys of(byte[] first, byte[]... others) {
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(Objects.requireNonNull(first, "first"));
    for (byte[] each : others) {
      secrets.add(Objects.requireNonNull(each, "others"));
    }
    return new SealingKeys(secrets);
  }

  /**
   * Returns these keys, for AES and with 128, 192 or 256 bits.
   *
   * @param first seals
   * @param others open what they have sealed
   * @throws IllegalArgumentException if one is for something else, does not give out its bytes, is
   *     of another length or there twice, with a sentence that does not show it
   */
  public static SealingKeys of(SecretKey first, SecretKey... others) {
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(bytes(Objects.requireNonNull(first, "first")));
    for (SecretKey each : others) {
      secrets.add(bytes(Objects.requireNonNull(each, "others")));
    }
    return new SealingKeys(secrets);
  }

  private static byte[] bytes(SecretKey key) {
    if (!"AES".equalsIgnoreCase(key.getAlgorithm())) {
      throw new IllegalArgumentException("a sealing key is for another algorithm than AES");
    }
    byte[] bytes = key.getEncoded();
    if (bytes == null) {
      throw new IllegalArgumentException(
          "a sealing key does not give out its bytes, as those in hardware do: use another");
    }
    return bytes;
  }

  private static Key key(byte[] secret) {
    if (secret.length != 16 && secret.length != 24 && secret.length != 32) {
      throw new IllegalArgumentException(
          "a sealing key has "
              + secret.length
              + " bytes: it must have 16, 24 or 32, as a random generator makes them");
    }
    if (Arrays.equals(secret, new byte[secret.length])) {
      throw new IllegalArgumentException(
          "a sealing key is nothing but zeros: take one from a random generator");
    }
    try {
      Mac digest = Mac.getInstance("HmacSHA256");
      digest.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] id = digest.doFinal("larder sealing key".getBytes(StandardCharsets.US_ASCII));
      return new Key(ByteBuffer.wrap(id).getInt(), new SecretKeySpec(secret, "AES"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every platform has HmacSHA256", e);
    }
  }

  /** Returns bytes sealed for the key under which they are to lie. */
  byte[] seal(byte[] plain, byte[] lies) {
    if (plain.length > MOST) {
      throw new CodecException("a value of " + plain.length + " bytes is too big to seal", null);
    }
    Key key = keys.get(0);
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] out = new byte[HEADER + plain.length + TAG];
    ByteBuffer.wrap(out).put(Frame.MARK).put(Frame.SEALED).putInt(key.id()).put(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, ByteBuffer.wrap(out), lies);
      cipher.doFinal(plain, 0, plain.length, out, HEADER);
    } catch (GeneralSecurityException e) {
      throw new CodecException("this JVM cannot seal by " + CIPHER, e);
    }
    return out;
  }

  /**
   * Returns what was sealed.
   *
   * @throws CodecException if it was not, or not for this key, or by an unknown one
   */
  byte[] open(ByteBuffer bytes, byte[] lies) {
    if (bytes.remaining() < HEADER + TAG
        || !Frame.isMarked(bytes)
        || bytes.get(bytes.position() + 1) != Frame.SEALED) {
      throw new CodecException("a value that is not sealed", null);
    }
    ByteBuffer sealed = Frame.heap(bytes, 0);
    int id = sealed.getInt(Frame.HEADER);
    int from = sealed.arrayOffset() + HEADER;
    AEADBadTagException wrong = null;
    for (Key key : keys) {
      if (key.id() == id) {
        try {
          Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, lies);
          return cipher.doFinal(sealed.array(), from, sealed.remaining() - HEADER);
        } catch (AEADBadTagException e) {
          wrong = e; // two keys may have one id
        } catch (GeneralSecurityException e) {
          throw new CodecException("this JVM cannot open by " + CIPHER, e);
        }
      }
    }
    throw unopened(wrong);
  }

  private static CodecException unopened(@Nullable AEADBadTagException wrong) {
    return wrong == null
        ? new CodecException("a value that is sealed by a key that is not known here", null)
        : new CodecException("a sealed value that was changed, or moved from another key", wrong);
  }

  private static Cipher cipher(int mode, Key key, ByteBuffer sealed, byte[] lies)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    int nonceAt = sealed.arrayOffset() + NONCE_AT;
    cipher.init(mode, key.aes(), new GCMParameterSpec(8 * TAG, sealed.array(), nonceAt, NONCE));
    cipher.updateAAD(lies);
    return cipher;
  }

  /** Returns how many keys there are. */
  @Override
  public String toString() {
    return "SealingKeys[" + keys.size() + "]";
  }
}
