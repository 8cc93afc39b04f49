// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A query with its text.
 *
 * @param name its name in results; unique in a run
 * @param text one query in Spark's SQL
 */
public record NamedQuery(String name, String text) {

  private static final int DIGEST_BYTES = 16;

  /** Half of the text's SHA-256 in hexadecimal digits, which is enough to distinguish texts. */
  public String digest() {
    return digest(text);
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
